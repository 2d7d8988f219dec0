using Dapper;
using Npgsql;

namespace CoProd.Host.Data;

/// <summary>One schema and one role a module, in one database. The login may become each role and is nothing beyond it.</summary>
internal sealed class PostgresEngine(string connectionString, TimeProvider clock) : Engine
{
    // A pool for reading and one for writing for each module: small, so that many modules fit under max_connections.
    private const int LargestPool = 8;

    private readonly List<PostgresDatabase> open = [];

    // Its disk may be another machine's, and a small change often fits into room it has taken before: a table of this size does not.
    private const string Trial = """
        create temporary table room_trial on commit drop as select n, repeat(md5(n::text), 2) as words from generate_series(1, 12000) n
        """;

    public override bool HasRoom()
    {
        try
        {
            using var connection = new NpgsqlConnection(connectionString);
            connection.Open();
            using var transaction = connection.BeginTransaction();
            connection.Execute(Trial);
            return true;
        }
        catch (Exception e) when (Disk.Is(e))
        {
            return false;
        }
    }

    public override string Describe
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return $"PostgreSQL database {parts.Database} on {parts.Host}";
        }
    }

    public override async Task<Database> Open(string moduleId, IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        var schema = SchemaOf(moduleId);
        var role = await MakeSchema(schema, ct);
        await Task.Run(
            () =>
                PostgresMigration.Run(
                    Source(role, schema, readOnly: false),
                    Script.WithGround(scripts, postgres: true)
                ),
            ct
        );
        var database = new PostgresDatabase(
            moduleId,
            NpgsqlDataSource.Create(Source(role, schema, readOnly: true)),
            NpgsqlDataSource.Create(Source(role, schema, readOnly: false)),
            clock
        )
        {
            Disk = Disk,
        };
        lock (open)
            open.Add(database);
        return database;
    }

    public override async Task Keep(string moduleId, string label, CancellationToken ct)
    {
        var (schema, kept) = (SchemaOf(moduleId), KeptSchema(moduleId, label));
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await Has(connection, schema))
            await PostgresCopy.Make(connection, schema, kept, RoleOf(connection, schema));
        await transaction.CommitAsync(ct);
    }

    public override async Task<string?> Restore(string moduleId, string label, string undone, CancellationToken ct)
    {
        var (schema, kept, set) = (SchemaOf(moduleId), KeptSchema(moduleId, label), KeptSchema(moduleId, undone));
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await Has(connection, kept))
            return null;
        // It is all one transaction: where this is there, the rest is done too.
        if (!await Has(connection, set))
        {
            await connection.ExecuteAsync($"alter schema {Quoted(schema)} rename to {Quoted(set)}");
            await PostgresCopy.Make(connection, kept, schema, RoleOf(connection, schema));
            await transaction.CommitAsync(ct);
        }
        return "the schema " + set;
    }

    public override async Task Forget(string moduleId, string label, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync($"drop schema if exists {Quoted(KeptSchema(moduleId, label))} cascade");
    }

    public override async Task Rehearse(string moduleId, IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        var rehearsal = KeptSchema(moduleId, "rehearsal");
        await Keep(moduleId, "rehearsal", ct);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        if (!await Has(connection, rehearsal))
            return;
        try
        {
            var source = Source(RoleOf(connection, SchemaOf(moduleId)), rehearsal, readOnly: false);
            await Task.Run(() => PostgresMigration.Run(source, Script.WithGround(scripts, postgres: true)), ct);
        }
        finally
        {
            await connection.ExecuteAsync($"drop schema {Quoted(rehearsal)} cascade");
        }
    }

    public override async Task Drop(string moduleId, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        var schema = SchemaOf(moduleId);
        var kept = await connection.QueryAsync<string>(
            "select nspname from pg_namespace where nspname = @schema or starts_with(nspname, @kept)",
            new { schema, kept = schema + "__" }
        );
        foreach (var one in kept)
            await connection.ExecuteAsync($"drop schema {Quoted(one)} cascade");
    }

    private const string Ours = """
        select n.nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid
        where c.relname = 'host_delivery' and c.relkind = 'r' order by n.nspname
        """;

    private const string TablesOf = "select tablename from pg_tables where schemaname = @schema order by tablename";

    public override async Task TakeOut(
        Action<System.Data.Common.DbConnection, IReadOnlyList<Table>> work,
        CancellationToken ct
    )
    {
        HashSet<string> served;
        lock (open)
            served = [.. open.Select(database => SchemaOf(database.ModuleId))];
        await using var connection = new PostgresConnection(new NpgsqlConnection(connectionString));
        await connection.OpenAsync(ct);
        foreach (var schema in (await connection.QueryAsync<string>(Ours)).Except(served).ToList())
        {
            await connection.ExecuteAsync($"set search_path = {Quoted(schema)}");
            work(connection, await PostgresTables.Of(connection));
        }
        // The connection goes back to a pool.
        await connection.ExecuteAsync("reset search_path");
    }

    public override async Task<IReadOnlyList<string>> Compact(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        foreach (var schema in (await connection.QueryAsync<string>(Ours)).AsList())
        foreach (var table in (await connection.QueryAsync<string>(TablesOf, new { schema })).AsList())
            await connection.ExecuteAsync($"vacuum {Quoted(schema)}.{Quoted(table)}");
        return [];
    }

    private static string SchemaOf(string moduleId) => moduleId.ToLowerInvariant().Replace('.', '_').Replace('-', '_');

    private static string KeptSchema(string moduleId, string label) => SchemaOf(moduleId) + "__" + SchemaOf(label);

    // Roles belong to the whole server: the database's name keeps two installations apart.
    internal static string RoleOf(NpgsqlConnection connection, string schema) =>
        $"{connection.Database}_{schema}".ToLowerInvariant();

    private static Task<bool> Has(NpgsqlConnection connection, string schema) =>
        connection.ExecuteScalarAsync<bool>(
            "select exists (select 1 from pg_namespace where nspname = @schema)",
            new { schema }
        );

    private async Task<string> MakeSchema(string schema, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        return await MakeSchema(connection, schema, schema);
    }

    /// <summary>Makes a schema that belongs to a module's role, and the role, where they are missing.</summary>
    internal static async Task<string> MakeSchema(NpgsqlConnection connection, string schema, string owner)
    {
        var role = RoleOf(connection, owner);
        var there = await connection.ExecuteScalarAsync<bool>(
            "select exists (select 1 from pg_roles where rolname = @role)",
            new { role }
        );
        if (!there)
            await connection.ExecuteAsync($"create role {Quoted(role)} nologin; grant {Quoted(role)} to current_user");
        await connection.ExecuteAsync($"create schema if not exists {Quoted(schema)} authorization {Quoted(role)}");
        return role;
    }

    public override string Name => "PostgreSQL";

    public override Task<Saved> Save(string to, CancellationToken ct) => PostgresBackup.Save(connectionString, to, ct);

    public override string? Wrong(string path, IReadOnlyDictionary<string, long> rows) =>
        PostgresBackup.Wrong(path, rows);

    public override async Task<IReadOnlyList<string>> Names(CancellationToken ct) =>
        [.. (await Schemas(ct)).Where(schema => !schema.Contains("__", StringComparison.Ordinal))];

    public override async Task<IReadOnlyList<string>> Leftovers(CancellationToken ct) =>
        [
            .. (await Schemas(ct))
                .Where(schema =>
                    schema.Contains("__replaced_", StringComparison.Ordinal)
                    || schema.EndsWith("__rehearsal", StringComparison.Ordinal)
                )
                .Select(schema => "schema " + schema),
        ];

    private async Task<IReadOnlyList<string>> Schemas(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        return (await connection.QueryAsync<string>(Ours)).AsList();
    }

    public override string NameOf(string moduleId) => SchemaOf(moduleId);

    // Whether its pages are whole is for the server to say; that each table can be reached is for us.
    public override async Task<string?> Problem(string name, CancellationToken ct)
    {
        await Peek(name)
            .Read(
                async c =>
                {
                    foreach (var table in (await c.QueryAsync<string>(TablesOf, new { schema = name })).AsList())
                        await c.ExecuteAsync($"select 1 from {Quoted(table)} limit 1");
                    return true;
                },
                ct
            );
        return null;
    }

    protected override Database AsItIs(string name)
    {
        using var connection = new NpgsqlConnection(connectionString);
        var source = Source(RoleOf(connection, name), name, readOnly: true);
        var database = new PostgresDatabase(
            name,
            NpgsqlDataSource.Create(source),
            NpgsqlDataSource.Create(source),
            clock
        )
        {
            Disk = Disk,
        };
        lock (open)
            open.Add(database);
        return database;
    }

    public override async Task<long> Size(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long>("select pg_database_size(current_database())");
    }

    public override async Task<bool> HasData(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        return (await PostgresBackup.Schemas(connection)).Count > 0;
    }

    public override Task Load(string folder, string restore, string replaced, CancellationToken ct) =>
        PostgresBackup.Load(connectionString, folder, restore, replaced, ct);

    public override Task<bool> IsLoaded(string restore) => PostgresBackup.IsLoaded(connectionString, restore);

    private string Source(string role, string schema, bool readOnly) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options =
                $"-c role={role} -c search_path={schema}" + (readOnly ? " -c default_transaction_read_only=on" : ""),
            MaxPoolSize = LargestPool,
            // Identical otherwise, but they must not share connections.
            ApplicationName = $"coprod {schema}" + (readOnly ? " read" : " write"),
        }.ConnectionString;

    internal static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    public override async ValueTask DisposeAsync()
    {
        foreach (var database in open)
            await database.DisposeAsync();
    }
}
