using CoProd.Contracts;

namespace CoProd.Resourcing.Forecast;

/// <summary>When a cost falls due.</summary>
internal enum CostTiming
{
    /// <summary>All of it on the first day.</summary>
    Once,

    /// <summary>The amount again in every calendar month, day by day.</summary>
    Monthly,

    /// <summary>The amount once, in equal parts over the days from first to last.</summary>
    Spread,
}

/// <summary>Something that has to be paid for.</summary>
internal sealed record CostLine
{
    public required Guid Id { get; init; }
    public string Label { get; init; } = "";

    /// <summary>The whole amount, or for <see cref="CostTiming.Monthly"/> the amount of one month. Never negative.</summary>
    public required Money Amount { get; init; }
    public CostTiming Timing { get; init; }
    public required DateOnly From { get; init; }

    /// <summary>The last day. A spread cost must have one; a monthly cost without one goes on.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Belongs to the least that keeps the innovation alive through a gap.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>Minor units that fall due by the end of a day, since the line began.</summary>
    public long Through(DateOnly day) =>
        Timing switch
        {
            CostTiming.Once => Accrual.Once(Amount.Minor, From, day),
            CostTiming.Monthly => Accrual.Monthly(Amount.Minor, From, To, day),
            _ => Accrual.Spread(Amount.Minor, From, To!.Value, day),
        };
}
