using CoProd.Contracts.Contributions;
using CoProd.Contracts.Web;

namespace CoProd.Contracts.Capabilities;

/// <summary>Tells what all modules together know of an innovation, for a module that draws on the whole, for example for a report.</summary>
/// <remarks>
/// The host provides it, always: take it with <see cref="IVisit.Get{T}"/>. It reads what was worked out before and shows a reader no more
/// than the innovation's own page does.
/// </remarks>
public interface IStorySoFar
{
    /// <summary>What is known of this innovation.</summary>
    /// <param name="innovationId">The innovation. That the reader may see it at all was asked before.</param>
    /// <param name="reader">Who reads it.</param>
    /// <param name="ct">Ends the reading.</param>
    Task<StorySoFar> Of(Guid innovationId, ICaller reader, CancellationToken ct);
}

/// <summary>What all modules together know of an innovation.</summary>
public sealed record StorySoFar
{
    /// <summary>How the leaflet's rows stand, in its order; those whose page the reader may not open are left out.</summary>
    public required IReadOnlyList<PracticeLine> Practice { get; init; }

    /// <summary>What happened until today, the latest first; 200 entries at the most.</summary>
    public required IReadOnlyList<TimelineEntry> Story { get; init; }
}

/// <summary>A row of the leaflet and how it stands.</summary>
public sealed record PracticeLine
{
    /// <summary>The row's name, in the reader's language.</summary>
    public required string Title { get; init; }

    /// <summary>How it stands, and where the records behind that are.</summary>
    public required PracticeStatus Status { get; init; }
}
