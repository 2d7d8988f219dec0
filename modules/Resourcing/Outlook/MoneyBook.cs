using System.Data.Common;
using CoProd.Contracts.Data;
using CoProd.Resourcing.Awards;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Costs;
using CoProd.Resourcing.Opportunities;
using CoProd.Resourcing.Reports;
using CoProd.Resourcing.Reserves;
using CoProd.Resourcing.Resources;
using Dapper;

namespace CoProd.Resourcing.Outlook;

/// <summary>All that is recorded about the money of one innovation.</summary>
internal sealed record InnovationMoney
{
    public required Guid InnovationId { get; init; }
    public IReadOnlyList<Award> Awards { get; init; } = [];
    public IReadOnlyList<Bid> Bids { get; init; } = [];
    public IReadOnlyList<BudgetLine> BudgetLines { get; init; } = [];
    public IReadOnlyList<Cost> Costs { get; init; } = [];
    public IReadOnlyList<Reserve> Reserves { get; init; } = [];
    public IReadOnlyList<Resource> Resources { get; init; } = [];
    public IReadOnlyList<FunderReport> Reports { get; init; } = [];
    public IReadOnlyList<Opportunity> Opportunities { get; init; } = [];

    public bool IsEmpty =>
        Awards.Count + Bids.Count + Costs.Count + Reserves.Count + Resources.Count + Reports.Count + Opportunities.Count
        == 0;

    /// <summary>The innovations are not asked how their past was done when all that is known of it came from a file.</summary>
    public bool IsImportedHistory =>
        Awards.All(award => award.Source == AwardSource.Imported && !award.EditedByHand)
        && Bids.Count + Costs.Count + Reserves.Count == 0;
}

/// <summary>Reads the money of a list of innovations: one query a table, however long the list.</summary>
internal static class MoneyBook
{
    private const int AtOnce = 500;

    private const string Awards = $"""
        select {Award.Columns} from award where innovation_id in @ids and withdrawn = false order by starts_on nulls last, id
        """;

    private const string Bids = $"""
        select {Bid.Columns} from bid where innovation_id in @ids and withdrawn = false order by decision_due nulls last, id
        """;

    private const string BudgetLines = """
        select id, bid_id, innovation_id, label, amount_minor, currency, is_co_production from bid_budget_line
        where innovation_id in @ids and withdrawn = false order by id
        """;

    private const string Costs = $"""
        select {Cost.Columns} from cost_line where innovation_id in @ids and withdrawn = false order by from_on, id
        """;

    private const string Reserves = """
        select id, innovation_id, currency, amount_minor, as_of from reserve where innovation_id in @ids order by currency
        """;

    private const string Resources = $"""
        select {Resource.Columns} from resource where innovation_id in @ids and withdrawn = false order by id
        """;

    private const string Reports = """
        select id, innovation_id, funder, title, due_on, sent_on from funder_report
        where innovation_id in @ids and withdrawn = false order by due_on, id
        """;

    private const string Opportunities = """
        select id, innovation_id, funder, title, fit, deadline, ask_minor, currency from opportunity
        where innovation_id in @ids and withdrawn = false order by deadline nulls last, id
        """;

    public static async Task<IReadOnlyList<InnovationMoney>> Read(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> innovations,
        CancellationToken ct
    )
    {
        var all = new List<InnovationMoney>(innovations.Count);
        foreach (var some in innovations.Distinct().Chunk(AtOnce))
            all.AddRange(await database.Read(c => Some(c, some), ct));
        return all;
    }

    public static async Task<InnovationMoney> One(IModuleDatabase database, Guid innovation, CancellationToken ct) =>
        (await Read(database, [innovation], ct))[0];

    private static async Task<IReadOnlyList<InnovationMoney>> Some(DbConnection c, Guid[] ids)
    {
        var asked = new { ids };
        var awards = (await c.QueryAsync<Award>(Awards, asked)).ToLookup(row => row.InnovationId);
        var bids = (await c.QueryAsync<Bid>(Bids, asked)).ToLookup(row => row.InnovationId);
        var lines = (await c.QueryAsync<BudgetLine>(BudgetLines, asked)).ToLookup(row => row.InnovationId);
        var costs = (await c.QueryAsync<Cost>(Costs, asked)).ToLookup(row => row.InnovationId);
        var reserves = (await c.QueryAsync<Reserve>(Reserves, asked)).ToLookup(row => row.InnovationId);
        var resources = (await c.QueryAsync<Resource>(Resources, asked)).ToLookup(row => row.InnovationId);
        var reports = (await c.QueryAsync<FunderReport>(Reports, asked)).ToLookup(row => row.InnovationId);
        var chances = (await c.QueryAsync<Opportunity>(Opportunities, asked)).ToLookup(row => row.InnovationId);
        return
        [
            .. ids.Select(id => new InnovationMoney
            {
                InnovationId = id,
                Awards = [.. awards[id]],
                Bids = [.. bids[id]],
                BudgetLines = [.. lines[id]],
                Costs = [.. costs[id]],
                Reserves = [.. reserves[id]],
                Resources = [.. resources[id]],
                Reports = [.. reports[id]],
                Opportunities = [.. chances[id]],
            }),
        ];
    }
}
