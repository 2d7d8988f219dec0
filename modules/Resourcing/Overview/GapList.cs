using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Resourcing.Awards;
using CoProd.Resourcing.Gaps;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Resourcing.Overview;

/// <summary>The innovations with two or more awards, by name, with the times between awards on which none paid.</summary>
public static class GapList
{
    private const int PageSize = 50;

    /// <summary>An innovation with its gaps; none where its awards join or overlap.</summary>
    public sealed record Row
    {
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
        public IReadOnlyList<Gap> Gaps { get; init; } = [];
        internal string NameKey { get; init; } = "";
    }

    /// <summary>Days on which no award paid, the first and the last of them counted.</summary>
    public sealed record Gap(DateOnly From, DateOnly To, int Days);

    private const string Innovations = """
        select i.id, i.name, i.name_key from host_innovation i
        where i.withdrawn = false and (i.name_key, i.id) > (@Name, @Id) and i.name_key like @Like escape '!'
            and (select count(*) from award a where a.innovation_id = i.id and a.withdrawn = false) >= 2
            and (@SeesAll or exists (select 1 from host_access h where h.innovation_id = i.id and h.person_id in @SeesAs))
        order by i.name_key, i.id limit @Limit
        """;

    private const string Spans = $"""
        select {Award.Columns} from award where innovation_id in @ids and withdrawn = false
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<GapListPage>(("Rows", await Answer(visit)), ("Request", ListRequest.From(visit)));

    internal static async Task<ListPage<Row>?> Answer(IVisit visit)
    {
        var request = ListRequest.From(visit);
        var (name, id) = Keys.Read(request.After);
        var asked = new
        {
            Name = name,
            Id = id,
            Like = Words.Like(request.Filter),
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            Limit = PageSize + 1,
        };
        return await visit.Database.Read(c => Read(c, asked), visit.Gone);
    }

    private static async Task<ListPage<Row>> Read(DbConnection c, object asked)
    {
        var rows = (await c.QueryAsync<Row>(Innovations, asked)).AsList();
        var page = ListPage<Row>.Of(rows, PageSize, row => Keys.Write(row.NameKey, row.Id));
        if (rows.Count == 0)
            return page;
        var awards = await c.QueryAsync<Award>(Spans, new { ids = page.Rows.Select(row => row.Id).ToArray() });
        var gaps = AwardGaps.Of(awards.Select(award => award.Span)).Gaps.ToLookup(gap => gap.InnovationId);
        return page with
        {
            Rows =
            [
                .. page.Rows.Select(row =>
                    row with
                    {
                        Gaps = [.. gaps[row.Id].Select(gap => new Gap(gap.From, gap.To, gap.Days))],
                    }
                ),
            ],
        };
    }
}
