using Dapper;
using Npgsql;
using static CoProd.Host.Data.PostgresEngine;

namespace CoProd.Host.Data;

/// <summary>Copies a schema: tables with their rows, defaults, checks and indexes, then what they refer to among themselves.</summary>
internal static class PostgresCopy
{
    private const string Tables = """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = @from and c.relkind = 'r' order by c.relname
        """;

    private const string References = """
        select t.relname as "table", k.conname as name, pg_get_constraintdef(k.oid) as definition
        from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_namespace n on n.oid = t.relnamespace
        where n.nspname = @from and k.contype = 'f' order by t.relname, k.conname
        """;

    /// <summary>Makes the copy, in place of one of that name, owned by the module's role. Runs inside the caller's transaction.</summary>
    public static async Task Make(NpgsqlConnection connection, string from, string to, string role)
    {
        await connection.ExecuteAsync($"drop schema if exists {Quoted(to)} cascade");
        await connection.ExecuteAsync($"create schema {Quoted(to)} authorization {Quoted(role)}");
        await connection.ExecuteAsync($"set local role {Quoted(role)}");
        foreach (var table in await connection.QueryAsync<string>(Tables, new { from }))
        {
            var (there, here) = ($"{Quoted(from)}.{Quoted(table)}", $"{Quoted(to)}.{Quoted(table)}");
            await connection.ExecuteAsync($"create table {here} (like {there} including all)");
            await connection.ExecuteAsync($"insert into {here} select * from {there}");
        }
        // A definition names other tables as they are seen from the first schema; added from the second, it means the copies.
        await connection.ExecuteAsync($"set local search_path = {Quoted(from)}");
        var references = (
            await connection.QueryAsync<(string Table, string Name, string Definition)>(References, new { from })
        ).AsList();
        await connection.ExecuteAsync($"set local search_path = {Quoted(to)}");
        foreach (var (table, name, definition) in references)
            await connection.ExecuteAsync($"alter table {Quoted(table)} add constraint {Quoted(name)} {definition}");
        await connection.ExecuteAsync("reset role");
    }
}
