using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Forecast;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Resourcing.Overview;

/// <summary>Bids of all innovations by stage, and what they may bring.</summary>
public static class SeeBoard
{
    private const int CardsAStage = 20;

    private static readonly BidStage[] Shown =
    [
        BidStage.Idea,
        BidStage.Drafting,
        BidStage.Submitted,
        BidStage.Won,
        BidStage.Lost,
    ];

    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required IReadOnlyList<Column> Columns { get; init; }
        public required IReadOnlyList<Total> Totals { get; init; }

        /// <summary>The least chance that the careful total counts, 0 to 1.</summary>
        public required double CutOff { get; init; }
    }

    /// <summary>A stage with its newest bids.</summary>
    public sealed record Column(BidStage Stage, long Count, IReadOnlyList<BidList.Row> Bids);

    /// <summary>What open bids of one currency may bring.</summary>
    public sealed record Total(long Bids, Money Asked, Money Expected, Money CutOff);

    // One row for each chance that was given: few, however many bids there are.
    private const string Sums = """
        select b.stage, b.currency, b.odds, b.probability, count(*) as bids, cast(sum(b.amount_minor) as bigint) as amount_minor
        from bid b join host_innovation i on i.id = b.innovation_id and i.withdrawn = false
        where b.withdrawn = false and b.stage in ('Idea', 'Drafting', 'Submitted', 'Won', 'Lost') and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = b.innovation_id and h.person_id in @SeesAs))
        group by b.stage, b.currency, b.odds, b.probability
        """;

    internal static async Task<IResult?> Show(IVisit visit) => visit.Page<SeeBoardPage>(("Board", await Answer(visit)));

    internal static async Task<View?> Answer(IVisit visit)
    {
        var settings = MoneySettings.From(visit.Get<ISettings>());
        return await visit.Database.Read(c => Read(c, visit.Caller, settings), visit.Gone);
    }

    private static async Task<View> Read(DbConnection c, ICaller caller, MoneySettings settings)
    {
        var sums = (await c.QueryAsync<Sum>(Sums, new { caller.SeesAll, caller.SeesAs })).AsList();
        var columns = new List<Column>();
        foreach (var stage in Shown)
        {
            var count = sums.Where(sum => sum.Stage == stage).Sum(sum => sum.Bids);
            var bids = count == 0 ? [] : await BidList.Read(c, caller, stage.ToString(), before: null, CardsAStage);
            columns.Add(new(stage, count, bids));
        }
        return new()
        {
            Columns = columns,
            Totals = TotalsOf(sums.Where(sum => sum.Stage is not (BidStage.Won or BidStage.Lost)), settings),
            CutOff = settings.Forecast.CutOff,
        };
    }

    private static IReadOnlyList<Total> TotalsOf(IEnumerable<Sum> open, MoneySettings settings) =>
        [
            .. open.GroupBy(sum => sum.Currency, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Total(
                    group.Sum(sum => sum.Bids),
                    new(group.Sum(sum => sum.AmountMinor), group.Key),
                    new(
                        (long)
                            Math.Round(
                                group.Sum(sum => (decimal)sum.Chance(settings.Odds) * sum.AmountMinor),
                                MidpointRounding.AwayFromZero
                            ),
                        group.Key
                    ),
                    new(
                        group
                            .Where(sum => sum.Chance(settings.Odds) >= settings.Forecast.CutOff)
                            .Sum(sum => sum.AmountMinor),
                        group.Key
                    )
                )),
        ];

    private sealed record Sum
    {
        public BidStage Stage { get; init; }
        public string Currency { get; init; } = "";
        public string Odds { get; init; } = "";
        public double? Probability { get; init; }
        public long Bids { get; init; }
        public long AmountMinor { get; init; }

        public double Chance(OddsScale scale) => new Bid { Odds = Odds, Probability = Probability }.Chance(scale);
    }
}
