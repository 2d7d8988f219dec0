using CoProd.Contracts;

namespace CoProd.Resourcing.Reserves;

/// <summary>Money in hand, in one currency.</summary>
internal sealed record Reserve
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Currency { get; init; } = "";
    public long AmountMinor { get; init; }
    public DateOnly AsOf { get; init; }

    public Money Amount => new(AmountMinor, Currency);
}
