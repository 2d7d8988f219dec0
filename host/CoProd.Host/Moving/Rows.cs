using System.Buffers;
using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Moving;

/// <summary>Moves every row of one database into its like on the other engine, and compares.</summary>
internal static class Rows
{
    /// <summary>A column that counts by itself goes on after the last number that was moved.</summary>
    private const string Counting = """
        select setval(pg_get_serial_sequence(quote_ident(@table), @column), greatest(1, (select coalesce(max({0}), 0) from {1}) + 1), false)
        """;

    private const string Counters = """
        select c.relname as "table", a.attname as "column" from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid
        where n.nspname = current_schema() and c.relkind = 'r' and a.attidentity <> '' and a.attnum > 0 and not a.attisdropped
        """;

    /// <exception cref="InvalidOperationException">The two are not alike, before or afterwards.</exception>
    public static async Task<(int Tables, long Rows)> Move(Database from, Database to, CancellationToken ct)
    {
        var old = await from.Read(SqliteTables.All, ct);
        var made = await to.Read(PostgresTables.All, ct);
        if (Shape(old) is var a && Shape(made) is var b && !a.SetEquals(b))
            throw new InvalidOperationException(
                $"The tables of {to.ModuleId} are not the same on both engines: {string.Join(", ", a.Except(b).Concat(b.Except(a)).Order().Take(5))}. The old folder is as it was."
            );
        await from.Read(
            async c =>
            {
                await to.Write(
                    w =>
                    {
                        // Written twice, when it met somebody else, it begins with nothing again.
                        w.Connection.Execute("truncate " + string.Join(", ", made.Select(table => table.Quoted)));
                        to.Fill(w.Connection, made, table => Read(c, old.First(one => one.Name == table.Name)));
                        GoOnCounting(w.Connection);
                    },
                    ct
                );
                return true;
            },
            ct
        );
        var rows = 0L;
        foreach (var table in old)
        {
            var was = await from.Read(c => Print(c, table), ct);
            var now = await to.Read(c => Print(c, made.First(one => one.Name == table.Name)), ct);
            if (was != now)
                throw new InvalidOperationException(
                    $"{to.ModuleId}, {table.Name}: {was.Rows:N0} rows were there and {now.Rows:N0} came, or one of them is not the same. "
                        + "The old folder is as it was; the new one is not to be used."
                );
            rows += was.Rows;
        }
        return (old.Count, rows);
    }

    private static HashSet<string> Shape(IReadOnlyList<Table> tables) =>
        [.. tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}"))];

    private static IEnumerable<JsonElement> Read(DbConnection connection, Table table)
    {
        using var reader = table.Unordered(connection);
        var buffer = new ArrayBufferWriter<byte>();
        while (reader.Read())
        {
            buffer.ResetWrittenCount();
            Write(table, reader, buffer);
            var json = new Utf8JsonReader(buffer.WrittenSpan);
            yield return JsonElement.ParseValue(ref json);
        }
    }

    private static void Write(Table table, DbDataReader row, ArrayBufferWriter<byte> buffer)
    {
        using var json = new Utf8JsonWriter(buffer);
        table.WriteRow(json, row);
    }

    private static void GoOnCounting(DbConnection connection)
    {
        foreach (var (table, column) in connection.Query<(string, string)>(Counters).AsList())
            connection.Execute(
                string.Format(
                    System.Globalization.CultureInfo.InvariantCulture,
                    Counting,
                    PostgresEngine.Quoted(column),
                    PostgresEngine.Quoted(table)
                ),
                new { table, column }
            );
    }

    /// <summary>How many rows, and the sum of their hashes: the same whatever order they come in.</summary>
    private readonly record struct Sum(long Rows, ulong A, ulong B, ulong C, ulong D);

    private static Task<Sum> Print(DbConnection connection, Table table)
    {
        using var reader = table.Unordered(connection);
        var buffer = new ArrayBufferWriter<byte>();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var sum = default(Sum);
        while (reader.Read())
        {
            buffer.ResetWrittenCount();
            Write(table, reader, buffer);
            SHA256.HashData(buffer.WrittenSpan, hash);
            unchecked
            {
                sum = new(
                    sum.Rows + 1,
                    sum.A + BinaryPrimitives.ReadUInt64LittleEndian(hash),
                    sum.B + BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]),
                    sum.C + BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]),
                    sum.D + BinaryPrimitives.ReadUInt64LittleEndian(hash[24..])
                );
            }
        }
        return Task.FromResult(sum);
    }
}
