using System.Data;
using System.Data.Common;
using System.Text.Json;
using CoProd.Contracts.Data;
using Dapper;
using Npgsql;

namespace CoProd.Host.Data;

/// <summary>A module's schema. A write is serialisable and tried again when it met another.</summary>
internal sealed class PostgresDatabase(
    string moduleId,
    NpgsqlDataSource read,
    NpgsqlDataSource write,
    TimeProvider clock
) : Database(moduleId)
{
    private const int MostTries = 12;

    public override async Task<T> Read<T>(Func<DbConnection, Task<T>> query, CancellationToken ct = default)
    {
        Measures.Read(ModuleId);
        await using var connection = new PostgresConnection(await read.OpenConnectionAsync(ct));
        return await query(connection);
    }

    protected override async Task<T> Put<T>(Func<IWriting, T> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // The work is synchronous by contract; off the caller's thread it holds up nobody else.
                var (result, published) = await Task.Run(() => Once(work), ct);
                if (published)
                    Outbox.Committed();
                return result;
            }
            catch (PostgresException e)
                when (attempt < MostTries
                    && e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
                )
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 * attempt * attempt), ct);
            }
        }
    }

    private (T Result, bool Published) Once<T>(Func<IWriting, T> work)
    {
        using var connection = new PostgresConnection(write.OpenConnection());
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        var writing = new Writing(connection, Writing.Instant(clock), Outbox);
        var result = work(writing);
        transaction.Commit();
        return (result, writing.Published);
    }

    public override Task<IReadOnlyList<Table>> Tables(DbConnection connection) => PostgresTables.Of(connection);

    public override Task<int> BeginSnapshot(DbConnection connection) =>
        connection.ExecuteAsync("begin isolation level repeatable read read only");

    public override void Fill(
        DbConnection connection,
        IReadOnlyList<Table> tables,
        Func<Table, IEnumerable<JsonElement>> rows
    ) => PostgresTables.Fill(connection, tables, rows);

    public override async ValueTask DisposeAsync()
    {
        await read.DisposeAsync();
        await write.DisposeAsync();
    }
}
