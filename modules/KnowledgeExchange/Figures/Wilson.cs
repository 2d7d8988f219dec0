namespace CoProd.KnowledgeExchange.Figures;

/// <summary>From where to where something probably lies.</summary>
internal readonly record struct Interval(double Low, double High);

/// <summary>The interval of a share: Wilson's score interval (1927), without a correction for continuity.</summary>
internal static class Wilson
{
    /// <summary>The 0.975 quantile of the normal distribution: 19 times out of 20.</summary>
    public const double Z = 1.959963984540054;

    public static Interval Of(int hits, int of)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, of);
        var (n, p, square) = ((double)of, (double)hits / of, Z * Z);
        var middle = p + square / (2 * n);
        var half = Z * Math.Sqrt(p * (1 - p) / n + square / (4 * n * n));
        var whole = 1 + square / n;
        return new(
            hits == 0 ? 0 : Math.Max(0, (middle - half) / whole),
            hits == of ? 1 : Math.Min(1, (middle + half) / whole)
        );
    }
}
