using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace CoProd.Host.Data;

/// <summary>What tables a module's file has, and how rows are put into them.</summary>
internal static class SqliteTables
{
    private const string Columns = """
        select l.name as "Table", x.name, lower(x.type) as type, x.pk > 0 as is_key
        from pragma_table_list l join pragma_table_xinfo(l.name) x
        where l.schema = 'main' and l.type = 'table' and l.name not like 'sqlite\_%' escape '\' and x.hidden = 0
        order by l.name, x.cid
        """;

    public static async Task<IReadOnlyList<Table>> Of(DbConnection connection) =>
        Table.Of(await connection.QueryAsync<Column>(Columns));

    /// <summary>With those that the host keeps here; the columns by name, so that both engines give the same rows.</summary>
    public static async Task<IReadOnlyList<Table>> All(DbConnection connection) =>
        Table.All(
            (await connection.QueryAsync<Column>(Columns)).OrderBy(column => column.Name, StringComparer.Ordinal)
        );

    public static void Fill(
        DbConnection connection,
        IReadOnlyList<Table> tables,
        Func<Table, IEnumerable<JsonElement>> rows
    )
    {
        // Until the transaction ends a row may refer to one that is still to come.
        connection.Execute("pragma defer_foreign_keys = on");
        foreach (var table in tables)
        {
            var values = string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"));
            using var command = connection.CreateCommand();
            command.CommandText = $"insert into {table.Quoted} ({table.ColumnList}) values ({values})";
            var parameters = table
                .Columns.Select(
                    (_, i) =>
                    {
                        var parameter = command.CreateParameter();
                        parameter.ParameterName = $"@p{i}";
                        command.Parameters.Add(parameter);
                        return parameter;
                    }
                )
                .ToList();
            foreach (var row in rows(table))
            {
                for (var i = 0; i < parameters.Count; i++)
                    parameters[i].Value = Value(row.GetProperty(table.Columns[i].Name), table.Columns[i]);
                command.ExecuteNonQuery();
            }
        }
    }

    private static object Value(JsonElement value, Column column) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => DBNull.Value,
            JsonValueKind.True => 1L,
            JsonValueKind.False => 0L,
            JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
            _ when column.IsBytes => value.GetBytesFromBase64(),
            _ => value.GetString()!,
        };
}
