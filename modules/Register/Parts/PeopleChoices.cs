using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Ui.Forms;
using Dapper;

namespace CoProd.Register.Parts;

/// <summary>
/// People and groups to choose from. A register may hold thousands: what fits on a page is listed, and where there are more, one looks
/// for a name first.
/// </summary>
internal static class PeopleChoices
{
    /// <summary>Of <c>person</c>: somebody whom the caller may know of. Asks for <c>@KnowsEverybody</c> and <c>@SeesAs</c>.</summary>
    public const string IsKnown = """
        (@KnowsEverybody or exists (
            select 1 from participation theirs join host_access mine on mine.innovation_id = theirs.innovation_id
            where theirs.person_id = person.id and mine.person_id in @SeesAs))
        """;

    // What was chosen before a look or an error stays in the list, whatever its name.
    private const string People = $"""
        select id, name, role_label as beside from person
        where withdrawn = false and (name_key like @Like escape '!' or id = @Chosen)
            and {IsKnown}
        order by case when id = @Chosen then 0 else 1 end, name_key, id limit @Limit
        """;

    private const string Groups = """
        select id, name, '' as beside from community_group
        where withdrawn = false and (name_key like @Like escape '!' or id = @Chosen)
        order by case when id = @Chosen then 0 else 1 end, name_key, id limit @Limit
        """;

    /// <summary>Everybody; for who does not know everybody, those who take part in these.</summary>
    public static Task<Pick> AllPeople(IVisit visit, string? chosen) => Read(visit, People, chosen);

    public static Task<Pick> AllGroups(IVisit visit, string? chosen) => Read(visit, Groups, chosen);

    private static async Task<Pick> Read(IVisit visit, string sql, string? chosen)
    {
        var find = visit.Asked("find") ?? "";
        var asked = new
        {
            Like = Words.Like(find),
            Chosen = Guid.TryParse(chosen, out var id) ? id : Guid.Empty,
            Pick.Limit,
            visit.Caller.KnowsEverybody,
            visit.Caller.SeesAs,
        };
        var rows = (
            await visit.Database.Read((DbConnection c) => c.QueryAsync<Named>(sql, asked), visit.Gone)
        ).AsList();
        return Pick.Of(rows, NameOf, find);
    }

    private static string NameOf(Named row) =>
        (row.Name, row.Beside) switch
        {
            ("", var role) => role,
            (var name, "") => name,
            var (name, role) => $"{name}, {role}",
        };
}

/// <summary>What one may choose from, and whether there is more than is listed.</summary>
public sealed record Pick
{
    private const int Most = 200;

    /// <summary>How many to read: one more than is listed tells that there is more.</summary>
    internal const int Limit = Most + 1;

    public required IReadOnlyList<Choice> Choices { get; init; }

    /// <summary>The name that was looked for.</summary>
    public required string Find { get; init; }

    public required bool More { get; init; }

    internal static Pick Of(IReadOnlyList<Named> read, Func<Named, string> name, string find) =>
        new()
        {
            Choices = [.. read.Take(Most).Select(row => new Choice(row.Id.ToString(), name(row)))],
            Find = find,
            More = read.Count > Most,
        };
}
