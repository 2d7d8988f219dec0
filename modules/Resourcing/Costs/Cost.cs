using CoProd.Contracts;
using CoProd.Resourcing.Forecast;

namespace CoProd.Resourcing.Costs;

/// <summary>When a cost falls due, as people are asked.</summary>
public enum CostRhythm
{
    Once,
    Monthly,
    Spread,
}

/// <summary>Something that has to be paid for.</summary>
internal sealed record Cost
{
    public const string Columns = """
        id, innovation_id, label, amount_minor, currency, timing, from_on, to_on, keep_alive, version
        """;

    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Label { get; init; } = "";
    public long AmountMinor { get; init; }
    public string Currency { get; init; } = "";
    public CostRhythm Timing { get; init; }
    public DateOnly FromOn { get; init; }
    public DateOnly? ToOn { get; init; }
    public bool KeepAlive { get; init; }
    public int Version { get; init; }

    public Money Amount => new(AmountMinor, Currency);

    /// <summary>The last day on which anything falls due; null where it goes on.</summary>
    public DateOnly? LastDay => Timing == CostRhythm.Once ? FromOn : ToOn;

    public CostLine Line =>
        new()
        {
            Id = Id,
            Label = Label,
            Amount = Amount,
            Timing = Enum.Parse<CostTiming>(Timing.ToString()),
            From = FromOn,
            To = ToOn,
            KeepAlive = KeepAlive,
        };
}
