namespace CoProd.Evaluation.Scores;

/// <summary>Mean, spread and agreement of a few numbers.</summary>
internal static class Spread
{
    /// <summary>Sample variance, with n − 1; null for fewer than two.</summary>
    public static double? Variance(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2)
            return null;
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }

    public static double? Deviation(IReadOnlyCollection<double> values) =>
        Variance(values) is { } variance ? Math.Sqrt(variance) : null;

    /// <summary>
    /// r_wg of James, Demaree and Wolf (1984): 1 − s² / ((A² − 1) / 12), A being how many steps the scale has, never below 0.
    /// 1 is full agreement, 0 as much spread as answers at random. Null for fewer than two answers.
    /// </summary>
    public static double? Agreement(IReadOnlyCollection<double> values, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        return Variance(values) is { } variance ? Math.Max(0, 1 - variance / ((steps * steps - 1) / 12.0)) : null;
    }
}
