using CoProd.Contracts;

namespace CoProd.Resourcing.Forecast;

/// <summary>Money that comes, or may come: a grant, a contract, a bid not yet decided.</summary>
internal sealed record FundingLine
{
    public required Guid Id { get; init; }
    public string Label { get; init; } = "";

    /// <summary>The whole amount, never negative.</summary>
    public required Money Amount { get; init; }
    public required DateOnly From { get; init; }

    /// <summary>The last day of the interval over which the amount is spread, day by day. Not read for a lump.</summary>
    public DateOnly To { get; init; }

    /// <summary>The whole amount arrives on <see cref="From"/>.</summary>
    public bool IsLump { get; init; }

    /// <summary>From 0 (lost) to 1 (secured).</summary>
    public double Probability { get; init; } = 1;

    public bool IsSecured => Probability >= 1;

    /// <summary>Neither secured nor lost.</summary>
    public bool IsOpen => Probability is > 0 and < 1;

    /// <summary>Minor units that arrive by the end of a day, since the line began.</summary>
    public long Through(DateOnly day) =>
        IsLump ? Accrual.Once(Amount.Minor, From, day) : Accrual.Spread(Amount.Minor, From, To, day);
}
