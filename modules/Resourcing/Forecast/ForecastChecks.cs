namespace CoProd.Resourcing.Forecast;

/// <summary>Refuses what cannot be computed, with an <see cref="ArgumentException"/> that names the line.</summary>
internal static class ForecastChecks
{
    public static void Check(ForecastInput input)
    {
        Require(input.Months > 0, "A forecast has at least one month.");
        CheckSettings(input.Settings);
        foreach (var line in input.Funding)
            CheckFunding(line, input.Reserve.Currency);
        foreach (var line in input.Costs)
            CheckCost(line, input.Reserve.Currency);
    }

    private static void CheckSettings(ForecastSettings settings)
    {
        Require(settings.GapThreshold is >= 0 and <= 1, "The threshold of a gap lies between 0 and 1.");
        Require(settings.CutOff is >= 0 and <= 1, "The cut-off lies between 0 and 1.");
        Require(settings.MostSums > 0 && settings.BinMinor > 0, "The number of sums and the step are positive.");
    }

    private static void CheckFunding(FundingLine line, string currency)
    {
        Require(
            line.Amount.Currency == currency,
            $"“{line.Label}” is in another currency than the reserve ({currency})."
        );
        Require(line.Amount.Minor >= 0, $"“{line.Label}” has a negative amount.");
        Require(line.Probability is >= 0 and <= 1, $"“{line.Label}” needs a probability between 0 and 1.");
        Require(line.IsLump || line.To >= line.From, $"“{line.Label}” ends before it begins.");
    }

    private static void CheckCost(CostLine line, string currency)
    {
        Require(
            line.Amount.Currency == currency,
            $"“{line.Label}” is in another currency than the reserve ({currency})."
        );
        Require(line.Amount.Minor >= 0, $"“{line.Label}” has a negative amount.");
        Require(
            line.Timing != CostTiming.Spread || line.To is not null,
            $"“{line.Label}” is spread and needs a last day."
        );
        Require(
            line.Timing == CostTiming.Once || line.To is null || line.To >= line.From,
            $"“{line.Label}” ends before it begins."
        );
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
            throw new ArgumentException(sentence, "input");
    }
}
