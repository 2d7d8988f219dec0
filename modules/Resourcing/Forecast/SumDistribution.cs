namespace CoProd.Resourcing.Forecast;

/// <summary>
/// The distribution of ΣX_i·a_i for independent X_i~Bernoulli(p_i), by exact convolution over the distinct sums below a
/// ceiling. Sums at or above the ceiling (enough money) are not told apart, which changes nothing below it and keeps the list
/// short. Sums are minor units, ascending; a value of this type never changes.
/// </summary>
internal sealed class SumDistribution
{
    private readonly long[] _sums;
    private readonly double[] _chances;
    private readonly int _count;

    private SumDistribution(long[] sums, double[] chances, int count) =>
        (_sums, _chances, _count) = (sums, chances, count);

    /// <summary>No bids yet: the sum is nothing, for certain.</summary>
    public static SumDistribution Nothing { get; } = new([0], [1], 1);

    public ReadOnlySpan<long> Sums => _sums.AsSpan(0, _count);

    public ReadOnlySpan<double> Chances => _chances.AsSpan(0, _count);

    /// <summary>One more bid.</summary>
    /// <returns>The new distribution of sums below <paramref name="ceiling"/>, or null when that takes more than
    /// <paramref name="most"/> distinct sums.</returns>
    public SumDistribution? With(long amount, double probability, long ceiling, int most)
    {
        var below = CountBelow(ceiling);
        var shifted = CountBelow(ceiling - amount);
        var room = (int)Math.Min((long)below + shifted, most);
        var sums = new long[room];
        var chances = new double[room];
        var (lost, won, count) = (0, 0, 0);
        while (lost < below || won < shifted)
        {
            if (count == room)
                return null;
            var withoutIt = lost < below ? _sums[lost] : long.MaxValue;
            var withIt = won < shifted ? _sums[won] + amount : long.MaxValue;
            sums[count] = Math.Min(withoutIt, withIt);
            var chance = withoutIt <= withIt ? _chances[lost++] * (1 - probability) : 0;
            chances[count++] = withIt <= withoutIt ? chance + _chances[won++] * probability : chance;
        }
        return new(sums, chances, count);
    }

    /// <summary>P(S &lt; need), for a need not above the ceilings used.</summary>
    public double ChanceBelow(long need)
    {
        var total = 0.0;
        for (var i = 0; i < _count && _sums[i] < need; i++)
            total += _chances[i];
        return Math.Min(total, 1);
    }

    /// <summary>E[max(0, need − S)] in minor units, for a need not above the ceilings used.</summary>
    public double MeanShortfall(long need)
    {
        var total = 0.0;
        for (var i = 0; i < _count && _sums[i] < need; i++)
            total += _chances[i] * (need - _sums[i]);
        return total;
    }

    private int CountBelow(long ceiling)
    {
        var found = Array.BinarySearch(_sums, 0, _count, ceiling);
        return found < 0 ? ~found : found;
    }
}
