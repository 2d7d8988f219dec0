namespace CoProd.Contracts.Capabilities;

/// <summary>
/// Says how far the words of notes may go today: where something was made of a note for which a person has to be asked, and they were not
/// asked yet or took it back, its words are held back. Ask before a note's words are shown, and before they leave.
/// </summary>
/// <remarks>
/// Several modules may provide one; the host asks all and the strictest answer holds. One that does not answer holds back, from all but
/// those who record, whatever it was asked about.
/// </remarks>
public interface INoteHold
{
    /// <summary>How far the words of these notes may go. A note that is not in the answer is not held back.</summary>
    Task<IReadOnlyDictionary<Guid, NoteReach>> ReachOf(IReadOnlyCollection<Guid> notes, CancellationToken ct);
}

/// <summary>How far the words of a note may go; the first reaches nobody, the last everybody who may read notes.</summary>
public enum NoteReach
{
    /// <summary>Nobody reads them but whoever wrote them.</summary>
    Nobody,

    /// <summary>Those who record read them.</summary>
    Recorders,

    /// <summary>All who may read notes read them here. They do not leave with the innovation.</summary>
    Here,

    /// <summary>They are not held back.</summary>
    Everywhere,
}
