namespace CoProd.Evaluation.Scores;

/// <summary>A share of a whole, and between what bounds it may well lie.</summary>
internal sealed record Share(long Part, long Of, double Value, double Lower, double Upper);

/// <summary>The interval of Wilson (1927) for a proportion, which holds for small numbers and at 0 and 1.</summary>
internal static class Wilson
{
    /// <summary>The normal deviate of a 95% interval.</summary>
    public const double NinetyFive = 1.959963984540054;

    /// <summary>Null where there is no whole. A part must lie within its whole.</summary>
    public static Share? Interval(long part, long of, double z = NinetyFive)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, of);
        if (of == 0)
            return null;
        var p = (double)part / of;
        var z2 = z * z;
        var middle = (p + z2 / (2 * of)) / (1 + z2 / of);
        var half = z / (1 + z2 / of) * Math.Sqrt(p * (1 - p) / of + z2 / (4.0 * of * of));
        // At the ends the bound is exact; rounding must not carry it past.
        return new(part, of, p, part == 0 ? 0 : middle - half, part == of ? 1 : middle + half);
    }
}
