using System.Globalization;
using CoProd.Host.Data;

namespace CoProd.Host.Backups;

/// <summary>
/// Puts a backup in the place of an installation. It is unpacked and looked at in a folder of its own; then one note is written, and from
/// then on whoever opens the installation carries the move to its end. A kill before the note changes nothing.
/// </summary>
internal static class Restoring
{
    public const string Folder = "restoring";
    private const string Content = "content";
    private const string NoteName = "ready.json";
    private const string MovedName = "moved";

    /// <summary>What is to be moved.</summary>
    private sealed record Note
    {
        public string Id { get; init; } = "";

        /// <summary>Where what was there goes.</summary>
        public string Replaced { get; init; } = "";
    }

    /// <summary>Restores onto an empty place, or, when asked to replace, onto one that holds data, which is kept beside.</summary>
    /// <returns>What the backup says of itself, and where the old data lies now; null when there was none.</returns>
    /// <exception cref="BackupRefusedException">It was refused before anything was touched.</exception>
    public static async Task<(BackupManifest Manifest, string? Replaced)> Run(
        HostOptions options,
        string path,
        string? passphrase,
        bool replace,
        CancellationToken ct
    )
    {
        var wasThere = Directory.Exists(options.DataFolder);
        OwnFolder.Make(options.DataFolder);
        await using var held = Site.TakeLock(options.DataFolder);
        await FinishHeld(options);
        await using var engine = Engine.For(options);
        var hasData = Entries(options.DataFolder).Any() || await engine.HasData(ct);
        if (hasData && !replace)
            throw new BackupRefusedException(
                $"{options.DataFolder} or its database holds data. Choose an empty place, or say --replace: what is there is then kept beside."
            );
        var side = Path.Combine(options.DataFolder, Folder);
        var restored = false;
        try
        {
            var manifest = await Unpacked(engine, options, path, passphrase, side, ct);
            var note = new Note
            {
                Id = Guid.CreateVersion7().ToString("N"),
                Replaced =
                    "replaced-"
                    + options.Clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture),
            };
            Restored.Mark(Path.Combine(side, Content));
            JsonFile.Write(Path.Combine(side, NoteName), note);
            restored = true;
            await engine.Load(
                Path.Combine(side, Content, Backup.Databases),
                note.Id,
                note.Replaced.Replace('-', '_'),
                ct
            );
            await FinishHeld(options);
            return (manifest, hasData ? Path.Combine(options.DataFolder, note.Replaced) : null);
        }
        finally
        {
            if (!restored && Directory.Exists(side))
                Directory.Delete(side, recursive: true);
            if (!restored && !wasThere)
            {
                await held.DisposeAsync();
                Directory.Delete(options.DataFolder, recursive: true);
            }
        }
    }

    private static async Task<BackupManifest> Unpacked(
        Engine engine,
        HostOptions options,
        string path,
        string? passphrase,
        string side,
        CancellationToken ct
    )
    {
        if (Directory.Exists(side))
            Directory.Delete(side, recursive: true);
        var content = Directory.CreateDirectory(Path.Combine(side, Content)).FullName;
        var manifest = await Backup.Checked(engine, path, passphrase, content, ct);
        var known = Script.WithGround(Site.OwnScripts(options), options.Postgres is not null).Select(s => s.Name);
        if (manifest.Scripts.Except(known).Any())
            throw new BackupRefusedException(
                $"{path} was written by CoProd {manifest.Version}, which keeps its data in a newer form than this one. Install that version first."
            );
        return manifest;
    }

    /// <summary>Whether a restore was killed after its note: the next opening carries it to its end.</summary>
    public static bool IsPending(string dataFolder) => File.Exists(Path.Combine(dataFolder, Folder, NoteName));

    /// <summary>Carries a restore that was killed after its note to its end; throws away what one killed before left.</summary>
    public static async Task Finish(HostOptions options)
    {
        if (!IsPending(options.DataFolder))
            return;
        await using var held = Site.TakeLock(options.DataFolder);
        await FinishHeld(options);
    }

    private static async Task FinishHeld(HostOptions options)
    {
        var side = Path.Combine(options.DataFolder, Folder);
        if (!File.Exists(Path.Combine(side, NoteName)))
            return;
        var note = JsonFile.Read<Note>(Path.Combine(side, NoteName));
        await using (var engine = Engine.For(options))
            if (await engine.IsLoaded(note.Id))
                Move(options, side, note);
        Directory.Delete(side, recursive: true);
    }

    private static void Move(HostOptions options, string side, Note note)
    {
        var content = Path.Combine(side, Content);
        if (!File.Exists(Path.Combine(side, MovedName)))
        {
            foreach (var old in Entries(options.DataFolder).ToList())
                MoveInto(old, Path.Combine(options.DataFolder, note.Replaced));
            JsonFile.Write(Path.Combine(side, MovedName), note);
        }
        // On PostgreSQL the rows are in the database by now.
        if (options.Postgres is not null && Directory.Exists(Path.Combine(content, Backup.Databases)))
            Directory.Delete(Path.Combine(content, Backup.Databases), recursive: true);
        foreach (var entry in new DirectoryInfo(content).EnumerateFileSystemInfos().ToList())
            MoveInto(entry, options.DataFolder);
        Durable.SyncFolder(options.DataFolder);
    }

    private static void MoveInto(FileSystemInfo entry, string folder)
    {
        Directory.CreateDirectory(folder);
        var to = Path.Combine(folder, entry.Name);
        if (entry is DirectoryInfo directory)
            directory.MoveTo(to);
        else
            ((FileInfo)entry).MoveTo(to, overwrite: true);
    }

    private static IEnumerable<FileSystemInfo> Entries(string folder) =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !Backup.IsLeftAlone(entry.Name));
}
