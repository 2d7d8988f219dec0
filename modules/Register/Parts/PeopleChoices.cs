using System.Data.Common;
using CoProd.Ui.Forms;
using Dapper;

namespace CoProd.Register.Parts;

/// <summary>People and groups to choose from.</summary>
internal static class PeopleChoices
{
    private const int Most = 1_000;

    private const string People = """
        select id, name, role_label as beside from person where withdrawn = false order by name_key, id limit @Most
        """;

    private const string Groups = """
        select id, name, '' as beside from community_group where withdrawn = false order by name_key, id limit @Most
        """;

    public static Task<IReadOnlyList<Choice>> All(DbConnection c) => Read(c, People);

    public static Task<IReadOnlyList<Choice>> AllGroups(DbConnection c) => Read(c, Groups);

    private static async Task<IReadOnlyList<Choice>> Read(DbConnection c, string sql) =>
        [
            .. (await c.QueryAsync<Named>(sql, new { Most })).Select(row => new Choice(
                row.Id.ToString(),
                (row.Name, row.Beside) switch
                {
                    ("", var role) => role,
                    (var name, "") => name,
                    var (name, role) => $"{name}, {role}",
                }
            )),
        ];
}
