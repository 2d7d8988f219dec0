using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Resourcing.Bids;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Resourcing.Overview;

/// <summary>The bids of one stage over all innovations that the caller may see, the newest first, a page at a time.</summary>
public static class BidList
{
    private const int PageSize = 50;

    /// <summary>A row of the list.</summary>
    public sealed record Row
    {
        public Guid Id { get; init; }
        public Guid InnovationId { get; init; }
        public string Innovation { get; init; } = "";
        public string Funder { get; init; } = "";
        public string Title { get; init; } = "";
        public DateOnly? DecisionDue { get; init; }
        public Money Amount => new(AmountMinor, Currency);
        internal long AmountMinor { get; init; }
        internal string Currency { get; init; } = "";
    }

    // Ids sort by the time they were made, so the newest come first.
    private const string Page = """
        select b.id, b.innovation_id, i.name as innovation, b.funder, b.title, b.decision_due, b.amount_minor, b.currency
        from bid b join host_innovation i on i.id = b.innovation_id and i.withdrawn = false
        where b.withdrawn = false and b.stage = @stage and b.id < @before and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = b.innovation_id and h.person_id in @SeesAs))
        order by b.id desc limit @limit
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        await Answer(visit) is not { } rows
            ? null
            : visit.Page<BidListPage>(("Rows", rows), ("Stage", Stage(visit)), ("Request", ListRequest.From(visit)));

    internal static async Task<ListPage<Row>?> Answer(IVisit visit)
    {
        var before = ListRequest.From(visit).After is { } key ? Keys.Read(key).Id : (Guid?)null;
        var rows = await visit.Database.Read(
            c => Read(c, visit.Caller, Stage(visit).ToString(), before, PageSize + 1),
            visit.Gone
        );
        return ListPage<Row>.Of(rows, PageSize, row => Keys.Write("", row.Id));
    }

    internal static async Task<IReadOnlyList<Row>> Read(
        DbConnection c,
        ICaller caller,
        string stage,
        Guid? before,
        int limit
    )
    {
        var asked = new
        {
            stage,
            before = before ?? Guid.AllBitsSet,
            limit,
            caller.SeesAll,
            caller.SeesAs,
        };
        return (await c.QueryAsync<Row>(Page, asked)).AsList();
    }

    private static BidStage Stage(IVisit visit) =>
        Enum.TryParse<BidStage>(visit.Asked("stage"), ignoreCase: true, out var stage) && Enum.IsDefined(stage)
            ? stage
            : BidStage.Submitted;
}
