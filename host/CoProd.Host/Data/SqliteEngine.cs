using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CoProd.Host.Data;

/// <summary>One file a module, in the data folder.</summary>
internal sealed class SqliteEngine(string folder, TimeProvider clock) : Engine
{
    private readonly List<SqliteDatabase> open = [];

    /// <summary>So much must be free before a disk that was full counts as having room.</summary>
    public long Reserve { get; init; }

    // What the system says is free may be another's, or not be had: only what was written shows it.
    private const int Trial = 1 << 20;

    public override bool HasRoom()
    {
        if (Room.Free(folder) is { } free && free < Reserve + Trial)
            return false;
        var path = Path.Combine(folder, "room.trial");
        try
        {
            File.Delete(path);
            using (var file = OwnFolder.NewFile(path))
            {
                // Not zeros: some file systems keep those in no room at all.
                file.Write(System.Security.Cryptography.RandomNumberGenerator.GetBytes(Trial));
                file.Flush(flushToDisk: true);
            }
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            File.Delete(path);
        }
    }

    public override string Describe => $"SQLite files in {folder}";

    public override async Task<Database> Open(string moduleId, IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(moduleId);
        CheckPresence(path);
        await SqliteMigration.Run(path, Script.WithGround(scripts, postgres: false), ct);
        NotePresence(path);
        var database = new SqliteDatabase(moduleId, path, clock) { Disk = Disk };
        database.Hold();
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

    public override Task<IReadOnlyList<string>> Names(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>([
            .. new[] { folder, folder + ".present" }
                .Where(Directory.Exists)
                .SelectMany(one => Directory.EnumerateFiles(one, "*.db"))
                .Select(file => Path.GetFileNameWithoutExtension(file)!)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ]);

    public override string NameOf(string moduleId) => moduleId.ToLowerInvariant();

    public override async Task<string?> Problem(string name, CancellationToken ct)
    {
        if (!File.Exists(PathOf(name)))
            return $"The file {PathOf(name)} is missing, and it held data before.";
        if (new FileInfo(PathOf(name)).Length == 0)
            return $"The file {PathOf(name)} is empty, and it held data before.";
        var told = await Peek(name).Read(c => c.ExecuteScalarAsync<string>("pragma quick_check(1)"), ct);
        return told == "ok" ? null : $"The file {PathOf(name)} is damaged: {told}";
    }

    protected override Database AsItIs(string name)
    {
        var database = new SqliteDatabase(name, PathOf(name), clock) { Disk = Disk };
        lock (open)
            open.Add(database);
        return database;
    }

    public override Task<IReadOnlyList<string>> Leftovers(CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>([
            .. (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.next") : []),
            .. (Directory.Exists(Kept) ? Directory.EnumerateFiles(Kept, "*.@rehearsal.db") : []),
        ]);

    public override Task<long> Size(CancellationToken ct) => Task.FromResult(Room.Of(folder));

    public override Task<bool> HasData(CancellationToken ct) => Task.FromResult(Directory.Exists(folder));

    // The files take their place together with the rest of the data folder.
    public override Task Load(string from, string restore, string replaced, CancellationToken ct) => Task.CompletedTask;

    public override Task<bool> IsLoaded(string restore) => Task.FromResult(true);

    // Also what a restore put aside, which lies beside in the data folder.
    private List<string> Files =>
        [
            .. Directory.Exists(folder) ? Directory.GetFiles(folder, "*.db", SearchOption.AllDirectories) : [],
            .. Directory.Exists(Path.GetDirectoryName(folder))
                ? Directory
                    .GetDirectories(Path.GetDirectoryName(folder)!, "replaced-*")
                    .SelectMany(aside => Directory.GetFiles(aside, "*.db", SearchOption.AllDirectories))
                : [],
        ];

    public override async Task TakeOut(Action<DbConnection, IReadOnlyList<Table>> work, CancellationToken ct)
    {
        HashSet<string> served;
        lock (open)
            served = [.. open.Select(database => PathOf(database.ModuleId))];
        foreach (var file in Files.Where(file => !served.Contains(file)))
        {
            await using var connection = Alone(file);
            work(connection, await SqliteTables.Of(connection));
        }
    }

    public override async Task<IReadOnlyList<string>> Compact(CancellationToken ct)
    {
        var read = new List<string>();
        foreach (var file in Files)
        {
            await using var connection = Alone(file);
            await connection.ExecuteAsync("vacuum");
            // Whoever still reads keeps the log in use; it is emptied as soon as they have read.
            var emptied = false;
            for (var tries = 0; tries < 100 && !emptied; tries++)
            {
                emptied = await connection.QueryFirstAsync<long>("pragma wal_checkpoint(truncate)") == 0;
                if (!emptied)
                    await Task.Delay(50, ct);
            }
            if (!emptied)
                read.Add(Path.GetFileName(file));
        }
        return read;
    }

    // References are not looked at: what is taken out of a copy may leave a row that pointed to it.
    private static CoProdSqliteConnection Alone(string file)
    {
        var connection = new CoProdSqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Pooling = false,
                ForeignKeys = false,
                DefaultTimeout = 60,
            }.ConnectionString
        );
        connection.Open();
        connection.Execute("pragma busy_timeout = 60000; pragma secure_delete = on;");
        return connection;
    }

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
