using CoProd.Contracts;

namespace CoProd.Resourcing.Forecast;

/// <summary>What more secured money would do to the probability of being short at the end of one month.</summary>
internal sealed record NextMoney
{
    public required Money Extra { get; init; }
    public required double Before { get; init; }
    public required double After { get; init; }

    /// <summary>ΔP for each major unit (£1) of <see cref="Extra"/>.</summary>
    public double DropPerUnit => Extra.Minor == 0 ? 0 : (Before - After) / (double)Extra.Major;

    /// <summary>The step it was computed in; null when it is exact.</summary>
    public Money? Bin { get; init; }
}

/// <summary>
/// "Smallest next £" (domain page, row A2). With need n and bids S, an extra e leaves P(S &lt; n − e). That falls in steps, at
/// e = n − s for each possible sum s, so the answers are read off the distribution itself.
/// </summary>
internal static class SmallestNext
{
    /// <summary>The least extra that brings the probability to τ or below. Nothing extra when it is there already.</summary>
    /// <param name="day">Any day of the month; looked at is the month's end.</param>
    public static NextMoney ToThreshold(ForecastInput input, DateOnly day) => ToThreshold(input, BookOf(input), day);

    private static NextMoney ToThreshold(ForecastInput input, CashBook book, DateOnly day) =>
        Steps(input, book, day).First(step => !GapRuns.IsGap(step.After, input.Settings));

    /// <summary>The least extra that closes a gap in each of its months, and the month that asks for most: less would leave the rest of it open.</summary>
    /// <param name="input">What the forecast is made of.</param>
    /// <param name="months">Any day of each month of the gap.</param>
    public static (DateOnly Month, NextMoney Next) ToClose(ForecastInput input, IReadOnlyList<DateOnly> months)
    {
        // One book for all months: it is the same each time.
        var book = BookOf(input);
        return months
            .Select(month => (Month: month, Next: ToThreshold(input, book, month)))
            .MaxBy(each => each.Next.Extra.Minor);
    }

    /// <summary>The extra that removes most probability per £. Null when secured money is enough.</summary>
    public static NextMoney? MostPerUnit(ForecastInput input, DateOnly day) =>
        Steps(input, BookOf(input), day).Where(step => step.Extra.Minor > 0).MaxBy(step => step.DropPerUnit);

    private static CashBook BookOf(ForecastInput input)
    {
        ForecastChecks.Check(input);
        return new CashBook(input);
    }

    // From nothing extra to all that is missing; after the last step the probability is 0.
    private static List<NextMoney> Steps(ForecastInput input, CashBook book, DateOnly day)
    {
        var position = book.At(Months.LastDay(day));
        var (sums, grid) = Sums(position, [.. book.Open.Select(line => line.Probability)], input.Settings);
        var before = sums.ChanceBelow(position.Need);
        var steps = new List<NextMoney> { Step(0, before) };
        var after = before;
        for (var i = sums.Sums.Length - 1; i >= 0; i--)
        {
            // The last step takes all there is, so that no crumb of floating point is left as a probability.
            after = i == 0 ? 0 : after - sums.Chances[i];
            if (sums.Sums[i] < position.Need)
                steps.Add(Step(position.Need - sums.Sums[i], after));
        }
        return steps;

        NextMoney Step(long extra, double left) =>
            new()
            {
                Extra = new(extra, input.Reserve.Currency),
                Before = before,
                After = left,
                Bin = grid == 1 ? null : new Money(grid, input.Reserve.Currency),
            };
    }

    private static (SumDistribution Sums, long Grid) Sums(
        CashPosition position,
        double[] chances,
        ForecastSettings settings
    )
    {
        if (new BidSums([position], chances, grid: 1, settings.MostSums).At(0) is { } exact)
            return (exact, 1);
        var step = GapOdds.Step([position], settings);
        return (new BidSums([position], chances, step, settings.MostSums).At(0)!, step);
    }
}
