namespace CoProd.Contracts.Capabilities;

/// <summary>Says whether a person may be asked for something now. Ask before every ask.</summary>
/// <remarks>
/// Several modules may provide one; the host asks all and the strictest answer holds. One that does not answer means <see cref="AskAnswer.Stop"/>:
/// silence is never consent.
/// </remarks>
public interface IAskGate
{
    /// <summary>Whether each of these people may be asked.</summary>
    Task<IReadOnlyList<AskVerdict>> MayAsk(IReadOnlyCollection<Guid> people, CancellationToken ct);
}

/// <summary>How an ask stands.</summary>
public enum AskAnswer
{
    /// <summary>They may be asked.</summary>
    Ask,

    /// <summary>They may be asked, with care.</summary>
    Caution,

    /// <summary>They must not be asked. Only the person can lift this.</summary>
    Stop,
}

/// <summary>The answer for one person.</summary>
public sealed record AskVerdict
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>The answer.</summary>
    public required AskAnswer Answer { get; init; }

    /// <summary>Why, a sentence that gives away nothing private.</summary>
    public required string Why { get; init; }
}
