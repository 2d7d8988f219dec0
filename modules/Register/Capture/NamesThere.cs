using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Capture;

/// <summary>Who was there, as names: offered while somebody types, and made out afterwards. Only those who take part in that innovation.</summary>
internal static class NamesThere
{
    private const int MostOffered = 12;

    // As on the form's own list: whoever may tell of the innovation sees who takes part in it.
    private const string Offered = $"""
        select p.id, case when p.name <> '' then p.name else p.role_label end as name
        from participation t join person p on p.id = t.person_id
        join innovation i on i.id = t.innovation_id and i.withdrawn = false
        where t.innovation_id = @InnovationId and p.withdrawn = false and (t.until_on is null or t.until_on > @Today)
            and p.name_key like @Like escape '!'
            and {Seen.ByCaller}
        order by p.name_key, p.id limit @MostOffered
        """;

    private const string Participants = """
        select p.id, case when p.name <> '' then p.name else p.role_label end as name, t.role as beside
        from participation t join person p on p.id = t.person_id
        where t.innovation_id = @innovationId and p.withdrawn = false and (t.until_on is null or t.until_on > @today)
        order by p.name_key, p.id
        """;

    /// <summary>Everybody who takes part in an innovation.</summary>
    public static IReadOnlyList<Named> All(DbConnection c, Guid innovationId, DateOnly today) =>
        c.Query<Named>(Participants, new { innovationId, today }).AsList();

    public static async Task<IReadOnlyList<Suggestion>?> Suggest(IVisit visit)
    {
        if (visit.Asked("q") is not { Length: > 1 } typed || !Guid.TryParse(visit.Asked("innovationId"), out var about))
            return [];
        var asked = new
        {
            InnovationId = about,
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            Today = visit.Clock.Today(),
            Like = Words.Like(typed),
            MostOffered,
        };
        return (await visit.Database.Read(c => c.QueryAsync<Suggestion>(Offered, asked), visit.Gone)).AsList();
    }

    /// <summary>The people that names mean, and a sentence about the first name that means nobody or more than one.</summary>
    public static (IReadOnlyList<Guid> People, string? Fault) MadeOut(string typed, IReadOnlyList<Named> there)
    {
        var people = new List<Guid>();
        foreach (
            var name in typed.Split(
                [',', ';', '\n'],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var meant = there.Where(person => Words.Fold(person.Name) == Words.Fold(name)).ToList();
            if (meant.Count == 0)
                return (
                    [],
                    T["Nobody called “{0}” takes part in this innovation. Write the whole name, or leave it out.", name]
                );
            if (meant.Count > 1)
                return (
                    [],
                    T["More than one person is called “{0}”. Take the name out here and tick the right one.", name]
                );
            people.Add(meant[0].Id);
        }
        return (people, null);
    }
}

/// <summary>A name offered while somebody types.</summary>
internal sealed record Suggestion
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";
}
