using CoProd.Resourcing.Forecast;

namespace CoProd.Resourcing.Portfolio;

/// <summary>A bid that has been decided: what we said, and what came of it.</summary>
internal sealed record DecidedBid
{
    /// <summary>The probability given before the decision, 0 to 1.</summary>
    public required double Said { get; init; }
    public required bool Won { get; init; }

    /// <summary>Funder type, stage, or whatever success is counted by.</summary>
    public string Group { get; init; } = "";
}

/// <summary>What became of the bids that were given one of the three words.</summary>
internal sealed record WordCalibration
{
    public required Odds Word { get; init; }

    /// <summary>The mean of the probabilities given, null when no bid was given this word.</summary>
    public required double? Said { get; init; }
    public required SuccessRate Won { get; init; }

    /// <summary>wins / n, to be put beside <see cref="Said"/>: your own "70%" wins 40%.</summary>
    public double? ShareWon => Won.Bids == 0 ? null : (double)Won.Wins / Won.Bids;
}

internal sealed record Calibration
{
    public required SuccessRate All { get; init; }

    /// <summary>Mean of (p − o)², o = 1 when won: 0 is perfect, 0.25 is what always saying "even" gets. Null without bids.</summary>
    public required double? Brier { get; init; }

    /// <summary>The three words, from unlikely to likely.</summary>
    public required IReadOnlyList<WordCalibration> Words { get; init; }
}

/// <summary>How good our own odds have been (domain page, row A2; Brier 1950 in its form for two outcomes).</summary>
internal static class BidCalibration
{
    /// <exception cref="ArgumentException">A probability lies outside 0 to 1.</exception>
    public static Calibration Of(IReadOnlyCollection<DecidedBid> bids, OddsScale scale, CalibrationSettings settings)
    {
        if (bids.Any(bid => bid.Said is not (>= 0 and <= 1)))
            throw new ArgumentException("A probability lies between 0 and 1.", nameof(bids));
        var byWord = bids.ToLookup(bid => scale.Nearest(bid.Said));
        return new()
        {
            All = Rate(bids, settings),
            Brier = Mean(bids.Select(bid => Math.Pow(bid.Said - (bid.Won ? 1 : 0), 2))),
            Words = [.. Enum.GetValues<Odds>().Select(word => Word(word, [.. byWord[word]], settings))],
        };
    }

    /// <summary>Success by funder type, or whatever <see cref="DecidedBid.Group"/> holds, in the order of its name.</summary>
    public static IReadOnlyList<KeyValuePair<string, SuccessRate>> ByGroup(
        IEnumerable<DecidedBid> bids,
        CalibrationSettings settings
    ) =>
        [
            .. bids.GroupBy(bid => bid.Group, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => KeyValuePair.Create(group.Key, Rate([.. group], settings))),
        ];

    private static WordCalibration Word(Odds word, DecidedBid[] bids, CalibrationSettings settings) =>
        new()
        {
            Word = word,
            Said = Mean(bids.Select(bid => bid.Said)),
            Won = Rate(bids, settings),
        };

    private static SuccessRate Rate(IReadOnlyCollection<DecidedBid> bids, CalibrationSettings settings) =>
        SuccessRate.Of(bids.Count(bid => bid.Won), bids.Count, settings);

    private static double? Mean(IEnumerable<double> values) => values.Select(value => (double?)value).Average();
}
