namespace CoProd.Contracts.Contributions;

/// <summary>How soon a warning wants a person.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Watch,

    /// <summary>Soon.</summary>
    Soon,

    /// <summary>Now.</summary>
    Now,
}

/// <summary>Something that may stop an innovation, told in time. The fact comes first; there is always a next step.</summary>
public sealed record Warning
{
    /// <summary>The innovation it is about.</summary>
    public required Guid InnovationId { get; init; }

    /// <summary>The rule that raised it, for example <c>resourcing.act-by</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>What tells it from others of the same rule and innovation, for example an award's id. It stays the same while the matter does.</summary>
    public required string Key { get; init; }

    /// <summary>How soon.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The fact, a sentence: "Funding ends on 31 March 2027, and nothing follows it yet."</summary>
    public required string Fact { get; init; }

    /// <summary>Why it is told: the rule and its threshold, a sentence.</summary>
    public required string Why { get; init; }

    /// <summary>What to do next, a few words for a link.</summary>
    public required string NextStep { get; init; }

    /// <summary>Path of the page where the next step is done.</summary>
    public required string NextStepPath { get; init; }

    /// <summary>When the next step must be done by, if a date is known.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>The person it concerns, if it is about one.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The permission without which it is not shown.</summary>
    public required string Permission { get; init; }

    /// <summary>The permission the next step needs, where it needs another: others are told the fact without the link.</summary>
    public string? NextStepPermission { get; init; }
}

/// <summary>Raises the module's warnings.</summary>
public interface IWarningSource : IContribution
{
    /// <summary>All warnings that hold now for these innovations. What is left out no longer holds.</summary>
    Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct);
}
