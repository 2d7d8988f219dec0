namespace CoProd.Contracts.Capabilities;

/// <summary>Foresees the money of innovations.</summary>
public interface IFundingForecast
{
    /// <summary>The outlook of each of these innovations; one without any money recorded is left out.</summary>
    /// <param name="innovations">The innovations.</param>
    /// <param name="months">How many months ahead, from the current month; 1 to 120.</param>
    /// <param name="ct">Ends the work.</param>
    Task<IReadOnlyList<FundingOutlook>> Foresee(IReadOnlyList<Guid> innovations, int months, CancellationToken ct);
}

/// <summary>How one innovation's money stands, month by month. One currency each: an innovation funded in two has two outlooks.</summary>
public sealed record FundingOutlook
{
    /// <summary>The innovation.</summary>
    public required Guid InnovationId { get; init; }

    /// <summary>ISO 4217 code of all amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>The months, in order, without holes.</summary>
    public required IReadOnlyList<OutlookMonth> Months { get; init; }

    /// <summary>The first month in which secured money and reserves do not cover the cost so far; null when they cover all months.</summary>
    public DateOnly? SecuredUntil { get; init; }

    /// <summary>The day by which somebody must act to bridge the first gap; null when no gap is likely.</summary>
    public DateOnly? ActBy { get; init; }

    /// <summary>The address of the page that shows what it is worked out from; empty when there is none.</summary>
    public string Path { get; init; } = "";

    /// <summary>The permission that page needs. Whoever lacks it is shown no link.</summary>
    public string Permission { get; init; } = "";
}

/// <summary>One month of an outlook.</summary>
public sealed record OutlookMonth
{
    /// <summary>The first day of the month.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>How the month stands.</summary>
    public required OutlookState State { get; init; }

    /// <summary>The exact probability that money runs short by the end of the month, 0 to 1.</summary>
    public required double GapProbability { get; init; }

    /// <summary>Balance at the month's end from reserves and secured money alone, in minor units.</summary>
    public required long SecuredBalance { get; init; }

    /// <summary>Balance at the month's end with every bid counted at its probability, in minor units.</summary>
    public required long ExpectedBalance { get; init; }
}

/// <summary>How a month's money stands.</summary>
public enum OutlookState
{
    /// <summary>Secured money covers it.</summary>
    Secured,

    /// <summary>It is covered if likely bids are won.</summary>
    Likely,

    /// <summary>It is more likely than the threshold to run short.</summary>
    Gap,
}
