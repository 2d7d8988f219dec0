using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CoProd.Host.Audit;

/// <summary>
/// What the trail needs outside the database: the key of its seals, made once, and its head: how many entries there are and the seal of
/// the last. Without the head nobody would notice that the last entries were cut off.
/// </summary>
internal sealed partial class AuditKeys
{
    private readonly string headPath;

    public AuditKeys(string dataFolder)
    {
        var folder = Directory.CreateDirectory(Path.Combine(dataFolder, "keys")).FullName;
        headPath = Path.Combine(folder, "audit.head");
        // A head without its key: entries were sealed here. With another key they would all look as if somebody had changed them.
        if (File.Exists(headPath) && !File.Exists(Path.Combine(folder, "audit.key")))
            throw new InvalidOperationException(
                $"{Path.Combine(folder, "audit.key")} is missing: the key that the audit trail is sealed with. Nothing was changed. "
                    + "Put the folder keys/ back from your backup. If it is lost for good, remove audit.head beside it as well: a new key is "
                    + "made then, and nobody can tell any more whether the entries until today were changed."
            );
        Key = ReadOrMake(Path.Combine(folder, "audit.key"));
    }

    public byte[] Key { get; }

    /// <summary>The head as it was last written; null when there is none, or one that nobody here has written.</summary>
    public AuditHead? Head
    {
        get
        {
            try
            {
                using var file = new FileStream(headPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var reader = new StreamReader(file);
                return Parse(reader.ReadToEnd());
            }
            // The folder too may be gone: whoever removed the data did not wait for us to stop.
            catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// Moves the head on; it never goes back. It is one small write in place: another process sees it at once, and a kill leaves it. The
    /// disk is only waited for when told to, for after a power cut a head that lags behind still holds what it says.
    /// </summary>
    public void Renew(AuditHead head, bool flush = false)
    {
        using var file = Locked();
        using var reader = new StreamReader(file, leaveOpen: true);
        if (Parse(reader.ReadToEnd()) is { } there && there.Seq > head.Seq)
            return;
        Write(file, head, flush);
    }

    /// <summary>Sets the head to what a restored trail ends with, also where that is earlier. Noted in the trail by the caller.</summary>
    public void Restart(AuditHead head)
    {
        using var file = Locked();
        Write(file, head, flush: true);
    }

    private void Write(FileStream file, AuditHead head, bool flush)
    {
        // Always of one length, so that nothing of a longer one is left behind it.
        var line = $"{head.Seq:D20} {head.Seal} {SealOf(head)}\n";
        file.Position = 0;
        file.Write(Encoding.ASCII.GetBytes(line));
        file.Flush(flush);
    }

    private AuditHead? Parse(string text)
    {
        if (Line().Match(text) is not { Success: true } found)
            return null;
        var head = new AuditHead(
            long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture),
            found.Groups[2].Value
        );
        return SealOf(head) == found.Groups[3].Value ? head : null;
    }

    private string SealOf(AuditHead head) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes($"head {head.Seq} {head.Seal}")));

    // Two processes may write at once: the service and a verb beside it.
    private FileStream Locked()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(headPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            }
            catch (IOException) when (tries < 200)
            {
                Thread.Sleep(5);
            }
        }
    }

    private static byte[] ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            var half = path + "." + Guid.CreateVersion7().ToString("N");
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(half, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))));
                file.Flush(flushToDisk: true);
            }
            try
            {
                File.Move(half, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process made it first: that one holds.
                File.Delete(half);
            }
        }
        var text = File.ReadAllText(path).Trim();
        return text.Length == 64
            ? Convert.FromHexString(text)
            : throw new InvalidOperationException(
                $"{path} is not the key of the audit trail. Put back the file from your backup."
            );
    }

    [GeneratedRegex("^([0-9]{20}) ([0-9a-f]{64}) ([0-9a-f]{64})\n$")]
    private static partial Regex Line();
}

/// <summary>How many entries the trail has, and the seal of the last.</summary>
internal sealed record AuditHead(long Seq, string Seal);
