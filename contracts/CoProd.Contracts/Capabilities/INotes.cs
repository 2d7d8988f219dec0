using CoProd.Contracts.Contributions;

namespace CoProd.Contracts.Capabilities;

/// <summary>Gives the words of a note to the modules that make something of it.</summary>
public interface INotes
{
    /// <summary>The note, or null when it was undone meanwhile.</summary>
    Task<Note?> Find(Guid noteId, CancellationToken ct);
}

/// <summary>What somebody told under "What happened?".</summary>
public sealed record Note
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The innovation it is about.</summary>
    public required Guid InnovationId { get; init; }

    /// <summary>The words.</summary>
    public required string Words { get; init; }

    /// <summary>The day it happened.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Hours each person gave; null when not told.</summary>
    public decimal? Hours { get; init; }

    /// <summary>Hours that single people gave, where they differ from <see cref="Hours"/>: on a sign-in sheet.</summary>
    public IReadOnlyDictionary<Guid, decimal> HoursOf { get; init; } = new Dictionary<Guid, decimal>();

    /// <summary>Hours that all gave together; a note without people counts for one. Null when no hours were told.</summary>
    public decimal? HoursInAll =>
        Hours is null && HoursOf.Count == 0 ? null
        : People.Count == 0 ? Hours
        : People.Sum(person => HoursOf.TryGetValue(person, out var own) ? own : Hours ?? 0);

    /// <summary>Who was there.</summary>
    public IReadOnlyList<Guid> People { get; init; } = [];

    /// <summary>What was ticked.</summary>
    public IReadOnlyList<NoteTick> Ticks { get; init; } = [];

    /// <summary>
    /// Whether the words are somebody's to share, who was not asked yet: "learned" or "needed" was ticked. They stay in the note then, and
    /// what a module makes of it says only when it was told.
    /// </summary>
    public bool IsSomebodysToShare => Ticks.Any(tick => tick is NoteTick.Learned or NoteTick.Needed);

    /// <summary>The account that wrote it.</summary>
    public Guid WrittenBy { get; init; }
}
