using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Register.Capture;
using Dapper;

namespace CoProd.Register.Parts;

/// <summary>Names of people and groups, offered while somebody looks for one in a list that is too long to show.</summary>
internal static class Suggestions
{
    private const int MostOffered = 12;

    private const string PeopleNamed = """
        select id, name from person where withdrawn = false and name <> '' and name_key like @Like escape '!'
        order by name_key, id limit @MostOffered
        """;

    private const string GroupsNamed = """
        select id, name from community_group where withdrawn = false and name_key like @Like escape '!'
        order by name_key, id limit @MostOffered
        """;

    public static Task<IReadOnlyList<Suggestion>?> People(IVisit visit) => Read(visit, PeopleNamed);

    public static Task<IReadOnlyList<Suggestion>?> Groups(IVisit visit) => Read(visit, GroupsNamed);

    private static async Task<IReadOnlyList<Suggestion>?> Read(IVisit visit, string sql)
    {
        if (visit.Asked("q") is not { Length: > 1 } typed)
            return [];
        var asked = new { Like = Words.Like(typed), MostOffered };
        return (await visit.Database.Read(c => c.QueryAsync<Suggestion>(sql, asked), visit.Gone)).AsList();
    }
}
