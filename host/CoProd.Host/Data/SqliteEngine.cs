using Microsoft.Data.Sqlite;

namespace CoProd.Host.Data;

/// <summary>One file a module, in the data folder.</summary>
internal sealed class SqliteEngine(string folder, TimeProvider clock) : Engine
{
    private readonly List<SqliteDatabase> open = [];

    public override string Describe => $"SQLite files in {folder}";

    public override async Task<Database> Open(string moduleId, IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(moduleId);
        CheckPresence(path);
        await SqliteMigration.Run(path, Script.WithGround(scripts, postgres: false), ct);
        NotePresence(path);
        var database = new SqliteDatabase(moduleId, path, clock);
        lock (open)
            open.Add(database);
        return database;
    }

    public override Task Keep(string moduleId, string label, CancellationToken ct)
    {
        if (File.Exists(PathOf(moduleId)))
            Copy(PathOf(moduleId), KeptPath(moduleId, label));
        return Task.CompletedTask;
    }

    public override Task<string?> Restore(string moduleId, string label, string undone, CancellationToken ct)
    {
        var (path, kept, set) = (PathOf(moduleId), KeptPath(moduleId, label), KeptPath(moduleId, undone));
        // The second time, what lies there may be the kept copy already.
        if (File.Exists(path) && !File.Exists(set))
            Copy(path, set);
        if (File.Exists(kept))
        {
            Copy(kept, path + ".next");
            Durable.Replace(path + ".next", path);
            SqliteMigration.RemoveLogs(path);
        }
        return Task.FromResult(File.Exists(set) ? set : null);
    }

    public override Task Forget(string moduleId, string label, CancellationToken ct)
    {
        SqliteMigration.Remove(KeptPath(moduleId, label));
        return Task.CompletedTask;
    }

    public override async Task Rehearse(string moduleId, IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        var rehearsal = KeptPath(moduleId, "rehearsal");
        try
        {
            if (File.Exists(PathOf(moduleId)))
                Copy(PathOf(moduleId), rehearsal);
            await SqliteMigration.Run(rehearsal, Script.WithGround(scripts, postgres: false), ct);
        }
        finally
        {
            SqliteMigration.Remove(rehearsal);
        }
    }

    public override Task Drop(string moduleId, CancellationToken ct)
    {
        File.Delete(Present(PathOf(moduleId)));
        SqliteMigration.Remove(PathOf(moduleId));
        if (Directory.Exists(Kept))
        {
            foreach (var file in Directory.EnumerateFiles(Kept, moduleId.ToLowerInvariant() + ".@*"))
                File.Delete(file);
        }
        return Task.CompletedTask;
    }

    public override string Name => "SQLite";

    public override Task<Saved> Save(string to, CancellationToken ct) => SqliteBackup.Save(folder, to, ct);

    public override string? Wrong(string path, IReadOnlyDictionary<string, long> rows) =>
        SqliteBackup.Wrong(path, rows);

    public override Task<bool> HasData(CancellationToken ct) => Task.FromResult(Directory.Exists(folder));

    // The files take their place together with the rest of the data folder.
    public override Task Load(string from, string restore, string replaced, CancellationToken ct) => Task.CompletedTask;

    public override Task<bool> IsLoaded(string restore) => Task.FromResult(true);

    private string Kept => Path.Combine(folder, "kept");

    private string PathOf(string moduleId) => Path.Combine(folder, moduleId.ToLowerInvariant() + ".db");

    private string KeptPath(string moduleId, string label)
    {
        Directory.CreateDirectory(Kept);
        return Path.Combine(Kept, $"{moduleId.ToLowerInvariant()}.@{label}.db");
    }

    // Beside the folder, so that losing the folder does not lose what should be in it.
    private static string Present(string path) =>
        Path.Combine(Path.GetDirectoryName(path)! + ".present", Path.GetFileName(path));

    // A file that was there and is gone, or is empty now, is a loss. Made anew it would look like an installation without data.
    private static void CheckPresence(string path)
    {
        if (!File.Exists(Present(path)) || (File.Exists(path) && new FileInfo(path).Length > 0))
            return;
        throw new MigrationException(
            $"The file {path} {(File.Exists(path) ? "is empty" : "is missing")}, and it held data before. No new one was made in its place. "
                + "Put the file back, or restore your last backup.",
            null
        );
    }

    private static void NotePresence(string path)
    {
        if (File.Exists(Present(path)))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Present(path))!);
        File.WriteAllText(Present(path), "");
    }

    private static void Copy(string from, string to)
    {
        SqliteMigration.Checkpoint(from);
        SqliteMigration.Remove(to);
        File.Copy(from, to + ".half", overwrite: true);
        Durable.Replace(to + ".half", to);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var database in open)
            await database.DisposeAsync();
    }

    /// <summary>How every connection is opened: no surprise journal mode, foreign keys on.</summary>
    public static string ConnectionString(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            // The driver says this anew at each opening; one that only reads breaks no reference.
            ForeignKeys = mode == SqliteOpenMode.ReadOnly ? null : true,
            DefaultTimeout = 30,
            Pooling = mode == SqliteOpenMode.ReadOnly,
        }.ConnectionString;
}
