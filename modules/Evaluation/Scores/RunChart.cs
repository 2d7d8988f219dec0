namespace CoProd.Evaluation.Scores;

/// <summary>Why a point of a run chart is unlikely to be chance.</summary>
[Flags]
internal enum Signal
{
    None = 0,

    /// <summary>Beyond a limit.</summary>
    Outside = 1,

    /// <summary>One of a long run on one side of the mean.</summary>
    Run = 2,

    /// <summary>One of a long row that only rises, or only falls.</summary>
    Trend = 4,

    /// <summary>One of two out of three in the outer third, on one side.</summary>
    NearLimit = 8,
}

/// <summary>How many points make a run and a trend: settings of the institution.</summary>
internal sealed record RunRules
{
    public int Run { get; init; } = 8;

    public int Trend { get; init; } = 6;

    /// <summary>The fewest points from which limits are drawn: of fewer, they say more about the few than about chance.</summary>
    public int Least { get; init; } = 6;
}

/// <summary>
/// An individuals chart (XmR): mean ± 2.66 times the mean moving range, and the usual rules for what is more than chance
/// (Wheeler and Chambers, Understanding Statistical Process Control).
/// </summary>
internal sealed record RunChart
{
    private const double LimitFactor = 2.66;
    private const double RangeFactor = 3.268;

    public required double Mean { get; init; }
    public required double Lower { get; init; }
    public required double Upper { get; init; }
    public required double MeanRange { get; init; }

    /// <summary>Above this, a step from one point to the next is itself a signal.</summary>
    public double RangeLimit => RangeFactor * MeanRange;

    /// <summary>For each point, what speaks from it.</summary>
    public required IReadOnlyList<Signal> Signals { get; init; }

    /// <summary>Null for fewer points than the rules ask for, and for fewer than two.</summary>
    public static RunChart? Of(IReadOnlyList<double> points, RunRules rules)
    {
        if (points.Count < Math.Max(2, rules.Least))
            return null;
        var mean = points.Average();
        var range = points.Zip(points.Skip(1), (one, next) => Math.Abs(next - one)).Average();
        var half = LimitFactor * range;
        return new()
        {
            Mean = mean,
            MeanRange = range,
            Lower = mean - half,
            Upper = mean + half,
            Signals = Speak(points, mean, half, rules),
        };
    }

    private static Signal[] Speak(IReadOnlyList<double> points, double mean, double half, RunRules rules)
    {
        var signals = new Signal[points.Count];
        for (var i = 0; i < points.Count; i++)
        {
            if (Math.Abs(points[i] - mean) > half)
                signals[i] |= Signal.Outside;
        }
        Stretches(signals, Signal.Run, rules.Run, i => Math.Sign(points[i] - mean));
        Trends(signals, points, rules.Trend);
        foreach (var side in new[] { 1, -1 })
        {
            for (var i = 0; i + 2 < points.Count; i++)
            {
                var outer = Enumerable.Range(i, 3).Where(j => (points[j] - mean) * side > half * 2 / 3).ToArray();
                if (outer.Length < 2)
                    continue;
                foreach (var j in outer)
                    signals[j] |= Signal.NearLimit;
            }
        }
        return signals;
    }

    // A point on the mean itself ends a run.
    private static void Stretches(Signal[] signals, Signal signal, int least, Func<int, int> side)
    {
        for (int from = 0, to; from < signals.Length; from = to)
        {
            for (to = from + 1; to < signals.Length && side(to) == side(from); to++) { }
            for (var i = from; i < to && side(from) != 0 && to - from >= least; i++)
                signals[i] |= signal;
        }
    }

    private static void Trends(Signal[] signals, IReadOnlyList<double> points, int least)
    {
        for (int from = 0, to; from + 1 < points.Count; from = Math.Max(to, from + 1))
        {
            var way = Math.Sign(points[from + 1] - points[from]);
            for (to = from + 1; to + 1 < points.Count && Math.Sign(points[to + 1] - points[to]) == way; to++) { }
            for (var i = from; i <= to && way != 0 && to - from + 1 >= least; i++)
                signals[i] |= Signal.Trend;
        }
    }
}
