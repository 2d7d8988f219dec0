namespace CoProd.KnowledgeExchange.Figures;

/// <summary>How often something was used of what was considered.</summary>
internal readonly record struct Tally(int Used, int Considered)
{
    public double? Rate => Considered == 0 ? null : (double)Used / Considered;

    public static Tally operator +(Tally a, Tally b) => new(a.Used + b.Used, a.Considered + b.Considered);
}

/// <summary>
/// Whether people's own knowledge counts as much as that of professions: the ratio of the two rates, 1 where it does. Its interval is made
/// of the two Wilson intervals by the method of variance estimates recovery for ratios (Donner and Zou, 2012): the ratio r for which
/// (p − r·q)² equals (p − its limit)² + r²·(q − its limit)².
/// </summary>
internal static class Parity
{
    /// <returns>Null where the one or the other was never considered, or the second never used.</returns>
    public static (double Ratio, Interval Between)? Of(Tally peoples, Tally professions)
    {
        if (peoples.Considered == 0 || professions.Considered == 0 || professions.Used == 0)
            return null;
        var (p, q) = (peoples.Rate!.Value, professions.Rate!.Value);
        var (of, to) = (
            Wilson.Of(peoples.Used, peoples.Considered),
            Wilson.Of(professions.Used, professions.Considered)
        );
        var low = Limit(p, q, of.Low, to.High, lower: true);
        var high = Limit(p, q, of.High, to.Low, lower: false);
        return (p / q, new(Math.Max(0, low), high));
    }

    // (p - rq)² = (p - a)² + r²(q - b)² in r: r²(q² - (q - b)²) - 2pqr + p² - (p - a)² = 0.
    private static double Limit(double p, double q, double a, double b, bool lower)
    {
        var square = q * q - (q - b) * (q - b);
        var constant = p * p - (p - a) * (p - a);
        // The far limit of q is as far from it as nothing is: the equation is then a straight line.
        if (Math.Abs(square) < 1e-12)
            return p == 0 ? 0 : constant / (2 * p * q);
        var root = Math.Sqrt(Math.Max(0, p * q * (p * q) - constant * square));
        return (p * q + (lower ? -root : root)) / square;
    }
}
