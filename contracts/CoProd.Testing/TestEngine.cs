using Npgsql;

namespace CoProd.Testing;

/// <summary>A database engine to test on.</summary>
public enum TestEngine
{
    /// <summary>SQLite files in a temporary folder.</summary>
    Sqlite,

    /// <summary>A fresh database on the PostgreSQL server that <c>COPROD_TEST_POSTGRES</c> names.</summary>
    Postgres,
}

/// <summary>A PostgreSQL database of a test's own, dropped afterwards with its roles.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly string server;
    private readonly string name;

    private TestDatabase(string server, string name) => (this.server, this.name) = (server, name);

    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;

    public static async Task<TestDatabase> Create()
    {
        var server = TestSite.PostgresServer ?? throw new InvalidOperationException(TestSite.PostgresMissing);
        var database = new TestDatabase(server, "t" + Guid.CreateVersion7().ToString("N")[^20..]);
        await database.Run($"create database {database.name}");
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await Run($"drop database {name} with (force)");
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var roles = new NpgsqlCommand(
            $"select rolname from pg_roles where rolname like '{name}\\_%'",
            connection
        );
        var names = new List<string>();
        await using (var reader = await roles.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                names.Add(reader.GetString(0));
        }
        foreach (var role in names)
            await Run($"drop role \"{role}\"");
    }

    private async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
