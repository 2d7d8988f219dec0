namespace CoProd.Resourcing.Forecast;

/// <summary>
/// Distributions of what bids bring, at consecutive days. Only bids that have begun to arrive matter to a day, and those that
/// have arrived as far as they will are convolved once and carried on to all later days.
/// </summary>
/// <param name="positions">The days, in order; what a bid brings never falls from one to the next.</param>
/// <param name="probabilities">One for each bid.</param>
/// <param name="grid">Amounts are rounded to multiples of this: 1 is exact.</param>
/// <param name="most">The most distinct sums.</param>
internal sealed class BidSums(IReadOnlyList<CashPosition> positions, double[] probabilities, long grid, int most)
{
    private readonly long[] _ceilings = Ceilings(positions);
    private readonly bool[] _carried = new bool[probabilities.Length];
    private SumDistribution? _settled = SumDistribution.Nothing;

    /// <summary>The distribution at a day; days are asked in order. Null when there are too many sums.</summary>
    public SumDistribution? At(int index)
    {
        Carry(index);
        var need = positions[index].Need;
        var sum = _settled;
        // Large amounts first: they reach the ceiling at once and add no sums of their own.
        foreach (var bid in Moving(index).OrderByDescending(bid => positions[index].Bids[bid]))
            sum = sum?.With(Rounded(index, bid), probabilities[bid], need, most);
        return sum;
    }

    private void Carry(int index)
    {
        foreach (var bid in Moving(index).Where(bid => positions[index].Bids[bid] == positions[^1].Bids[bid]).ToArray())
        {
            _settled = _settled?.With(Rounded(index, bid), probabilities[bid], _ceilings[index], most);
            _carried[bid] = true;
        }
    }

    private IEnumerable<int> Moving(int index) =>
        Enumerable.Range(0, probabilities.Length).Where(bid => !_carried[bid] && Rounded(index, bid) > 0);

    // Division first, so that an amount near the largest long does not wrap.
    private long Rounded(int index, int bid)
    {
        var (steps, rest) = Math.DivRem(positions[index].Bids[bid], grid);
        return grid == 1 ? steps : (steps + (rest >= grid - rest ? 1 : 0)) * grid;
    }

    // What is carried serves all later days, so it is kept up to the largest need among them.
    private static long[] Ceilings(IReadOnlyList<CashPosition> positions)
    {
        var ceilings = new long[positions.Count];
        var largest = 0L;
        for (var i = positions.Count - 1; i >= 0; i--)
            ceilings[i] = largest = Math.Max(largest, positions[i].Need);
        return ceilings;
    }
}
