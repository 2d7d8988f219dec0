using CoProd.Host.Backups;
using CoProd.Host.Data;

namespace CoProd.Host.Moving;

/// <summary>Copies what lies beside the databases: keys, installed modules, files that were brought, and the list of what must hold.</summary>
internal static class Files
{
    // What a backup leaves out because a restore must not bring it back goes along here: it is the same installation.
    private static bool GoesAlong(string name) =>
        name == Privacy.AfterList.Folder
        || (
            !Backup.IsLeftAlone(name)
            && name != Backup.Databases
            && !name.StartsWith(Backup.Databases + ".", StringComparison.Ordinal)
        );

    /// <returns>How many files were copied, each read back and compared.</returns>
    public static async Task<int> Copy(string from, string to, IReadOnlyCollection<string> own, CancellationToken ct)
    {
        var copied = 0;
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(entry => GoesAlong(entry.Name)))
        {
            if (own.Contains(entry.Name))
                throw new InvalidOperationException($"{entry.FullName} is not CoProd's. Move it away and try again.");
            copied += await CopyOne(entry, Path.Combine(to, entry.Name), ct);
        }
        Durable.SyncFolder(to);
        return copied;
    }

    private static async Task<int> CopyOne(FileSystemInfo entry, string to, CancellationToken ct)
    {
        if (entry is not DirectoryInfo folder)
        {
            File.Copy(entry.FullName, to);
            await using (var file = new FileStream(to, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            if (await BackupFile.Hash(entry.FullName, ct) != await BackupFile.Hash(to, ct))
                throw new InvalidOperationException(
                    $"{to} is not what {entry.FullName} is. The old folder is as it was."
                );
            return 1;
        }
        OwnFolder.Make(to);
        var copied = 0;
        foreach (var below in folder.EnumerateFileSystemInfos())
            copied += await CopyOne(below, Path.Combine(to, below.Name), ct);
        Durable.SyncFolder(to);
        return copied;
    }
}
