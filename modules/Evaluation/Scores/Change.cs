namespace CoProd.Evaluation.Scores;

/// <summary>How a mean changed from one round to the next, and between what bounds the change may well lie.</summary>
/// <param name="By">The later mean less the earlier.</param>
/// <param name="Lower">The lower bound.</param>
/// <param name="Upper">The upper bound.</param>
internal sealed record Change(double By, double Lower, double Upper)
{
    /// <summary>No change at all lies within the bounds: nobody should read anything into it.</summary>
    public bool IsWithinNoise => Lower <= 0 && Upper >= 0;

    /// <summary>
    /// By percentile bootstrap: both rounds are drawn anew many times, each for itself, for anonymous answers cannot be paired. The same
    /// seed gives the same bounds. Null where a round has fewer than two answers.
    /// </summary>
    public static Change? Between(
        IReadOnlyList<double> before,
        IReadOnlyList<double> after,
        int seed,
        int draws = 2000,
        double confidence = 0.95
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 100);
        if (before.Count < 2 || after.Count < 2)
            return null;
        var chance = new Random(seed);
        var changes = new double[draws];
        for (var i = 0; i < draws; i++)
            changes[i] = Drawn(after, chance) - Drawn(before, chance);
        Array.Sort(changes);
        var tail = (1 - confidence) / 2;
        return new(after.Average() - before.Average(), Quantile(changes, tail), Quantile(changes, 1 - tail));
    }

    private static double Drawn(IReadOnlyList<double> values, Random chance)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Count; i++)
            sum += values[chance.Next(values.Count)];
        return sum / values.Count;
    }

    private static double Quantile(double[] sorted, double at)
    {
        var place = at * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
