using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Register.Around;

/// <summary>Who and what stands around an innovation. Names are shown to those who may see people, and to those who take part themselves.</summary>
public static class AroundInnovation
{
    /// <summary>What the page shows.</summary>
    public sealed record Model
    {
        public required string Innovation { get; init; }

        /// <summary>How many take part.</summary>
        public required int People { get; init; }

        /// <summary>Their names; null where the reader may not see them.</summary>
        public IReadOnlyList<Named>? Names { get; init; }

        public required IReadOnlyList<Named> Groups { get; init; }

        /// <summary>Null where the reader may not see them.</summary>
        public IReadOnlyList<TieRow>? Ties { get; init; }
    }

    private const string Name = "select name from innovation where id = @id";

    private const string Participants = """
        select p.id, case when p.name <> '' then p.name else p.role_label end as name, t.role as beside
        from participation t join person p on p.id = t.person_id
        where t.innovation_id = @id and p.withdrawn = false and (t.until_on is null or t.until_on > @today)
        order by p.name_key, p.id limit 1000
        """;

    private const string GroupsSql = """
        select g.id, g.name, k.role as beside from group_link k join community_group g on g.id = k.group_id
        where k.innovation_id = @id and g.withdrawn = false order by g.name_key, g.id limit 1000
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<AroundInnovationPage>(
            ("Model", await Answer(visit)),
            ("InnovationId", visit.InnovationId),
            ("MayRecord", visit.Caller.May(Permissions.Record)),
            ("MayPeople", visit.Caller.May(Permissions.People)),
            ("OpensPeople", visit.Caller.MayOpen(Permissions.People))
        );

    internal static Task<Model?> Answer(IVisit visit)
    {
        var asked = new { id = visit.InnovationId, today = visit.Clock.Today() };
        var people = visit.Caller.May(Permissions.People);
        return visit.Database.Read(
            async c =>
            {
                var names = (await c.QueryAsync<Named>(Participants, asked)).AsList();
                return (Model?)
                    new Model
                    {
                        Innovation = await c.QuerySingleAsync<string>(Name, asked),
                        People = names.Count,
                        // Whoever does not see every innovation is here because they take part.
                        Names = people || visit.Caller.TakesPart ? names : null,
                        Groups = (await c.QueryAsync<Named>(GroupsSql, asked)).AsList(),
                        Ties = people ? await Around.Ties.Among(c, asked.id) : null,
                    };
            },
            visit.Gone
        );
    }
}
