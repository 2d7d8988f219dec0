using System.Reflection;
using CoProd.Contracts.Data;

namespace CoProd.Host.Data;

/// <summary>A database engine: opens a database for each module. Every difference between the engines lives behind this.</summary>
internal abstract class Engine : IAsyncDisposable
{
    /// <summary>Whether there is room for what is written.</summary>
    public FullDisk Disk { get; init; } = new(null, TimeProvider.System);

    /// <summary>Whether so much can really be written again that it is worth going on; where only the database can tell, it may.</summary>
    public abstract bool HasRoom();

    /// <summary>Opens the module's database, made and brought up to date where needed.</summary>
    /// <exception cref="MigrationException">A script failed; the database is as it was.</exception>
    public abstract Task<Database> Open(string moduleId, IReadOnlyList<Script> scripts, CancellationToken ct);

    /// <summary>Keeps a copy of a module's data under a label, usually the version that wrote it. No service may be running.</summary>
    public abstract Task Keep(string moduleId, string label, CancellationToken ct);

    /// <summary>
    /// Puts a kept copy in the place of a module's data, and keeps what was there under the label <paramref name="undone"/>. Told again
    /// after a kill, it ends as if it had been told once.
    /// </summary>
    /// <returns>Where the data that was there is kept now; null when there was none.</returns>
    public abstract Task<string?> Restore(string moduleId, string label, string undone, CancellationToken ct);

    /// <summary>Removes a kept copy.</summary>
    public abstract Task Forget(string moduleId, string label, CancellationToken ct);

    /// <summary>Runs scripts on a copy of a module's data and throws the copy away.</summary>
    /// <exception cref="MigrationException">A script failed.</exception>
    public abstract Task Rehearse(string moduleId, IReadOnlyList<Script> scripts, CancellationToken ct);

    /// <summary>Removes a module's data, and what was kept of it.</summary>
    public abstract Task Drop(string moduleId, CancellationToken ct);

    /// <summary>Works on the tables of every database that is not served: copies kept for a rollback, and modules that are not running.</summary>
    public abstract Task TakeOut(
        Action<System.Data.Common.DbConnection, IReadOnlyList<Table>> work,
        CancellationToken ct
    );

    /// <summary>Writes every database anew, so that nothing of what was deleted is left in its free space or its log.</summary>
    /// <returns>The files whose log could not be emptied, because somebody reads them.</returns>
    public abstract Task<IReadOnlyList<string>> Compact(CancellationToken ct);

    public abstract string Describe { get; }

    /// <summary>The engine's name, as a backup bears it.</summary>
    public abstract string Name { get; }

    /// <summary>Copies all data into an empty folder as it was at one moment, over all modules. Services may run and write.</summary>
    public abstract Task<Saved> Save(string to, CancellationToken ct);

    /// <summary>What is wrong with one of the files that <see cref="Save"/> wrote; null when it is whole and has these rows.</summary>
    public abstract string? Wrong(string path, IReadOnlyDictionary<string, long> rows);

    /// <summary>The databases that are here or must be, the host's as <c>host</c>, without what was kept or left beside them.</summary>
    public abstract Task<IReadOnlyList<string>> Names(CancellationToken ct);

    /// <summary>The name of a module's database.</summary>
    public abstract string NameOf(string moduleId);

    /// <summary>What is wrong with a database as it lies there, a sentence; null when it is whole. Services may run and write.</summary>
    public abstract Task<string?> Problem(string name, CancellationToken ct);

    /// <summary>A database as it is, to read from: it is neither made nor brought up to date.</summary>
    public Database Peek(string name)
    {
        lock (peeked)
            return peeked.TryGetValue(name, out var database) ? database : peeked[name] = AsItIs(name);
    }

    private readonly Dictionary<string, Database> peeked = new(StringComparer.Ordinal);

    protected abstract Database AsItIs(string name);

    /// <summary>What restores put aside, and upgrades that were cut short left.</summary>
    public abstract Task<IReadOnlyList<string>> Leftovers(CancellationToken ct);

    /// <summary>The bytes that all data takes here.</summary>
    public abstract Task<long> Size(CancellationToken ct);

    /// <summary>Whether an installation has its data here.</summary>
    public abstract Task<bool> HasData(CancellationToken ct);

    /// <summary>
    /// Puts what lies outside the data folder in place, all or nothing. What was there is kept under the label <paramref name="replaced"/>.
    /// </summary>
    public abstract Task Load(string folder, string restore, string replaced, CancellationToken ct);

    /// <summary>Whether <see cref="Load"/> came to its end for this restore.</summary>
    public abstract Task<bool> IsLoaded(string restore);

    public abstract ValueTask DisposeAsync();

    public static Engine For(HostOptions options) =>
        options.Postgres is { } connectionString
            ? new PostgresEngine(connectionString, options.Clock) { Disk = new FullDisk(null, options.Clock) }
            : new SqliteEngine(Path.Combine(options.DataFolder, "db"), options.Clock)
            {
                Disk = new FullDisk(options.DataFolder, options.Clock),
                Reserve = options.Reserve,
            };
}

/// <summary>A module's database with what the host needs beyond the contract.</summary>
internal abstract class Database(string moduleId) : IModuleDatabase, IAsyncDisposable
{
    public string ModuleId { get; } = moduleId;

    /// <summary>Puts an event's deliveries beside the write; set once the subscribers are known.</summary>
    public IOutbox Outbox { get; set; } = new NoOutbox();

    public abstract Task<T> Read<T>(
        Func<System.Data.Common.DbConnection, Task<T>> query,
        CancellationToken ct = default
    );

    /// <summary>Whether there is room for what is written; shared by all databases of an installation.</summary>
    public FullDisk Disk { get; init; } = new(null, TimeProvider.System);

    public async Task<T> Write<T>(Func<IWriting, T> work, CancellationToken ct = default)
    {
        Disk.Refuse();
        return await WriteAnyway(work, ct);
    }

    /// <summary>Writes also while the site is closed for writing, to find out whether it still must be.</summary>
    /// <exception cref="DiskFullException">There is no room. Nothing of it was kept.</exception>
    public async Task<T> WriteAnyway<T>(Func<IWriting, T> work, CancellationToken ct = default)
    {
        try
        {
            return await Put(work, ct);
        }
        catch (Exception e) when (Disk.Is(e))
        {
            Disk.Note();
            throw new DiskFullException(e);
        }
    }

    protected abstract Task<T> Put<T>(Func<IWriting, T> work, CancellationToken ct);

    /// <summary>The module's own tables, by name.</summary>
    public abstract Task<IReadOnlyList<Table>> Tables(System.Data.Common.DbConnection connection);

    /// <summary>Begins to read as of this moment, whatever is written meanwhile. End it with <c>commit transaction</c>.</summary>
    public abstract Task<int> BeginSnapshot(System.Data.Common.DbConnection connection);

    /// <summary>Puts rows into tables, each row an object with a value for each column. What refers to another row may come before it.</summary>
    public abstract void Fill(
        System.Data.Common.DbConnection connection,
        IReadOnlyList<Table> tables,
        Func<Table, IEnumerable<System.Text.Json.JsonElement>> rows
    );

    public abstract ValueTask DisposeAsync();
}

/// <summary>What was copied: the scripts that the host's database has seen, and by file the rows of each table in it.</summary>
internal sealed record Saved(
    IReadOnlyList<string> Scripts,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Rows
);

internal sealed class MigrationException(string message, Exception? inner) : Exception(message, inner);

/// <summary>A migration script: its name orders it, its text runs once.</summary>
internal sealed record Script(string Name, string Sql)
{
    /// <summary>The scripts embedded in an assembly whose names hold <paramref name="part"/>, for this engine, in order.</summary>
    public static IReadOnlyList<Script> In(Assembly assembly, string part, bool postgres)
    {
        var other = postgres ? ".sqlite.sql" : ".postgres.sql";
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name =>
                    name.Contains(part, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal)
                )
                .Where(name => !name.EndsWith(other, StringComparison.Ordinal))
                .Select(name => new Script(
                    name[(name.IndexOf(part, StringComparison.Ordinal) + part.Length)..],
                    Text(assembly, name)
                ))
                .OrderBy(script => script.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>What the host keeps in every database, then the module's own.</summary>
    public static IReadOnlyList<Script> WithGround(IReadOnlyList<Script> own, bool postgres) =>
        [.. In(typeof(Script).Assembly, "Ground/", postgres).Select(s => s with { Name = "ground/" + s.Name }), .. own];

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
