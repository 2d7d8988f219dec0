namespace CoProd.Resourcing.Portfolio;

/// <summary>What was believed of a success rate before any bid: as if α had been won and β lost. Above 0 both.</summary>
internal sealed record BetaPrior
{
    public double Alpha { get; init; } = 1;
    public double Beta { get; init; } = 1;
}

/// <summary>What an institution can set about judging its own bids.</summary>
internal sealed record CalibrationSettings
{
    public BetaPrior Prior { get; init; } = new();

    /// <summary>How sure the interval is to hold the rate.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Below so many decided bids the answer is "too few".</summary>
    public int Fewest { get; init; } = 5;
}

/// <summary>How often bids are won: posterior Beta(α + wins, β + n − wins) under the prior Beta(α, β).</summary>
internal sealed record SuccessRate
{
    public required int Bids { get; init; }
    public required int Wins { get; init; }

    /// <summary>(α + wins) / (α + β + n), 0 to 1.</summary>
    public required double Mean { get; init; }

    /// <summary>Equal-tailed credible interval.</summary>
    public required double Low { get; init; }
    public required double High { get; init; }

    /// <summary>Too few bids to say anything with: show this word, not the numbers.</summary>
    public required bool IsTooFew { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">More wins than bids, a negative count, or a level outside 0 to 1.</exception>
    public static SuccessRate Of(int wins, int bids, CalibrationSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wins);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wins, bids);
        if (settings.Level is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(settings), settings.Level, "The level lies between 0 and 1.");
        var (alpha, beta) = (settings.Prior.Alpha + wins, settings.Prior.Beta + bids - wins);
        var tail = (1 - settings.Level) / 2;
        return new()
        {
            Bids = bids,
            Wins = wins,
            Mean = alpha / (alpha + beta),
            Low = BetaDistribution.Quantile(tail, alpha, beta),
            High = BetaDistribution.Quantile(1 - tail, alpha, beta),
            IsTooFew = bids < settings.Fewest,
        };
    }
}
