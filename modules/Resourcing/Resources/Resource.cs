using CoProd.Resourcing.Portfolio;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Resources;

/// <summary>What kind of thing is needed or there.</summary>
public enum ResourceKind
{
    Money,
    Time,
    Space,
    Skill,
    Kit,
    Data,
    InKind,
}

/// <summary>Something other than funded money that is needed, or there.</summary>
internal sealed record Resource
{
    public const string Columns = """
        id, innovation_id, kind, is_need, label, amount, unit, from_on, to_on, is_whole, note_id, version
        """;

    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public ResourceKind Kind { get; init; }
    public bool IsNeed { get; init; }
    public string Label { get; init; } = "";
    public double? Amount { get; init; }
    public string Unit { get; init; } = "";
    public DateOnly? FromOn { get; init; }
    public DateOnly? ToOn { get; init; }
    public bool IsWhole { get; init; }
    public Guid? NoteId { get; init; }
    public int Version { get; init; }

    /// <summary>As need and have are compared; null without an amount or a first day.</summary>
    public ResourceSpan? Span =>
        Amount is not { } amount || FromOn is not { } from
            ? null
            : new()
            {
                Kind = Word(Kind),
                Unit = Unit,
                Amount = (decimal)amount,
                From = from,
                To = ToOn,
                IsWhole = IsWhole && ToOn is not null,
                IsNeed = IsNeed,
            };

    public static string Word(ResourceKind kind) =>
        kind switch
        {
            ResourceKind.Money => T["Money"],
            ResourceKind.Time => T["Time"],
            ResourceKind.Space => T["Space"],
            ResourceKind.Skill => T["Skill"],
            ResourceKind.Kit => T["Kit"],
            ResourceKind.Data => T["Data"],
            _ => T["Help in kind"],
        };
}
