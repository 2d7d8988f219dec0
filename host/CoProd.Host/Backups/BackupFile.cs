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
    private const int GzipFooter = 8;

    public static async Task Write(
        string path,
        string? passphrase,
        BackupManifest manifest,
        Func<BackedUp, string> pathOf,
        CancellationToken ct
    )
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
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
            await using var plain = Opened(file, path, passphrase);
            await using var counted = new CountingStream(new GZipStream(plain, CompressionMode.Decompress));
            var found = new Dictionary<string, (long Bytes, string Sha256)>(StringComparer.Ordinal);
            BackupManifest? manifest = null;
            await using (var tar = new TarReader(counted, leaveOpen: true))
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
            await CheckEnd(counted, path, passphrase, ct);
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

    private static Stream Opened(FileStream file, string path, string? passphrase)
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
            return file;
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

    // A reader of gzip may be content with a file whose end is missing; the length noted there tells.
    private static async Task CheckEnd(CountingStream read, string path, string? passphrase, CancellationToken ct)
    {
        await read.CopyToAsync(Stream.Null, ct);
        if (passphrase is not null)
            return;
        await using var file = File.OpenRead(path);
        if (file.Length < GzipFooter)
            throw new EndOfStreamException();
        file.Seek(-4, SeekOrigin.End);
        var noted = new byte[4];
        await file.ReadExactlyAsync(noted, ct);
        if (BitConverter.ToUInt32(noted) != (uint)read.Count)
            throw new EndOfStreamException();
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

    /// <summary>Counts what passes.</summary>
    private sealed class CountingStream(Stream inner) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Count += read;
            return read;
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Count += read;
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
