using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CoProd.Host.Data;
using CoProd.Host.Modules;

namespace CoProd.Host.Backups;

/// <summary>What a backup says of itself: the last entry in it, so a backup that was cut short has none.</summary>
internal sealed record BackupManifest
{
    public const int NewestFormat = 1;

    public int Format { get; init; } = NewestFormat;

    public required string Engine { get; init; }

    /// <summary>The version of CoProd that wrote it.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The scripts that the host's database has seen: a CoProd that does not know one of them is too old for it.</summary>
    public required IReadOnlyList<string> Scripts { get; init; }

    public required IReadOnlyList<BackedUp> Files { get; init; }
}

/// <summary>One file of a backup.</summary>
internal sealed record BackedUp
{
    public required string Name { get; init; }

    public required long Bytes { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>The rows of each table in it; empty for what is no database.</summary>
    public IReadOnlyDictionary<string, long> Rows { get; init; } = new Dictionary<string, long>();
}

/// <summary>It is no backup, not whole, not for us, or may not be put here. Nothing was changed.</summary>
internal sealed class BackupRefusedException(string message, Exception? inner = null)
    : InvalidOperationException(message + " Nothing was changed.", inner);

/// <summary>
/// The file itself: a tar, compressed with gzip, that ends with <c>manifest.json</c>; sealed as a whole where there is a passphrase.
/// Without one, any program that opens a .tar.gz opens it.
/// </summary>
internal static class BackupFile
{
    private const string ManifestName = "manifest.json";

    // Gzip looks after the content only: its header, the bits that fill its last byte and what follows may change unseen. So a
    // plain file ends with one more member of gzip, which unpacks to nothing and carries the SHA-256 of all bytes before it in an
    // extra field of its own (RFC 1952, section 2.3.1.1: two letters, length, value).
    private static ReadOnlySpan<byte> BeforeHash =>
        [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 36, 0, (byte)'C', (byte)'P', 32, 0];
    private static ReadOnlySpan<byte> AfterHash => [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static int SealLength => BeforeHash.Length + SHA256.HashSizeInBytes + AfterHash.Length;

    public static async Task Write(
        string path,
        string? passphrase,
        BackupManifest manifest,
        Func<BackedUp, string> pathOf,
        CancellationToken ct
    )
    {
        await using var file = OwnFolder.NewFile(path);
        await using (var outer = passphrase is null ? null : SealedStream.Write(file, passphrase))
        await using (var zipped = new GZipStream(outer ?? (Stream)file, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(zipped, TarEntryFormat.Pax))
        {
            foreach (var part in manifest.Files)
                await tar.WriteEntryAsync(pathOf(part), part.Name, ct);
            var entry = new PaxTarEntry(TarEntryType.RegularFile, ManifestName)
            {
                DataStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, ModuleManifest.Options)),
            };
            await tar.WriteEntryAsync(entry, ct);
        }
        if (passphrase is null)
            await file.WriteAsync(await SealOf(file, file.Length, ct), ct);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Takes it apart into an empty folder. Every file is compared with the manifest before this returns.</summary>
    /// <exception cref="BackupRefusedException">The sentence says what is wrong with it.</exception>
    public static async Task<BackupManifest> Unpack(
        string path,
        string? passphrase,
        string folder,
        CancellationToken ct
    )
    {
        if (!File.Exists(path))
            throw new BackupRefusedException($"There is no file {path}.");
        try
        {
            await using var file = File.OpenRead(path);
            await using var plain = await Opened(file, path, passphrase, ct);
            await using var unzipped = new GZipStream(plain, CompressionMode.Decompress, leaveOpen: true);
            var found = new Dictionary<string, (long Bytes, string Sha256)>(StringComparer.Ordinal);
            BackupManifest? manifest = null;
            await using (var tar = new TarReader(unzipped, leaveOpen: true))
                while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
                {
                    if (manifest is not null || !IsPlain(entry))
                        throw new InvalidDataException();
                    if (entry.Name == ManifestName)
                        manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(
                            entry.DataStream!,
                            ModuleManifest.Options,
                            ct
                        );
                    else
                        found.Add(entry.Name, await Take(entry, Path.Combine(folder, entry.Name), ct));
                }
            await unzipped.CopyToAsync(Stream.Null, ct);
            await plain.CopyToAsync(Stream.Null, ct);
            return Checked(manifest, found);
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or EndOfStreamException
                        or JsonException
                        or ArgumentException
                        or FormatException
                        or AuthenticationTagMismatchException
            )
        {
            throw new BackupRefusedException(
                $"{path} is no backup of CoProd, or it was cut short or changed after it was made.",
                e
            );
        }
    }

    private static async Task<Stream> Opened(FileStream file, string path, string? passphrase, CancellationToken ct)
    {
        var isSealed = SealedStream.IsSealed(file);
        if (isSealed && passphrase is null)
            throw new BackupRefusedException($"{path} is encrypted. Give its passphrase with --passphrase-file.");
        if (!isSealed && passphrase is not null)
            throw new BackupRefusedException(
                $"{path} is not encrypted, and a passphrase was given. Somebody may have put another file in its place; "
                    + "leave --passphrase-file out if you know it."
            );
        if (!isSealed)
        {
            await CheckSeal(file, ct);
            return file;
        }
        return SealedStream.Read(file, passphrase!)
            ?? throw new BackupRefusedException($"The passphrase is not the one that {path} was made with.");
    }

    private static bool IsPlain(TarEntry entry) =>
        entry
            is { EntryType: TarEntryType.RegularFile, DataStream: not null }
                or { EntryType: TarEntryType.RegularFile, Length: 0 }
        && !entry.Name.Contains('\\', StringComparison.Ordinal)
        && !entry.Name.Contains(':', StringComparison.Ordinal)
        && entry.Name.Split('/').All(part => part is not ("" or "." or ".."));

    private static async Task<(long, string)> Take(TarEntry entry, string to, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        await using (var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            if (entry.DataStream is { } content)
                await content.CopyToAsync(target, ct);
            target.Flush(flushToDisk: true);
        }
        return (new FileInfo(to).Length, await Hash(to, ct));
    }

    private static async Task CheckSeal(FileStream file, CancellationToken ct)
    {
        if (file.Length < SealLength)
            throw new EndOfStreamException();
        var expected = await SealOf(file, file.Length - SealLength, ct);
        var stands = new byte[SealLength];
        await file.ReadExactlyAsync(stands, ct);
        if (!stands.AsSpan().SequenceEqual(expected))
            throw new InvalidDataException();
        file.Position = 0;
    }

    // Leaves the file at the byte after those it has read.
    private static async Task<byte[]> SealOf(FileStream file, long length, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 << 10];
        file.Position = 0;
        while (file.Position < length)
        {
            var part = (int)Math.Min(buffer.Length, length - file.Position);
            await file.ReadExactlyAsync(buffer.AsMemory(0, part), ct);
            hash.AppendData(buffer, 0, part);
        }
        return [.. BeforeHash, .. hash.GetHashAndReset(), .. AfterHash];
    }

    private static BackupManifest Checked(
        BackupManifest? manifest,
        Dictionary<string, (long Bytes, string Sha256)> found
    )
    {
        if (manifest is null)
            throw new EndOfStreamException();
        if (manifest.Format > BackupManifest.NewestFormat)
            throw new BackupRefusedException(
                $"It was written by CoProd {manifest.Version}, which is newer than this one. Install that version first."
            );
        if (
            manifest.Files.Count != found.Count
            || manifest.Files.Any(part => found.GetValueOrDefault(part.Name) != (part.Bytes, part.Sha256))
        )
            throw new InvalidDataException();
        return manifest;
    }

    public static async Task<string> Hash(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }
}
