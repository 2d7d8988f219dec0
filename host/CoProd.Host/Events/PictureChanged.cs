using CoProd.Contracts.Events;

namespace CoProd.Host.Events;

/// <summary>A module said that what is known of an innovation changed: its warnings, practice map and story are worked out anew.</summary>
internal sealed record PictureChanged : IEvent
{
    public required Guid InnovationId { get; init; }
}
