using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Resourcing.Outlook;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Whole;

/// <summary>How "anticipating and bridging gaps" (P2) and "resourcing" (A2) stand, with one line of evidence each.</summary>
internal sealed class MoneyPractice(IModuleDatabase database, ISettings settings, TimeProvider clock) : IPracticeSource
{
    // A year ahead is the least that lets people plan; two years with more than one funder is likely to hold.
    private const int YearAhead = 12;
    private const int TwoYearsAhead = 24;

    public async Task<IReadOnlyList<PracticeStatus>> Assess(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = MoneySettings.From(settings);
        var today = clock.Today();
        var money = await MoneyBook.Read(database, innovations, ct);
        return [.. money.SelectMany(one => Of(one, thresholds, today))];
    }

    private static IEnumerable<PracticeStatus> Of(InnovationMoney money, MoneySettings settings, DateOnly today)
    {
        var cases = ForecastCase.Of(money, settings, today);
        // Where there are several currencies, the one that runs out first tells how the innovation stands.
        var tightest = cases.OrderBy(one => one.Outlook.RunwayEnds ?? DateOnly.MaxValue).FirstOrDefault();
        var (gapState, gapLine) = Gaps(money, tightest, today);
        var (state, line) = Resourced(money, tightest, today);
        yield return Status(money, PracticeRow.P2, gapState, gapLine);
        yield return Status(money, PracticeRow.A2, state, line);
    }

    private static (PracticeState, string) Gaps(InnovationMoney money, ForecastCase? one, DateOnly today)
    {
        if (one is null)
            return (PracticeState.NotRecorded, T["Nothing is recorded about money to come."]);
        if (one.Outlook.Gaps is not [var gap, ..])
            return one.CostsAreAssumed || one.Input.Costs.Count == 0
                ? (PracticeState.Active, T["No gap is in sight; costs are not recorded."])
                : (PracticeState.Strong, T["No gap is likely within {0} months.", one.Outlook.Months.Count]);
        if (gap.ActBy < today && !one.HasOpenBids)
            return (PracticeState.Thin, T["A gap is likely from {0}, and no bid is open.", gap.From.Long()]);
        return money.Bids.Any(bid => bid.IsOpen)
            ? (
                PracticeState.Active,
                T["A gap is likely from {0}; open bids: {1}.", gap.From.Long(), money.Bids.Count(bid => bid.IsOpen)]
            )
            : (PracticeState.Thin, T["A gap is likely from {0}; act by {1}.", gap.From.Long(), gap.ActBy.Long()]);
    }

    private static (PracticeState, string) Resourced(InnovationMoney money, ForecastCase? one, DateOnly today)
    {
        if (money.IsEmpty)
            return (PracticeState.NotRecorded, T["No money or other resource is recorded yet."]);
        if (one is null)
            return money.Awards.Count > 0
                ? (
                    PracticeState.Silent,
                    T[
                        "All awards recorded here have ended, the last on {0}.",
                        money.Awards.Max(award => award.LastDay)?.Long() ?? "–"
                    ]
                )
                : (PracticeState.Thin, T["Needs are recorded, and no money to come."]);
        var secured = one.Outlook.Months.TakeWhile(month => month.State == Forecast.MonthState.Secured).Count();
        var funders = money
            .Awards.Where(award => award.LastDay >= today)
            .Select(award => award.Funder)
            .Distinct()
            .Count();
        var line =
            funders == 1
                ? T["Secured for {0} months, by one funder now.", secured]
                : T["Secured for {0} months, by {1} funders now.", secured, funders];
        return secured >= TwoYearsAhead && funders > 1 ? (PracticeState.Strong, line)
            : secured >= YearAhead ? (PracticeState.Active, line)
            : (PracticeState.Thin, line);
    }

    private static PracticeStatus Status(
        InnovationMoney money,
        PracticeRow row,
        PracticeState state,
        string evidence
    ) =>
        new()
        {
            InnovationId = money.InnovationId,
            Row = row,
            State = state,
            Evidence = evidence,
            Path = Paths.Money(money.InnovationId),
        };
}
