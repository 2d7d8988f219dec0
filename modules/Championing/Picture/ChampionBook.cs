using System.Data.Common;
using CoProd.Championing.Figures;
using CoProd.Contracts.Data;
using Dapper;

namespace CoProd.Championing.Picture;

/// <summary>All that is recorded about the champions of one innovation.</summary>
internal sealed record InnovationChampions
{
    public required Guid InnovationId { get; init; }
    public IReadOnlyList<Audience> Audiences { get; init; } = [];
    public IReadOnlyList<Position> Positions { get; init; } = [];
    public IReadOnlyList<ChampionRole> Roles { get; init; } = [];
    public IReadOnlyList<KitMessage> Messages { get; init; } = [];
    public IReadOnlyList<Act> Acts { get; init; } = [];
    public IReadOnlyList<Objection> Objections { get; init; } = [];

    public bool IsEmpty => Audiences.Count + Roles.Count + Messages.Count + Acts.Count + Objections.Count == 0;

    public IReadOnlyList<DatedStance> History(Guid audience) =>
        [.. Positions.Where(one => one.AudienceId == audience).Select(one => new DatedStance(one.OnDay, one.Stance))];

    public int? StanceOn(Guid audience, DateOnly day) => Momentum.On(History(audience), day);

    public IReadOnlyList<ChampionRole> Active(DateOnly day) => [.. Roles.Where(role => role.IsActiveOn(day))];

    public bool HasChampion(Guid audience, DateOnly day) =>
        Roles.Any(role => role.IsActiveOn(day) && role.Audiences.Contains(audience));

    public double? Cover(DateOnly day) =>
        Coverage.Of(Audiences.Select(audience => (audience.Power, HasChampion(audience.Id, day))));

    public int? Moved(Guid audience, DateOnly day, int days) => Momentum.OverQuarter(History(audience), day, days);

    public double? Movement(DateOnly day, int days) =>
        Momentum.Weighted(Audiences.Select(one => (one.Power, Moved(one.Id, day, days))));

    public string NameOf(Guid? audience) => Audiences.FirstOrDefault(one => one.Id == audience)?.Name ?? "";

    public string NamesOf(IEnumerable<Guid> audiences) =>
        string.Join(", ", Audiences.Where(one => audiences.Contains(one.Id)).Select(one => one.Name));
}

/// <summary>Reads the champions of a list of innovations: one query a table, however long the list.</summary>
internal static class ChampionBook
{
    private const int AtOnce = 500;

    private const string AudiencesSql = """
        select id, innovation_id, name, power, is_required, asks, version from audience
        where innovation_id in @ids and withdrawn = false order by power desc, search_key, id
        """;

    private const string PositionsSql = """
        select p.id, p.innovation_id, p.audience_id, p.stance, p.on_day, p.why, p.act_id
        from audience_position p join audience a on a.id = p.audience_id and a.withdrawn = false
            left join advocacy_act t on t.id = p.act_id
        where p.innovation_id in @ids and p.withdrawn = false and (t.id is null or t.withdrawn = false) order by p.on_day, p.id
        """;

    private const string RolesSql = """
        select r.id, r.innovation_id, r.person_id, p.name, r.kind, r.hours_a_month, r.backing, r.deputy_id, d.name as deputy_name,
            r.from_on, r.until_on, r.recorded_at, r.version
        from champion_role r left join host_person p on p.id = r.person_id left join host_person d on d.id = r.deputy_id
        where r.innovation_id in @ids and r.withdrawn = false order by p.name_key, r.id
        """;

    private const string BeforeSql = """
        select ca.role_id, ca.audience_id from champion_audience ca
            join champion_role r on r.id = ca.role_id join audience a on a.id = ca.audience_id and a.withdrawn = false
        where r.innovation_id in @ids and r.withdrawn = false
        """;

    private const string MessagesSql = """
        select id, innovation_id, audience_id, words, evidence, source, version from kit_message
        where innovation_id in @ids and withdrawn = false order by id
        """;

    private const string ActsSql = """
        select id, innovation_id, audience_id, message_id, said, channel, on_day, evidence, result, recorded_by, note_id, version
        from advocacy_act where innovation_id in @ids and withdrawn = false order by on_day desc, id desc
        """;

    private const string WhoSql = """
        select ac.act_id, ac.role_id from act_champion ac join advocacy_act a on a.id = ac.act_id
        where a.innovation_id in @ids and a.withdrawn = false
        """;

    private const string ObjectionsSql = """
        select o.id, o.innovation_id, o.audience_id, o.words, o.raised_on, o.raised_by, p.name as raised_by_name, o.answer, o.answered_on,
            o.settled, o.version
        from objection o left join host_person p on p.id = o.raised_by
        where o.innovation_id in @ids and o.withdrawn = false order by o.raised_on desc, o.id desc
        """;

    public static async Task<IReadOnlyList<InnovationChampions>> Read(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> innovations,
        CancellationToken ct
    )
    {
        var all = new List<InnovationChampions>(innovations.Count);
        foreach (var some in innovations.Distinct().Chunk(AtOnce))
            all.AddRange(await database.Read(c => Some(c, some), ct));
        return all;
    }

    public static async Task<InnovationChampions> One(
        IModuleDatabase database,
        Guid innovation,
        CancellationToken ct
    ) => (await Read(database, [innovation], ct))[0];

    private static async Task<IReadOnlyList<InnovationChampions>> Some(DbConnection c, Guid[] ids)
    {
        var asked = new { ids };
        var audiences = (await c.QueryAsync<Audience>(AudiencesSql, asked)).ToLookup(row => row.InnovationId);
        var positions = (await c.QueryAsync<Position>(PositionsSql, asked)).ToLookup(row => row.InnovationId);
        var before = (await c.QueryAsync<(Guid Role, Guid Audience)>(BeforeSql, asked)).ToLookup(
            row => row.Role,
            row => row.Audience
        );
        var roles = (await c.QueryAsync<ChampionRole>(RolesSql, asked))
            .Select(role => role with { Audiences = [.. before[role.Id]] })
            .ToLookup(row => row.InnovationId);
        var messages = (await c.QueryAsync<KitMessage>(MessagesSql, asked)).ToLookup(row => row.InnovationId);
        var who = (await c.QueryAsync<(Guid Act, Guid Role)>(WhoSql, asked)).ToLookup(row => row.Act, row => row.Role);
        var acts = (await c.QueryAsync<Act>(ActsSql, asked))
            .Select(act => act with { Roles = [.. who[act.Id]] })
            .ToLookup(row => row.InnovationId);
        var objections = (await c.QueryAsync<Objection>(ObjectionsSql, asked)).ToLookup(row => row.InnovationId);
        return
        [
            .. ids.Select(id => new InnovationChampions
            {
                InnovationId = id,
                Audiences = [.. audiences[id]],
                Positions = [.. positions[id]],
                Roles = [.. roles[id]],
                Messages = [.. messages[id]],
                Acts = [.. acts[id]],
                Objections = [.. objections[id]],
            }),
        ];
    }
}
