using CoProd.Contracts;

namespace CoProd.Resourcing.Forecast;

/// <summary>
/// Funding month by month. For the end of each month t: P(gap_t) = P(reserve + ΣX_i·a_it − cost_t &lt; 0) with independent
/// X_i~Bernoulli(p_i) and a_it, cost_t counted from the start (domain page, row P2), beside the secured, the expected (Σp·a) and
/// the cut-off balance. Amounts are of one currency, in minor units; spreading rounds down to whole minor units.
/// </summary>
/// <remarks>A dip within a month that is made good by its end is not seen: a forecast of months answers for their ends.</remarks>
internal static class FundingForecast
{
    /// <exception cref="ArgumentException">A line is in another currency, negative, reversed, or its probability is none.</exception>
    /// <exception cref="OverflowException">The sums are larger than can be held.</exception>
    public static FundingOutlook Of(ForecastInput input)
    {
        ForecastChecks.Check(input);
        var book = new CashBook(input);
        var positions = Months
            .From(input.Start, input.Months)
            .Select(month => book.At(Months.LastDay(month)))
            .ToArray();
        var odds = GapOdds.Along(positions, [.. book.Open.Select(line => line.Probability)], input.Settings);
        var months = positions.Select((position, i) => Month(input, book, position, odds[i])).ToArray();
        return new()
        {
            Months = months,
            Gaps = GapRuns.Of(input, book, months),
            RunwayEnds = months.FirstOrDefault(month => month.State != MonthState.Secured)?.First is { } first
                ? Months.FirstDay(first)
                : null,
            Overtaken = [.. book.Overtaken.Select(line => line.Id)],
        };
    }

    private static ForecastMonth Month(ForecastInput input, CashBook book, CashPosition position, GapOdds odds)
    {
        var securedFunding = checked(position.Costs - position.Need - input.Reserve.Minor);
        var expected = book.Open.Zip(position.Bids, (line, amount) => (decimal)line.Probability * amount).Sum();
        var expectedBids = (long)Math.Round(expected, MidpointRounding.AwayFromZero);
        var cutOff = book.Open.Zip(
            position.Bids,
            (line, amount) => line.Probability >= input.Settings.CutOff ? amount : 0
        );
        var first = Months.FirstDay(position.Day);
        return new()
        {
            First = first < input.Start ? input.Start : first,
            Last = position.Day,
            Costs = InCurrency(position.Costs),
            ExpectedFunding = InCurrency(checked(securedFunding + expectedBids)),
            Secured = InCurrency(-position.Need),
            Expected = InCurrency(checked(expectedBids - position.Need)),
            CutOff = InCurrency(checked(cutOff.Sum() - position.Need)),
            GapProbability = odds.Probability,
            ExpectedShortfall = InCurrency((long)Math.Round(odds.MeanShortfall, MidpointRounding.AwayFromZero)),
            State = State(position, odds, input.Settings),
            Bin = odds.Grid == 1 ? null : InCurrency(odds.Grid),
        };

        Money InCurrency(long minor) => new(minor, input.Reserve.Currency);
    }

    private static MonthState State(CashPosition position, GapOdds odds, ForecastSettings settings) =>
        position.Need <= 0 ? MonthState.Secured
        : GapRuns.IsGap(odds.Probability, settings) ? MonthState.Gap
        : MonthState.Likely;
}
