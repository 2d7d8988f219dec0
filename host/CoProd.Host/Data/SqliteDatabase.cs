using System.Data.Common;
using System.Text.Json;
using CoProd.Contracts.Data;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CoProd.Host.Data;

/// <summary>A module's file: many readers from a pool, one writer behind a queue.</summary>
internal sealed class SqliteDatabase(string moduleId, string path, TimeProvider clock) : Database(moduleId)
{
    private readonly string readOnly = SqliteEngine.ConnectionString(path, SqliteOpenMode.ReadOnly);
    private readonly SqliteWriter writer = new(path);
    private CoProdSqliteConnection? held;

    /// <summary>
    /// Keeps one connection open. The last to close takes the log's index away, and on a full disk nobody could make another: then the data
    /// could not even be read.
    /// </summary>
    public void Hold()
    {
        held = new CoProdSqliteConnection(
            new SqliteConnectionStringBuilder(readOnly) { Pooling = false }.ConnectionString
        );
        held.Open();
        held.ExecuteScalar<long>("select count(*) from sqlite_master");
    }

    public override async Task<T> Read<T>(Func<DbConnection, Task<T>> query, CancellationToken ct = default)
    {
        Measures.Read(ModuleId);
        await using var connection = new CoProdSqliteConnection(readOnly);
        await connection.OpenAsync(ct);
        return await query(connection);
    }

    protected override async Task<T> Put<T>(Func<IWriting, T> work, CancellationToken ct)
    {
        var published = false;
        var result = await writer.Enqueue(
            connection =>
            {
                var writing = new Writing(connection, Writing.Instant(clock), Outbox);
                var value = work(writing);
                published = writing.Published;
                return value;
            },
            ct
        );
        if (published)
            Outbox.Committed();
        return result;
    }

    public override Task<IReadOnlyList<Table>> Tables(DbConnection connection) => SqliteTables.Of(connection);

    public override Task<int> BeginSnapshot(DbConnection connection) => connection.ExecuteAsync("begin deferred");

    public override void Fill(
        DbConnection connection,
        IReadOnlyList<Table> tables,
        Func<Table, IEnumerable<JsonElement>> rows
    ) => SqliteTables.Fill(connection, tables, rows);

    public override ValueTask DisposeAsync()
    {
        held?.Dispose();
        writer.Dispose();
        using var connection = new SqliteConnection(readOnly);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }
}
