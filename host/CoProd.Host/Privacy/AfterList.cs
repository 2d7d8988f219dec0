using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CoProd.Host.Data;

namespace CoProd.Host.Privacy;

/// <summary>
/// What must hold whatever comes back: <c>outside-backups/list.jsonl</c> in the data folder. It goes into no backup and a restore leaves it
/// where it is. Each line holds ids and no words, and a hash over itself and the line before it; it is on disk before anything else is done.
/// Each database keeps the hash of the line it has come to (<c>host_after</c>), so one that was rolled back, restored or taken in has come
/// less far, and is brought up to date at the next opening.
/// </summary>
internal sealed class AfterList(HostOptions options)
{
    public const string Folder = "outside-backups";
    public const string Erased = "host.erased";

    private readonly string path = Path.Combine(options.DataFolder, Folder, "list.jsonl");

    /// <summary>All lines, in order.</summary>
    /// <exception cref="InvalidOperationException">A line was changed or taken out; the sentence says which.</exception>
    public IReadOnlyList<AfterLine> Read()
    {
        if (!File.Exists(path))
            return [];
        using var file = Held(FileAccess.Read);
        return Lines(file).Lines;
    }

    /// <summary>Adds a line and returns once it is on disk.</summary>
    public AfterLine Add(string what, Guid id, string how, DateTimeOffset at)
    {
        var isNew = !File.Exists(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Another process may add as well: a verb of the console beside the service.
        using var file = Held(FileAccess.ReadWrite);
        var (before, end) = Lines(file);
        var line = new AfterLine
        {
            N = before.Count + 1,
            What = what,
            Id = id,
            How = how,
            At = at,
        };
        line = line with { Seal = SealOf(line, before.Count == 0 ? "" : before[^1].Seal) };
        // Behind the last whole line, so that what a kill left of one is written over.
        file.SetLength(end);
        file.Position = end;
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line) + "\n"));
        file.Flush(flushToDisk: true);
        if (isNew)
            Durable.SyncFolder(Path.GetDirectoryName(path)!);
        return line;
    }

    private (List<AfterLine> Lines, long End) Lines(FileStream file)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        var all = reader.ReadToEnd();
        var lines = new List<AfterLine>();
        var end = 0L;
        foreach (var text in all.Split('\n'))
        {
            var last = end + Encoding.UTF8.GetByteCount(text) >= file.Length;
            // What has no end of line was cut short by a kill: then it was never acknowledged.
            if (last)
                break;
            var line = Parse(text) ?? new AfterLine();
            if (line.N != lines.Count + 1 || line.Seal != SealOf(line, lines.Count == 0 ? "" : lines[^1].Seal))
                throw new InvalidOperationException(
                    $"Line {lines.Count + 1} of {path} is not as it was written, so erasures and pauses may be missing from it. "
                        + "Put back a copy of the file. Without one, move it away: a new list begins, and old data may bring back whoever was erased before."
                );
            lines.Add(line);
            end += Encoding.UTF8.GetByteCount(text) + 1;
        }
        return (lines, end);
    }

    private FileStream Held(FileAccess access)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return access == FileAccess.Read
                    ? new FileStream(path, FileMode.Open, access, FileShare.ReadWrite)
                    : new FileStream(path, FileMode.OpenOrCreate, access, FileShare.None);
            }
            catch (IOException e) when (tries < 1_000 && e is not FileNotFoundException)
            {
                Thread.Sleep(5);
            }
        }
    }

    private static AfterLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<AfterLine>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // No key: whoever can write here can write everything else as well. It tells a lost line, not a forger.
    private static string SealOf(AfterLine line, string before)
    {
        string[] all =
        [
            "after",
            before,
            line.N.ToString(CultureInfo.InvariantCulture),
            line.What,
            line.Id.ToString(),
            line.How,
            line.At.UtcTicks.ToString(CultureInfo.InvariantCulture),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(all)));
    }
}

/// <summary>One thing that must hold.</summary>
internal sealed record AfterLine
{
    public long N { get; init; }

    public string What { get; init; } = "";

    public Guid Id { get; init; }

    public string How { get; init; } = "";

    public DateTimeOffset At { get; init; }

    public string Seal { get; init; } = "";
}
