using System.Collections.Concurrent;
using CoProd.Host.Data;

namespace CoProd.Host.Backups;

/// <summary>Takes a backup: everything an installation is, as of one moment, in one file that was read back before it took its name.</summary>
internal static class Backup
{
    public const string Databases = "db";

    private const string Staging = "backing-up-";

    private static readonly ConcurrentDictionary<string, bool> UnderWay = new(StringComparer.Ordinal);

    /// <summary>
    /// What is of this machine or this run, and what must outlive a restore: it goes into no backup, and a restore leaves it where it is.
    /// </summary>
    public static bool IsLeftAlone(string name) =>
        name is "host.lock" or "modules.underway" or Restoring.Folder or "backups" or "outside-backups"
        || name.StartsWith("replaced-", StringComparison.Ordinal)
        || name.StartsWith(Staging, StringComparison.Ordinal);

    /// <summary>Writes the file. Others may write to the installation meanwhile, also from other processes.</summary>
    /// <param name="options">The installation.</param>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">With which it is encrypted; null for one that is not.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="workFolder">Where it is gathered first, in the clear, and removed again; the data folder when left out.</param>
    /// <exception cref="InvalidOperationException">It could not be done; nothing of that name was left behind.</exception>
    public static async Task<BackupManifest> Take(
        HostOptions options,
        string path,
        string? passphrase,
        CancellationToken ct,
        string? workFolder = null
    )
    {
        path = Path.GetFullPath(path);
        workFolder ??= options.DataFolder;
        if (File.Exists(path))
            throw new InvalidOperationException($"{path} is there already. Choose another name. Nothing was written.");
        if (!Directory.Exists(options.DataFolder))
            throw new InvalidOperationException($"{options.DataFolder} is not there. Nothing was written.");
        RemoveAbandoned(options.DataFolder);
        var staging = new DirectoryInfo(
            Path.Combine(workFolder, $"{Staging}{Environment.ProcessId}-{Guid.CreateVersion7():N}")
        );
        UnderWay[staging.Name] = true;
        OwnFolder.Make(staging.FullName);
        var half = path + ".half";
        try
        {
            await using var engine = Engine.For(options);
            if (!await engine.HasData(ct))
                throw new InvalidOperationException($"{options.DataFolder} holds no data yet. Nothing was written.");
            var (manifest, sources) = await Gather(engine, options, staging.FullName, ct);
            File.Delete(half);
            await BackupFile.Write(half, passphrase, manifest, part => sources[part.Name], ct);
            var back = staging.CreateSubdirectory("read-back").FullName;
            await Checked(engine, half, passphrase, back, ct);
            Durable.Replace(half, path);
            return manifest;
        }
        catch (Exception e) when (new FullDisk(workFolder, options.Clock).Is(e))
        {
            throw new InvalidOperationException(
                $"There was no room left while the backup was made. It is gathered in {workFolder} first, and written to {path}. Make room, or name "
                    + "a folder on a disk that has some with --work. Nothing was kept of it.",
                e
            );
        }
        finally
        {
            File.Delete(half);
            Directory.Delete(staging.FullName, recursive: true);
            UnderWay.TryRemove(staging.Name, out _);
        }
    }

    /// <summary>Takes a backup apart into an empty folder and looks at every database in it.</summary>
    public static async Task<BackupManifest> Checked(
        Engine engine,
        string path,
        string? passphrase,
        string folder,
        CancellationToken ct
    )
    {
        var manifest = await BackupFile.Unpack(path, passphrase, folder, ct);
        if (manifest.Engine != engine.Name)
            throw new BackupRefusedException(
                $"{path} is of an installation on {manifest.Engine}; this one is on {engine.Name}. "
                    + "Restore it on the engine it came from."
            );
        foreach (var part in manifest.Files.Where(part => part.Rows.Count > 0))
            if (engine.Wrong(Path.Combine(folder, part.Name), part.Rows) is { } wrong)
                throw new BackupRefusedException($"{path} holds a damaged database, {part.Name}: {wrong}.");
        return manifest;
    }

    // Packages and their lock file must belong together: where a change of modules came between, all is gathered once more.
    private static async Task<(BackupManifest, Dictionary<string, string>)> Gather(
        Engine engine,
        HostOptions options,
        string staging,
        CancellationToken ct
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await LockHash(options.DataFolder, ct);
            var folder = Path.Combine(staging, attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var saved = await engine.Save(Path.Combine(folder, Databases), ct);
            var sources = new Dictionary<string, string>(StringComparer.Ordinal);
            var files = new List<BackedUp>();
            CopyRest(options.DataFolder, folder);
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
                sources[name] = file;
                files.Add(await Described(file, name, saved, ct));
            }
            if (before == await LockHash(options.DataFolder, ct))
                return (Manifest(engine, options, saved, files), sources);
            if (attempt == 3)
                throw new InvalidOperationException(
                    "Modules were changed again and again meanwhile. Nothing was written; try again later."
                );
        }
    }

    private static BackupManifest Manifest(Engine engine, HostOptions options, Saved saved, List<BackedUp> files) =>
        new()
        {
            Engine = engine.Name,
            Version = typeof(Backup).Assembly.GetName().Version!.ToString(3),
            TakenAt = options.Clock.GetUtcNow(),
            Scripts = saved.Scripts,
            Files = [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)],
        };

    private static async Task<BackedUp> Described(string file, string name, Saved saved, CancellationToken ct) =>
        new()
        {
            Name = name,
            Bytes = new FileInfo(file).Length,
            Sha256 = await BackupFile.Hash(file, ct),
            Rows = name.StartsWith(Databases + "/", StringComparison.Ordinal)
                ? saved.Rows.GetValueOrDefault(name[(Databases.Length + 1)..]) ?? new Dictionary<string, long>()
                : new Dictionary<string, long>(),
        };

    // After the databases: a file that a row speaks of was there before the row.
    private static void CopyRest(string from, string to)
    {
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            if (IsLeftAlone(entry.Name) || entry.Name == Databases)
                continue;
            if (entry is DirectoryInfo folder)
                CopyFolder(folder, Path.Combine(to, entry.Name));
            else
                CopyFile((FileInfo)entry, Path.Combine(to, entry.Name));
        }
    }

    private static void CopyFolder(DirectoryInfo from, string to)
    {
        // Half-made folders are of something under way, or left of something killed.
        if (from.Name.EndsWith(".half", StringComparison.Ordinal))
            return;
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
            CopyFile(file, Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories())
            CopyFolder(folder, Path.Combine(to, folder.Name));
    }

    private static void CopyFile(FileInfo from, string to)
    {
        if (from.Extension is ".half" or ".next")
            return;
        try
        {
            from.CopyTo(to);
        }
        catch (FileNotFoundException)
        {
            // Removed meanwhile, as an erasure does.
        }
    }

    private static async Task<string> LockHash(string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, "modules.lock.json");
        return File.Exists(path) ? await BackupFile.Hash(path, ct) : "";
    }

    private static void RemoveAbandoned(string folder)
    {
        foreach (var left in Abandoned(folder))
            Directory.Delete(left, recursive: true);
    }

    /// <summary>
    /// What killed backups left: the process that the folder names is gone. In a container it may bear our own number; what this process itself
    /// does, it knows.
    /// </summary>
    public static IReadOnlyList<string> Abandoned(string folder) =>
        [
            .. Directory
                .EnumerateDirectories(folder, Staging + "*")
                .Where(left =>
                    int.TryParse(Path.GetFileName(left).Split('-')[2], out var process)
                    && (
                        process == Environment.ProcessId
                            ? !UnderWay.ContainsKey(Path.GetFileName(left))
                            : !Runs(process)
                    )
                ),
        ];

    /// <summary>The bytes that a backup takes from the data folder, beside the databases.</summary>
    public static long SizeOfRest(string folder) =>
        new DirectoryInfo(folder)
            .EnumerateFileSystemInfos()
            .Where(entry => !IsLeftAlone(entry.Name) && entry.Name != Databases)
            .Sum(entry => entry is FileInfo file ? Room.LengthOf(file) : Room.Of(entry.FullName));

    private static bool Runs(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
