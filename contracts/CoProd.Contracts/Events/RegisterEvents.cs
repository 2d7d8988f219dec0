namespace CoProd.Contracts.Events;

/// <summary>An innovation was registered, edited, paused or withdrawn. Ask <see cref="Capabilities.IInnovationDirectory"/> for it as it is now.</summary>
public sealed record InnovationChanged : IEvent
{
    /// <summary>The innovation.</summary>
    public required Guid InnovationId { get; init; }
}

/// <summary>A person was recorded, edited, paused, or asked not to be contacted. Ask <see cref="Capabilities.IInnovationDirectory"/> for them.</summary>
public sealed record PersonChanged : IEvent
{
    /// <summary>The person.</summary>
    public required Guid PersonId { get; init; }
}

/// <summary>Somebody told what happened. Ask <see cref="Capabilities.INotes"/> for the words.</summary>
public sealed record NoteTaken : IEvent
{
    /// <summary>The note.</summary>
    public required Guid NoteId { get; init; }

    /// <summary>The innovation it is about.</summary>
    public required Guid InnovationId { get; init; }
}

/// <summary>A note was taken back. Whatever was made of it goes too.</summary>
public sealed record NoteUndone : IEvent
{
    /// <summary>The note.</summary>
    public required Guid NoteId { get; init; }

    /// <summary>The innovation it was about.</summary>
    public required Guid InnovationId { get; init; }
}
