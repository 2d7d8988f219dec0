using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Forecast;
using CoProd.Resourcing.Outlook;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Whole;

/// <summary>Tells a board which money runs short within twelve months, and what has to be decided in time for it not to.</summary>
internal sealed class MoneyForBoard(IModuleDatabase database, ISettings settings, TimeProvider clock) : IBoardSource
{
    private const int Months = 12;

    public async Task<IReadOnlyList<BoardMatter>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = MoneySettings.From(settings);
        var today = clock.Today();
        var money = await MoneyBook.Read(database, innovations, ct);
        return [.. money.Where(one => !one.IsEmpty).SelectMany(one => Of(one, thresholds, today))];
    }

    private static IEnumerable<BoardMatter> Of(InnovationMoney money, MoneySettings settings, DateOnly today) =>
        [
            .. ForecastCase.Of(money, settings, today).SelectMany(one => OfGap(one, settings, today)),
            .. money
                .Bids.Where(bid =>
                    bid.Stage is BidStage.Idea or BidStage.Drafting
                    && bid.Deadline >= today
                    && bid.Deadline <= today.AddMonths(Months)
                )
                .Select(ToSign),
        ];

    private static IEnumerable<BoardMatter> OfGap(ForecastCase one, MoneySettings settings, DateOnly today)
    {
        if (one.Outlook.Gaps is not [var gap, ..] || gap.From > today.AddMonths(Months))
            yield break;
        var key = "gap-" + one.Currency;
        yield return new()
        {
            InnovationId = one.InnovationId,
            Part = BoardPart.MayStop,
            Rule = "resourcing.gap",
            Key = key,
            Severity =
                gap.ActBy < today ? Severity.Now
                : gap.ActBy <= today.AddDays(settings.ActByNoticeDays) ? Severity.Soon
                : Severity.Watch,
            Fact = Fact(one, gap, today),
            Why = Why(one, gap),
            On = gap.From,
            // Money that is short already is no chance.
            Chance = gap.From <= today ? null : gap.HighestProbability,
        };
        yield return new()
        {
            InnovationId = one.InnovationId,
            Part = BoardPart.ToDecide,
            Rule = "resourcing.bridge",
            Key = key,
            Severity = gap.ActBy < today ? Severity.Now : Severity.Soon,
            Fact = T["How to find up to {0} that is missing, or how to end well.", gap.WorstShortfall],
            Why = T[
                "A new bid takes {0} days to write and {1} to be decided, and people need {2} days’ notice.",
                settings.Forecast.Lead.BidWriting,
                settings.Forecast.Lead.DecisionWait,
                settings.Forecast.Lead.Notice
            ],
            On = gap.ActBy,
        };
    }

    // A chance of one: no open bid could change it.
    private static bool IsSure(GapInterval gap) => gap.HighestProbability > 0.995;

    private static string Fact(ForecastCase one, GapInterval gap, DateOnly today) =>
        gap.From <= today ? T["Money is short already, by up to {0}.", gap.WorstShortfall]
        : !one.HasOpenBids ? T["Funding ends on {0}, and nothing follows it yet.", gap.From.AddDays(-1).Long()]
        : IsSure(gap) ? T["Money runs short from {0}, by up to {1}.", gap.From.Long(), gap.WorstShortfall]
        : T["Money may run short from {0}, by up to {1}.", gap.From.Long(), gap.WorstShortfall];

    private static string Why(ForecastCase one, GapInterval gap) =>
        one.Input.Funding.Count(line => line.IsOpen) switch
        {
            0 => T["No bid is open that could follow."],
            1 when IsSure(gap) => T["One bid is open, and would not be enough."],
            1 => T["One bid is open that could follow."],
            var open when IsSure(gap) => T["{0} bids are open, and would not be enough together.", open],
            var open => T["{0} bids are open that could follow.", open],
        };

    private static BoardMatter ToSign(Bid bid) =>
        new()
        {
            InnovationId = bid.InnovationId,
            Part = BoardPart.ToDecide,
            Rule = "resourcing.bid",
            Key = bid.Id.ToString(),
            Severity = Severity.Watch,
            Fact = T["Whether to ask {0} for {1}.", bid.Funder, bid.Amount],
            Why = bid.Stage == BidStage.Idea ? T["The bid is an idea so far."] : T["The bid is being written."],
            On = bid.Deadline,
        };
}
