namespace CoProd.Resourcing.Forecast;

/// <summary>How likely money is to be short at the end of one day.</summary>
internal sealed record GapOdds
{
    /// <summary>P(reserve + ΣX_i·a_i − costs &lt; 0), 0 to 1.</summary>
    public required double Probability { get; init; }

    /// <summary>E[max(0, costs − reserve − ΣX_i·a_i)] in minor units.</summary>
    public required double MeanShortfall { get; init; }

    /// <summary>The step in minor units that amounts were rounded to; 1 when exact.</summary>
    public required long Grid { get; init; }

    /// <summary>
    /// The odds at each of some days in order. Exact where the distinct sums fit the settings' limit; else each bid is rounded
    /// to the nearest step, so that with n bids the answer is exact for a need at most n·step/2 away from the true one.
    /// </summary>
    public static GapOdds[] Along(
        IReadOnlyList<CashPosition> positions,
        double[] probabilities,
        ForecastSettings settings
    )
    {
        var exact = new BidSums(positions, probabilities, grid: 1, settings.MostSums);
        var step = Step(positions, settings);
        var binned = new BidSums(positions, probabilities, step, settings.MostSums);
        return [.. positions.Select((position, index) => Plain(position, probabilities) ?? Counted(position, index))];

        GapOdds Counted(CashPosition position, int index) =>
            exact.At(index) is { } sums ? Of(sums, position, 1) : Of(binned.At(index)!, position, step);
    }

    // Enough without any bid, or short even with all of them: no distribution is needed to say so.
    private static GapOdds? Plain(CashPosition position, double[] probabilities)
    {
        if (position.Need <= 0)
            return new()
            {
                Probability = 0,
                MeanShortfall = 0,
                Grid = 1,
            };
        if (position.Need <= position.Bids.Sum())
            return null;
        var expected = position.Bids.Zip(probabilities, (amount, p) => amount * p).Sum();
        return new()
        {
            Probability = 1,
            MeanShortfall = position.Need - expected,
            Grid = 1,
        };
    }

    private static GapOdds Of(SumDistribution sums, CashPosition position, long grid) =>
        new()
        {
            Probability = sums.ChanceBelow(position.Need),
            MeanShortfall = sums.MeanShortfall(position.Need),
            Grid = grid,
        };

    /// <summary>The settings' step, doubled until the steps below the largest need fit the limit.</summary>
    public static long Step(IReadOnlyList<CashPosition> positions, ForecastSettings settings)
    {
        var largest = positions.Max(position => position.Need);
        var step = settings.BinMinor;
        while (largest / step + 1 > settings.MostSums)
            step = checked(step * 2);
        return step;
    }
}
