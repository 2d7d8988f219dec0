using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using static CoProd.Host.Texts;

namespace CoProd.Host.Leaving;

/// <summary>An archive that was looked through whole: its signature, every file and its hash, and that each part is about this innovation.</summary>
internal sealed record Archive
{
    public required Manifest Manifest { get; init; }

    /// <summary>The manifest as it was signed.</summary>
    public required string Signed { get; init; }

    /// <summary>The key that signed it.</summary>
    public required string PublicKey { get; init; }

    /// <summary>Each module's records, by its id.</summary>
    public required IReadOnlyDictionary<string, string> Records { get; init; }

    public required string Story { get; init; }
}

/// <summary>
/// Reads an archive that somebody brought. Everything is looked at before anything is believed: a file that is missing, changed, larger
/// than it says, or that the manifest does not name refuses the whole. Nothing is unpacked onto the disk.
/// </summary>
internal static partial class ArchiveReader
{
    public const long LargestFile = 64 << 20;

    private const long LargestManifest = 8 << 20;
    private const long LargestPart = 128 << 20;
    private const long LargestOfAll = 512 << 20;
    private const int MostFiles = 5_000;
    private const int LongestText = 200_000;
    private const int FirstYear = 1800;
    private const int LastYear = 2200;

    // As deep as a questionnaire may nest (Evaluation reads 256), with what stands around it.
    private const int Deepest = 300;

    /// <summary>Looks an archive through.</summary>
    /// <exception cref="InvalidOperationException">It is not as it was sent, or no archive; the sentence says what is wrong.</exception>
    public static async Task<Archive> Read(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
            throw Refused(T["There is no file {0}.", path]);
        if (new FileInfo(path).Length > LargestFile)
            throw Refused(T["It is larger than {0} MB, which no archive of an innovation is.", LargestFile >> 20]);
        try
        {
            await using var file = File.OpenRead(path);
            if (!IsZipAlone(file))
                throw new InvalidDataException();
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            return await Read(zip, ct);
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or EndOfStreamException
                        or NotSupportedException
                        or JsonException
                        or FormatException
                        or ArgumentException
                        or OverflowException
                        or DecoderFallbackException
            )
        {
            throw Refused(T["It was cut short or damaged, or it is no archive of an innovation."]);
        }
    }

    private static async Task<Archive> Read(ZipArchive zip, CancellationToken ct)
    {
        var entries = Entries(zip);
        var head = await Whole(entries, Manifest.FileName, LargestManifest, ct);
        var signature = await Whole(entries, ArchiveSignature.FileName, LargestManifest, ct);
        if (ArchiveSignature.SignerOf(head, signature) is not { } key)
            throw Refused(
                T["Its signature does not fit what it says of itself: somebody changed it after it was sent."]
            );
        var manifest = JsonSerializer.Deserialize<Manifest>(head, Manifest.Json)!;
        if (manifest.Is != Manifest.Kind)
            throw Refused(T["It is no archive of an innovation."]);
        if (manifest.Format != Manifest.Newest)
            throw Refused(T["It was written by a later version of CoProd. Bring this installation up to date first."]);
        if (
            manifest.Modules.Any(module => module is null)
            || manifest.Files.Any(part => part is null)
            || manifest.Key != Packages.Signature.FingerprintOf(key)
            || manifest.Id == Guid.Empty
            || manifest.InnovationId == Guid.Empty
        )
            throw Refused(T["What it says of itself does not fit together."]);
        CheckNames(manifest, entries);
        var left = LargestOfAll;
        var kept = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var part in manifest.Files)
        {
            if ((left -= part.Bytes) < 0)
                throw Refused(T["Unpacked it is larger than {0} MB.", LargestOfAll >> 20]);
            // Only what is taken in is held; the pages and tables are read once, to see that they are as they were sent.
            var content = await Checked(entries[part.Path], part, IsTakenIn(part.Path), ct);
            if (content is not null)
                kept[part.Path] = content;
        }
        return new Archive
        {
            Manifest = manifest,
            Signed = Utf8(head),
            PublicKey = key,
            Records = manifest.Modules.ToDictionary(
                module => module.Id,
                module => Records(kept, module.Id, manifest.InnovationId),
                StringComparer.Ordinal
            ),
            Story = StoryOf(kept),
        };
    }

    private static bool IsTakenIn(string path) =>
        path == ArchiveLayout.Story || path.EndsWith("/records.json", StringComparison.Ordinal);

    private static Dictionary<string, ZipArchiveEntry> Entries(ZipArchive zip)
    {
        if (zip.Entries.Count > MostFiles)
            throw Refused(T["It holds more than {0} files.", MostFiles]);
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in zip.Entries)
        {
            if (!Path().IsMatch(entry.FullName) || entry.FullName.Split('/').Any(word => word.Trim('.').Length == 0))
                throw Refused(T["It holds a file whose name leads elsewhere."]);
            if (!entries.TryAdd(entry.FullName, entry))
                throw Refused(T["It holds {0} twice.", entry.FullName]);
        }
        return entries;
    }

    private static void CheckNames(Manifest manifest, Dictionary<string, ZipArchiveEntry> entries)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in manifest.Files)
        {
            if (!named.Add(part.Path))
                throw Refused(T["It names {0} twice.", part.Path]);
            if (!entries.TryGetValue(part.Path, out var entry) || entry.FullName != part.Path)
                throw Refused(T["{0} is missing in it.", part.Path]);
        }
        var more = entries.Keys.FirstOrDefault(name =>
            !named.Contains(name) && name is not (Manifest.FileName or ArchiveSignature.FileName)
        );
        if (more is not null)
            throw Refused(T["It holds {0}, which the sender did not put in.", more]);
        if (
            manifest.Modules.Select(module => module.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count()
            != manifest.Modules.Count
        )
            throw Refused(T["What it says of itself does not fit together."]);
    }

    private static async Task<byte[]> Whole(
        Dictionary<string, ZipArchiveEntry> entries,
        string name,
        long most,
        CancellationToken ct
    )
    {
        if (!entries.TryGetValue(name, out var entry))
            throw Refused(T["{0} is missing in it.", name]);
        using var content = new MemoryStream();
        await using var from = await entry.OpenAsync(ct);
        var buffer = new byte[64 << 10];
        for (int count; (count = await from.ReadAsync(buffer, ct)) > 0; )
        {
            if (content.Length + count > most)
                throw Refused(T["{0} in it is too large.", name]);
            content.Write(buffer, 0, count);
        }
        return content.ToArray();
    }

    // The size that counts is what comes out, never what the zip says of itself.
    private static async Task<byte[]?> Checked(ZipArchiveEntry entry, FilePart part, bool keep, CancellationToken ct)
    {
        if (part.Bytes < 0 || (keep && part.Bytes > LargestPart))
            throw Refused(T["{0} in it is too large.", part.Path]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var kept = keep ? new MemoryStream() : null;
        await using var from = await entry.OpenAsync(ct);
        var buffer = new byte[64 << 10];
        var bytes = 0L;
        for (int count; (count = await from.ReadAsync(buffer, ct)) > 0; )
        {
            bytes += count;
            if (bytes > part.Bytes)
                break;
            hash.AppendData(buffer, 0, count);
            kept?.Write(buffer, 0, count);
        }
        if (bytes != part.Bytes || Convert.ToHexStringLower(hash.GetHashAndReset()) != part.Sha256)
            throw Refused(T["{0} in it was changed after it was sent.", part.Path]);
        return kept?.ToArray();
    }

    private static string Records(Dictionary<string, byte[]> kept, string module, Guid innovation)
    {
        if (!kept.TryGetValue(ArchiveLayout.Records(module), out var content))
            throw Refused(T["{0} is missing in it.", ArchiveLayout.Records(module)]);
        var text = Utf8(content);
        using var records = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest });
        // Else an archive of one innovation could write into another that is here already.
        if (!IsAbout(records.RootElement, innovation))
            throw Refused(T["The part of {0} is about another innovation.", module]);
        // No form and no file takes such values; whatever a module itself looks at, these come in nowhere.
        if (Unfit(records.RootElement, "") is { } field)
            throw Refused(T["In the part of {0} the field “{1}” holds more than any form takes.", module, field]);
        return text;
    }

    // The name of the first field with a text longer than any, or a day that nobody lives to see.
    private static string? Unfit(JsonElement element, string field) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString() is var text
            && (
                text!.Length > LongestText
                || (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) && day.Year is < FirstYear or > LastYear)
            )
                ? field
                : null,
            JsonValueKind.Array => element
                .EnumerateArray()
                .Select(entry => Unfit(entry, field))
                .FirstOrDefault(x => x is not null),
            JsonValueKind.Object => element
                .EnumerateObject()
                .Select(property => Unfit(property.Value, property.Name))
                .FirstOrDefault(x => x is not null),
            _ => null,
        };

    private static bool IsAbout(JsonElement element, Guid innovation)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().All(entry => IsAbout(entry, innovation));
        if (element.ValueKind != JsonValueKind.Object)
            return true;
        foreach (var property in element.EnumerateObject())
        {
            var names =
                property.Name.Equals("innovationId", StringComparison.OrdinalIgnoreCase)
                || property.Name.Equals("innovation_id", StringComparison.OrdinalIgnoreCase);
            var id =
                names ? property.Value
                : property.Name.Equals("innovation", StringComparison.OrdinalIgnoreCase)
                && property.Value.ValueKind == JsonValueKind.Object
                && property.Value.TryGetProperty("id", out var own)
                    ? own
                : default;
            if (id.ValueKind == JsonValueKind.String && (!id.TryGetGuid(out var about) || about != innovation))
                return false;
            if (!IsAbout(property.Value, innovation))
                return false;
        }
        return true;
    }

    private static string StoryOf(Dictionary<string, byte[]> kept)
    {
        if (!kept.TryGetValue(ArchiveLayout.Story, out var content))
            throw Refused(T["{0} is missing in it.", ArchiveLayout.Story]);
        var story = Utf8(content);
        return JsonSerializer.Deserialize<List<StoryLine>>(story, Manifest.Json)!.Exists(line => line is null)
            ? throw new FormatException()
            : story;
    }

    // PostgreSQL keeps no text with a NUL in it, and none that is not UTF-8 reads back as it was.
    private static string Utf8(byte[] content)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new FormatException();
        // Six letters that somebody wrote are no NUL: whether it is one shows once the text is read.
        if (text.Contains("\\u0000", StringComparison.Ordinal))
        {
            using var whole = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest });
            if (HoldsNul(whole.RootElement))
                throw new FormatException();
        }
        return text;
    }

    private static bool HoldsNul(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!.Contains('\0', StringComparison.Ordinal),
            JsonValueKind.Array => element.EnumerateArray().Any(HoldsNul),
            JsonValueKind.Object => element
                .EnumerateObject()
                .Any(property => property.Name.Contains('\0', StringComparison.Ordinal) || HoldsNul(property.Value)),
            _ => false,
        };

    // A zip begins with its first file and ends with its table. What stands before or behind was put there by somebody else.
    private static bool IsZipAlone(FileStream file)
    {
        Span<byte> first = stackalloc byte[4];
        Span<byte> last = stackalloc byte[22];
        if (file.Length < last.Length)
            return false;
        file.ReadExactly(first);
        file.Seek(-last.Length, SeekOrigin.End);
        file.ReadExactly(last);
        file.Seek(0, SeekOrigin.Begin);
        return first.SequenceEqual("PK\u0003\u0004"u8)
            && last[..4].SequenceEqual("PK\u0005\u0006"u8)
            && last[20] + last[21] == 0;
    }

    private static InvalidOperationException Refused(string why) =>
        new(T["{0} Nothing was written. Ask the sender for the archive again.", why]);

    [GeneratedRegex(@"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$")]
    private static partial Regex Path();
}
