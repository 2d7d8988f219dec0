using CoProd.Contracts;

namespace CoProd.Resourcing.Forecast;

/// <summary>All that a forecast of one innovation, in one currency, is made from.</summary>
internal sealed record ForecastInput
{
    /// <summary>The first day looked at; the first month runs from here to its end. What is dated earlier is past, and is in
    /// <see cref="Reserve"/> or spent.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>How many calendar months, counting the one that <see cref="Start"/> lies in.</summary>
    public int Months { get; init; } = 36;

    /// <summary>Money in hand when <see cref="Start"/> begins. May be negative. Its currency is the forecast's.</summary>
    public required Money Reserve { get; init; }
    public IReadOnlyList<FundingLine> Funding { get; init; } = [];
    public IReadOnlyList<CostLine> Costs { get; init; } = [];
    public ForecastSettings Settings { get; init; } = new();

    /// <summary>The same with only the costs that keep the innovation alive.</summary>
    public ForecastInput KeepAliveOnly() => this with { Costs = [.. Costs.Where(cost => cost.KeepAlive)] };

    /// <summary>What if these lines were won, and those lost?</summary>
    /// <exception cref="ArgumentException">A line is named that is not there, or is both won and lost.</exception>
    public ForecastInput WhatIf(IReadOnlyCollection<Guid> won, IReadOnlyCollection<Guid> lost)
    {
        if (won.Intersect(lost).Any())
            throw new ArgumentException("A line is either won or lost.", nameof(lost));
        if (won.Concat(lost).Except(Funding.Select(line => line.Id)).Any())
            throw new ArgumentException("A line is named that is not in the forecast.", nameof(won));
        return this with { Funding = [.. Funding.Select(Decided)] };

        FundingLine Decided(FundingLine line) =>
            won.Contains(line.Id) ? line with { Probability = 1 }
            : lost.Contains(line.Id) ? line with { Probability = 0 }
            : line;
    }
}
