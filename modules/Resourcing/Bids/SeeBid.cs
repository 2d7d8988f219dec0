using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Resourcing.Bids;

/// <summary>One bid, with its budget.</summary>
public static class SeeBid
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid Id { get; init; }
        public required Guid InnovationId { get; init; }
        public required string Name { get; init; }
        public required Money Amount { get; init; }
        public required BidStage Stage { get; init; }
        public required double Chance { get; init; }
        public required DateOnly? Deadline { get; init; }
        public required DateOnly? DecisionDue { get; init; }
        public required DateOnly? StartsOn { get; init; }
        public required DateOnly? EndsOn { get; init; }
        public required double? EffortHours { get; init; }
        public required string Coauthors { get; init; }
        public required string RestrictedTo { get; init; }
        public required IReadOnlyList<Line> Budget { get; init; }
        public required double? CoProductionShare { get; init; }
    }

    /// <summary>A line of the budget.</summary>
    public sealed record Line(Guid Id, string Label, Money Amount, bool IsCoProduction);

    private const string Lines = """
        select id, bid_id, innovation_id, label, amount_minor, currency, is_co_production from bid_budget_line
        where innovation_id = @InnovationId and withdrawn = false and bid_id = @id order by id
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        await Answer(visit) is { } bid
            ? visit.Page<SeeBidPage>(("Bid", bid), ("MayRecord", visit.Caller.May(Permissions.Record)))
            : null;

    internal static async Task<View?> Answer(IVisit visit)
    {
        if (await Find(visit) is not { } bid)
            return null;
        var asked = new { id = bid.Id, visit.InnovationId };
        var lines = (await visit.Database.Read(c => c.QueryAsync<BudgetLine>(Lines, asked), visit.Gone)).AsList();
        return new()
        {
            Id = bid.Id,
            InnovationId = bid.InnovationId,
            Name = bid.Name,
            Amount = bid.Amount,
            Stage = bid.Stage,
            Chance = bid.Said ?? bid.Chance(MoneySettings.From(visit.Get<ISettings>()).Odds),
            Deadline = bid.Deadline,
            DecisionDue = bid.DecisionDue,
            StartsOn = bid.StartsOn,
            EndsOn = bid.EndsOn,
            EffortHours = bid.EffortHours,
            Coauthors = bid.Coauthors,
            RestrictedTo = bid.RestrictedTo,
            Budget = [.. lines.Select(line => new Line(line.Id, line.Label, line.Amount, line.IsCoProduction))],
            CoProductionShare = BudgetLine.Shares(lines).FirstOrDefault()?.Share,
        };
    }

    internal static Task<Bid?> Find(IVisit visit) =>
        visit.Database.Read(
            c => c.QuerySingleOrDefaultAsync<Bid>(EditBid.One, new { id = visit.RouteId("bidId"), visit.InnovationId }),
            visit.Gone
        );
}
