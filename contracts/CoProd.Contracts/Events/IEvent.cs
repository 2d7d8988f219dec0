using CoProd.Contracts.Data;

namespace CoProd.Contracts.Events;

/// <summary>Something that happened. Carries ids, never personal text. Immutable; serialised as JSON.</summary>
#pragma warning disable CA1040 // A marker on purpose: it says what may be published.
public interface IEvent;
#pragma warning restore CA1040

/// <summary>Hears an event.</summary>
public interface IEventHandler<in TEvent>
    where TEvent : class, IEvent
{
    /// <summary>Reads what it needs, then returns the write to do. The host runs that write and the mark "handled" in one transaction.</summary>
    /// <returns>The write, or null when there is nothing to do.</returns>
    Task<Action<IWriting>?> Handle(TEvent happened, CancellationToken ct);
}
