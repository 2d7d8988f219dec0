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
        var path = Path.Combine(folder, moduleId.ToLowerInvariant() + ".db");
        await SqliteMigration.Run(path, Script.WithGround(scripts, postgres: false), ct);
        var database = new SqliteDatabase(moduleId, path, clock);
        lock (open)
            open.Add(database);
        return database;
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
            ForeignKeys = true,
            DefaultTimeout = 30,
            Pooling = mode == SqliteOpenMode.ReadOnly,
        }.ConnectionString;
}
