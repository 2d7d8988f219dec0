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
        await SqliteMigration.Run(path, Script.WithGround(scripts, postgres: false), ct);
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
        SqliteMigration.Remove(PathOf(moduleId));
        if (Directory.Exists(Kept))
        {
            foreach (var file in Directory.EnumerateFiles(Kept, moduleId.ToLowerInvariant() + ".@*"))
                File.Delete(file);
        }
        return Task.CompletedTask;
    }

    private string Kept => Path.Combine(folder, "kept");

    private string PathOf(string moduleId) => Path.Combine(folder, moduleId.ToLowerInvariant() + ".db");

    private string KeptPath(string moduleId, string label)
    {
        Directory.CreateDirectory(Kept);
        return Path.Combine(Kept, $"{moduleId.ToLowerInvariant()}.@{label}.db");
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
