using CoProd.Contracts;

namespace CoProd.Resourcing.Forecast;

internal enum MonthState
{
    /// <summary>Secured money alone is enough.</summary>
    Secured,

    /// <summary>Enough is likely: the probability of being short is not above the threshold.</summary>
    Likely,

    /// <summary>The probability of being short is above the threshold.</summary>
    Gap,
}

/// <summary>One month of a forecast. All sums run from the forecast's first day to the end of <see cref="Last"/>.</summary>
internal sealed record ForecastMonth
{
    /// <summary>The month's first day; for the first month the day the forecast starts.</summary>
    public required DateOnly First { get; init; }
    public required DateOnly Last { get; init; }
    public required Money Costs { get; init; }

    /// <summary>Σp·a, secured lines included, the reserve not.</summary>
    public required Money ExpectedFunding { get; init; }

    /// <summary>Reserve and secured lines, less costs.</summary>
    public required Money Secured { get; init; }

    /// <summary>Reserve and Σp·a, less costs.</summary>
    public required Money Expected { get; init; }

    /// <summary>Reserve and every line at or above the cut-off in full, less costs.</summary>
    public required Money CutOff { get; init; }

    /// <summary>The probability, 0 to 1, that costs are larger than reserve and money won.</summary>
    public required double GapProbability { get; init; }

    /// <summary>E[max(0, costs − money)]: what is missing on average, counting the cases with enough as nothing missing.</summary>
    public required Money ExpectedShortfall { get; init; }
    public required MonthState State { get; init; }

    /// <summary>The step the probability was computed in; null when it is exact.</summary>
    public Money? Bin { get; init; }
    public bool IsExact => Bin is null;
}

/// <summary>A maximal run of months in the state <see cref="MonthState.Gap"/>.</summary>
internal sealed record GapInterval
{
    /// <summary>The day from which the probability of being short stays above the threshold.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last such day, or the forecast's last.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Indexes into <see cref="FundingOutlook.Months"/>.</summary>
    public required int FirstMonth { get; init; }
    public required int LastMonth { get; init; }

    /// <summary>No end is in sight within the months looked at.</summary>
    public required bool ReachesHorizon { get; init; }
    public required double HighestProbability { get; init; }

    /// <summary>The largest expected shortfall of its months.</summary>
    public required Money ExpectedShortfall { get; init; }

    /// <summary>The largest shortfall of its months if no bid is won.</summary>
    public required Money WorstShortfall { get; init; }
    public required DateOnly ActBy { get; init; }
}

internal sealed record FundingOutlook
{
    public required IReadOnlyList<ForecastMonth> Months { get; init; }
    public required IReadOnlyList<GapInterval> Gaps { get; init; }

    /// <summary>Secured runway: the first month (its first day) that ends with reserve and secured money below costs; null when none does.</summary>
    public DateOnly? RunwayEnds { get; init; }

    /// <summary>Open lines with money dated before the start: it is not counted, so their dates want a look.</summary>
    public required IReadOnlyList<Guid> Overtaken { get; init; }
}
