using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace CoProd.Host.Data;

/// <summary>What tables a module's schema has, and how rows are put into them.</summary>
internal static class PostgresTables
{
    private const string Columns = """
        select c.relname as "Table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
            exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)) as is_key
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
        where n.nspname = current_schema() and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by c.relname, a.attnum
        """;

    private const string References = """
        select distinct t.relname as "From", r.relname as "To"
        from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class r on r.oid = k.confrelid
        join pg_namespace n on n.oid = t.relnamespace
        where n.nspname = current_schema() and k.contype = 'f'
        """;

    // Rows a statement: references are looked at when it ends.
    private const int AtOnce = 1000;

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
        var references = connection.Query<(string From, string To)>(References).ToLookup(r => r.From, r => r.To);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in tables)
            After(table);

        // What a table refers to comes first; one that refers to itself comes in one statement.
        void After(Table table)
        {
            if (!done.Add(table.Name))
                return;
            foreach (var needed in tables.Where(other => references[table.Name].Contains(other.Name)))
                After(needed);
            var all = references[table.Name].Contains(table.Name);
            foreach (
                var part in all
                    ?
                    [
                        [.. rows(table)],
                    ]
                    : rows(table).Chunk(AtOnce)
            )
                Insert(connection, table, part);
        }
    }

    private static void Insert(DbConnection connection, Table table, IReadOnlyCollection<JsonElement> rows)
    {
        var values = table.Columns.Select(
            (column, i) => column.IsBytes ? $"decode(r ->> @c{i}, 'base64')" : $"cast(r ->> @c{i} as {column.Type})"
        );
        var parameters = new DynamicParameters(new { rows = "[" + string.Join(',', rows) + "]" });
        for (var i = 0; i < table.Columns.Count; i++)
            parameters.Add($"c{i}", table.Columns[i].Name);
        connection.Execute(
            $"insert into {table.Quoted} ({table.ColumnList}) overriding system value select {string.Join(", ", values)} from jsonb_array_elements(cast(@rows as jsonb)) r",
            parameters
        );
    }
}
