namespace CoProd.Contracts.Contributions;

/// <summary>The parts of the page for a board.</summary>
public enum BoardPart
{
    /// <summary>It may stop the innovation, or a part of it, within twelve months.</summary>
    MayStop,

    /// <summary>It waits for a decision of those who answer for the innovation.</summary>
    ToDecide,

    /// <summary>What co-producers told together, for example how groups of them answered. Single people's words go by <see cref="IPublicWords"/>.</summary>
    Heard,

    /// <summary>Answers that are owed to people. Only <see cref="BoardMatter.Count"/> is shown, added up.</summary>
    Owed,
}

/// <summary>
/// Something that a board should know of an innovation. People outside read it by a link, without an account: it names no person, quotes
/// nobody, and counts people as <see cref="SmallNumbers"/> says.
/// </summary>
public sealed record BoardMatter
{
    /// <summary>The innovation it is about.</summary>
    public required Guid InnovationId { get; init; }

    /// <summary>The part of the page it belongs to.</summary>
    public required BoardPart Part { get; init; }

    /// <summary>The rule that tells it, for example <c>resourcing.gap</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>What tells it from others of the same rule and innovation, for example a record's id.</summary>
    public required string Key { get; init; }

    /// <summary>How strong it is: the strongest stand first.</summary>
    public Severity Severity { get; init; } = Severity.Watch;

    /// <summary>
    /// The fact, a sentence that is understood without the software: "From 2 April 2027 money may run short." Of a decision: what has to be
    /// decided.
    /// </summary>
    public required string Fact { get; init; }

    /// <summary>Why, a sentence; may be empty where the fact says it.</summary>
    public string Why { get; init; } = "";

    /// <summary>The day on which it may stop, by which it must be decided, or on which it was told; null where none is known.</summary>
    public DateOnly? On { get; init; }

    /// <summary>The probability that it comes to that, 0 to 1; null where nobody can say.</summary>
    public double? Chance { get; init; }

    /// <summary>How many, for <see cref="BoardPart.Owed"/>.</summary>
    public int Count { get; init; }
}

/// <summary>Tells a board what may stop, what has to be decided, and what co-producers are owed.</summary>
public interface IBoardSource : IContribution
{
    /// <summary>All that holds now for these innovations. What is left out no longer holds.</summary>
    Task<IReadOnlyList<BoardMatter>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct);
}

/// <summary>Words of a co-producer that everybody may read, because they agreed to it.</summary>
public sealed record PublicWords
{
    /// <summary>The innovation they are about.</summary>
    public required Guid InnovationId { get; init; }

    /// <summary>The words.</summary>
    public required string Words { get; init; }

    /// <summary>Whose they are, as that person wants to be named.</summary>
    public required string SaidBy { get; init; }

    /// <summary>The day they were said.</summary>
    public required DateOnly On { get; init; }

    /// <summary>What came of them so far, a sentence; empty where nothing is known.</summary>
    public string CameOfIt { get; init; } = "";
}

/// <summary>
/// Gives the words of co-producers that may be read outside. It is asked each time somebody reads and nothing is kept of the answer, so a
/// consent that was taken back, or an erasure, holds at once.
/// </summary>
public interface IPublicWords : IContribution
{
    /// <summary>
    /// The newest words whose consent reaches everybody today, and that tell nothing sensitive. A group of fewer people than
    /// <see cref="SmallNumbers.Fewest"/> is not named as theirs.
    /// </summary>
    /// <param name="innovations">About these; null for any.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="ct">Ends the reading.</param>
    Task<IReadOnlyList<PublicWords>> Newest(IReadOnlyList<Guid>? innovations, int most, CancellationToken ct);
}
