using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Register.Groups;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Contributions;

/// <summary>Who and what stands around an innovation, in numbers. Fewer than five people are never counted out loud.</summary>
internal sealed class RegisterReport(IModuleDatabase database, TimeProvider clock) : IReportSource
{
    private const string Takers = """
        select t.innovation_id, count(*) as people from participation t join person p on p.id = t.person_id
        where t.innovation_id in @innovations and p.withdrawn = false and (t.until_on is null or t.until_on > @today)
        group by t.innovation_id
        """;

    private const string Speakers = """
        select t.innovation_id, s.name, count(*) as people
        from participation t join person p on p.id = t.person_id
            join person_stakeholder_group g on g.person_id = p.id join stakeholder_group s on s.id = g.stakeholder_group_id
        where t.innovation_id in @innovations and p.withdrawn = false and (t.until_on is null or t.until_on > @today)
        group by t.innovation_id, s.name order by s.name
        """;

    private const string Groups = """
        select k.innovation_id, g.name, g.kind, k.role from group_link k join community_group g on g.id = k.group_id
        where k.innovation_id in @innovations and g.withdrawn = false order by g.name_key
        """;

    public async Task<IReadOnlyList<ReportSection>> Report(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        if (innovations.Count == 0)
            return [];
        var asked = new { innovations, today = Contracts.Words.Today(clock) };
        var (takers, speakers, groups) = await database.Read(
            async c =>
                (
                    (await c.QueryAsync<Counted>(Takers, asked)).ToDictionary(row => row.InnovationId),
                    (await c.QueryAsync<Counted>(Speakers, asked)).ToLookup(row => row.InnovationId),
                    (await c.QueryAsync<Linked>(Groups, asked)).ToLookup(row => row.InnovationId)
                ),
            ct
        );
        return
        [
            .. innovations.SelectMany(id =>
                new[]
                {
                    GroupSection(id, [.. groups[id]]),
                    PeopleSection(id, takers.GetValueOrDefault(id)?.People ?? 0, [.. speakers[id]]),
                }
            ),
        ];
    }

    private static ReportSection GroupSection(Guid id, IReadOnlyList<Linked> groups) =>
        new()
        {
            InnovationId = id,
            Row = PracticeRow.P1,
            Heading = T["Groups around it"],
            Paragraphs =
            [
                groups.Count switch
                {
                    0 => T["No group is linked yet."],
                    1 => T["One group has a part in it."],
                    _ => T["{0} groups have a part in it.", groups.Count],
                },
            ],
            Tables =
                groups.Count == 0
                    ? []
                    :
                    [
                        new ReportTable
                        {
                            Title = T["Groups and their part"],
                            Columns = [T["Group"], T["Kind"], T["Part"]],
                            Rows =
                            [
                                .. groups.Select(group => new[] { group.Name, GroupWords.Of(group.Kind), group.Role }),
                            ],
                        },
                    ],
        };

    private static ReportSection PeopleSection(Guid id, long people, IReadOnlyList<Counted> speakers) =>
        new()
        {
            InnovationId = id,
            Row = PracticeRow.P5,
            Heading = T["People around it"],
            Paragraphs =
            [
                people == 0 ? T["Nobody is recorded yet."]
                : SmallNumbers.AreHidden(people) ? T["Fewer than five people take part."]
                : T["{0} people take part.", people],
            ],
            Tables =
                speakers.Count == 0
                    ? []
                    :
                    [
                        new ReportTable
                        {
                            Title = T["For whom they speak"],
                            Columns = [T["Group"], T["People"]],
                            Rows = [.. speakers.Select(group => new[] { group.Name, SmallNumbers.Said(group.People) })],
                        },
                    ],
        };

    private sealed record Counted
    {
        public Guid InnovationId { get; init; }

        public string Name { get; init; } = "";

        public long People { get; init; }
    }

    private sealed record Linked
    {
        public Guid InnovationId { get; init; }

        public string Name { get; init; } = "";

        public GroupKind Kind { get; init; }

        public string Role { get; init; } = "";
    }
}
