namespace CoProd.Contracts.Events;

/// <summary>
/// Something that must hold from now on, also when older data comes back by a restore or a rollback: somebody paused, took a consent back,
/// a card ended. Publish it with the write. The host keeps it in a list outside every database and backup, and has it done again by
/// <see cref="Contributions.IHoldsAgain"/> where data came back. Erasures stand in that list without your doing.
/// </summary>
public sealed record MustHold : IEvent
{
    /// <summary>What it is, prefixed by the module's name, for example <c>register.contact</c>.</summary>
    public required string What { get; init; }

    /// <summary>The record it is about. Of several about the same record the last one holds.</summary>
    public required Guid Id { get; init; }

    /// <summary>How it stands since: a state, a day in ISO form; never a person's words.</summary>
    public required string How { get; init; }
}
