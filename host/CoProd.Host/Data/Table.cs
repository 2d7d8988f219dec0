using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using CoProd.Contracts;
using Dapper;

namespace CoProd.Host.Data;

/// <summary>A column as its script declared it.</summary>
internal sealed record Column
{
    public required string Table { get; init; }

    public required string Name { get; init; }

    /// <summary>In lower case and in the engine's words.</summary>
    public required string Type { get; init; }

    public required bool IsKey { get; init; }

    public bool IsBytes => Type is "bytea" or "blob";
}

/// <summary>
/// One of a module's own tables, and how its rows stand in a file: a JSON object each, in the order of the primary key, with ids, days
/// and instants as text. The same rows make the same bytes on both engines.
/// </summary>
internal sealed record Table(string Name, IReadOnlyList<Column> Columns)
{
    /// <summary>The tables that these columns make, without those that the host keeps in every module's database.</summary>
    public static IReadOnlyList<Table> Of(IEnumerable<Column> columns) =>
        [.. All(columns).Where(table => !table.Name.StartsWith("host_", StringComparison.Ordinal))];

    /// <summary>Those as well; only what says which scripts were run is left out.</summary>
    public static IReadOnlyList<Table> All(IEnumerable<Column> columns) =>
        [
            .. columns
                .GroupBy(column => column.Table, StringComparer.Ordinal)
                .Where(table => !table.Key.Equals("schemaversions", StringComparison.OrdinalIgnoreCase))
                .OrderBy(table => table.Key, StringComparer.Ordinal)
                .Select(table => new Table(table.Key, [.. table])),
        ];

    public string Quoted => PostgresEngine.Quoted(Name);

    public string ColumnList => string.Join(", ", Columns.Select(column => PostgresEngine.Quoted(column.Name)));

    /// <summary>All rows, in the order of the primary key, else of all columns.</summary>
    public Task<DbDataReader> Rows(DbConnection connection)
    {
        var order = Columns.Where(column => column.IsKey).ToList() is { Count: > 0 } key ? key : Columns;
        var by = string.Join(", ", order.Select(column => PostgresEngine.Quoted(column.Name)));
        return connection.ExecuteReaderAsync($"select {ColumnList} from {Quoted} order by {by}");
    }

    /// <summary>All rows, as they come.</summary>
    public DbDataReader Unordered(DbConnection connection) =>
        (DbDataReader)connection.ExecuteReader($"select {ColumnList} from {Quoted}");

    public bool HasRows(DbConnection connection) =>
        connection.ExecuteScalar<bool>($"select exists (select 1 from {Quoted})");

    /// <summary>The row the reader stands on, as one line.</summary>
    public void WriteRow(Utf8JsonWriter json, DbDataReader row)
    {
        json.WriteStartObject();
        for (var i = 0; i < Columns.Count; i++)
        {
            json.WritePropertyName(Columns[i].Name);
            WriteValue(json, row.GetValue(i), Columns[i].Type);
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object value, string type)
    {
        switch (value)
        {
            case DBNull:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case long number when type == "boolean":
                json.WriteBooleanValue(number != 0);
                break;
            case long or int or short:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double or float:
                json.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case DateTime day when type == "date":
                json.WriteStringValue(DateOnly.FromDateTime(day).Iso());
                break;
            case DateOnly day:
                json.WriteStringValue(day.Iso());
                break;
            case DateTime instant:
                json.WriteStringValue(instant.ToString(DapperSettings.InstantFormat, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
