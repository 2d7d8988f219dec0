namespace CoProd.Resourcing.Forecast;

/// <summary>How likely money is, in the three words people are asked for.</summary>
internal enum Odds
{
    Unlikely,
    Even,
    Likely,
}

/// <summary>What each word counts for as a probability, 0 to 1: a setting of the institution.</summary>
internal sealed record OddsScale
{
    public double Unlikely { get; init; } = 0.25;
    public double Even { get; init; } = 0.5;
    public double Likely { get; init; } = 0.75;

    /// <summary>The probability a word stands for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the three words.</exception>
    public double Of(Odds word) =>
        word switch
        {
            Odds.Unlikely => Unlikely,
            Odds.Even => Even,
            Odds.Likely => Likely,
            _ => throw new ArgumentOutOfRangeException(nameof(word), word, "One of the three words of odds."),
        };

    /// <summary>The word whose probability is closest. Halfway between two, the less hopeful one: hope is what calibration finds too high.</summary>
    public Odds Nearest(double probability) =>
        Enum.GetValues<Odds>().OrderBy(word => Math.Abs(Of(word) - probability)).ThenBy(Of).First();
}
