namespace CoProd.Resourcing.Forecast;

/// <summary>What an institution can set about its forecasts. The values here are only where it begins.</summary>
internal sealed record ForecastSettings
{
    /// <summary>The cut-off balance counts a line in full from this probability on, and not at all below it.</summary>
    public double CutOff { get; init; } = 0.75;

    /// <summary>τ: a month is a gap when the probability of being short is above this.</summary>
    public double GapThreshold { get; init; } = 0.2;

    public LeadDays Lead { get; init; } = new();

    /// <summary>The most distinct sums of bids that are followed one by one; beyond it sums are kept in steps.
    /// With this many, 40 open lines in odd pence over 36 months take some 50 ms; round amounts far less.</summary>
    public int MostSums { get; init; } = 20_000;

    /// <summary>The step in minor units, £100. It is doubled until <see cref="MostSums"/> steps reach what is needed.</summary>
    public long BinMinor { get; init; } = 10_000;
}

/// <summary>The days it takes before new money can be there.</summary>
internal sealed record LeadDays
{
    public int BidWriting { get; init; } = 21;
    public int DecisionWait { get; init; } = 61;
    public int Notice { get; init; } = 30;

    /// <summary>The last day on which beginning still helps.</summary>
    public DateOnly ActBy(DateOnly gapStart) => gapStart.AddDays(-(BidWriting + DecisionWait + Notice));
}
