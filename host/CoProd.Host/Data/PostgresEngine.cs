using Dapper;
using Npgsql;

namespace CoProd.Host.Data;

/// <summary>One schema and one role a module, in one database. The login may become each role and is nothing beyond it.</summary>
internal sealed class PostgresEngine(string connectionString, TimeProvider clock) : Engine
{
    // A pool for reading and one for writing for each module: small, so that many modules fit under max_connections.
    private const int LargestPool = 8;

    private readonly List<PostgresDatabase> open = [];

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
        var schema = moduleId.ToLowerInvariant().Replace('.', '_').Replace('-', '_');
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
        );
        lock (open)
            open.Add(database);
        return database;
    }

    private async Task<string> MakeSchema(string schema, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        // Roles belong to the whole server: the database's name keeps two installations apart.
        var role = $"{connection.Database}_{schema}".ToLowerInvariant();
        var there = await connection.ExecuteScalarAsync<bool>(
            "select exists (select 1 from pg_roles where rolname = @role)",
            new { role }
        );
        if (!there)
            await connection.ExecuteAsync($"create role {Quoted(role)} nologin; grant {Quoted(role)} to current_user");
        await connection.ExecuteAsync($"create schema if not exists {Quoted(schema)} authorization {Quoted(role)}");
        return role;
    }

    private string Source(string role, string schema, bool readOnly) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options =
                $"-c role={role} -c search_path={schema}" + (readOnly ? " -c default_transaction_read_only=on" : ""),
            MaxPoolSize = LargestPool,
            // Identical otherwise, but they must not share connections.
            ApplicationName = $"coprod {schema}" + (readOnly ? " read" : " write"),
        }.ConnectionString;

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    public override async ValueTask DisposeAsync()
    {
        foreach (var database in open)
            await database.DisposeAsync();
    }
}
