using System.Data.Common;
using CoProd.Championing.Figures;
using CoProd.Contracts.Web;
using Dapper;

namespace CoProd.Championing.Champions;

/// <summary>Those who take part, and what each of them carries already.</summary>
internal static class People
{
    private const int Most = 200;

    private const string Here = """
        select p.id, p.name from host_person p join host_access h on h.person_id = p.id
        where h.innovation_id = @InnovationId order by p.name_key, p.id limit @Most
        """;

    private const string Held = """
        select r.person_id, count(*) as roles, count(distinct r.innovation_id) as innovations
        from champion_role r join host_innovation i on i.id = r.innovation_id and i.withdrawn = false
        where r.person_id in @people and r.withdrawn = false and (r.from_on is null or r.from_on <= @today)
            and (r.until_on is null or r.until_on >= @today)
        group by r.person_id
        """;

    private const string Acted = """
        select distinct r.person_id, a.id, a.on_day from advocacy_act a join act_champion ac on ac.act_id = a.id
            join champion_role r on r.id = ac.role_id
        where r.person_id in @people and a.withdrawn = false and a.on_day >= @since
        """;

    /// <summary>Those who take part in the innovation, by name.</summary>
    public static async Task<IReadOnlyList<(Guid Id, string Name)>> TakingPart(IVisit visit) =>
        [
            .. await visit.Database.Read(
                c => c.QueryAsync<(Guid Id, string Name)>(Here, new { visit.InnovationId, Most }),
                visit.Gone
            ),
        ];

    /// <summary>How many roles somebody holds, over how many innovations. For warnings and the ask gate alone: no page shows it.</summary>
    public static async Task<IReadOnlyDictionary<Guid, (long Roles, long Innovations)>> RolesOf(
        DbConnection c,
        IReadOnlyCollection<Guid> people,
        DateOnly today
    ) =>
        people.Count == 0
            ? new Dictionary<Guid, (long, long)>()
            : (
                await c.QueryAsync<(Guid Person, long Roles, long Innovations)>(Held, new { people, today })
            ).ToDictionary(row => row.Person, row => (row.Roles, row.Innovations));

    /// <summary>What each of these people carries, for the lightest path. No page shows it.</summary>
    public static async Task<IReadOnlyDictionary<Guid, double>> Loads(
        DbConnection c,
        IReadOnlyCollection<Guid> people,
        DateOnly today,
        double halfLife
    )
    {
        if (people.Count == 0)
            return new Dictionary<Guid, double>();
        var roles = await RolesOf(c, people, today);
        var since = today.AddDays((int)(-10 * halfLife));
        var acts = (await c.QueryAsync<(Guid Person, Guid Act, DateOnly On)>(Acted, new { people, since })).ToLookup(
            row => row.Person,
            row => today.DayNumber - row.On.DayNumber
        );
        return people.ToDictionary(
            id => id,
            id => ChampionLoad.Of((int)roles.GetValueOrDefault(id).Roles, acts[id], halfLife)
        );
    }
}
