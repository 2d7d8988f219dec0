namespace CoProd.Contracts.Capabilities;

/// <summary>Knows who agreed to go along when an innovation is handed over to others.</summary>
public interface IGoingAlong
{
    /// <summary>
    /// Everybody that is known here, as they stand when this innovation leaves today. Also those who do not take part: their names may stand
    /// in what others wrote, and do not leave.
    /// </summary>
    /// <param name="innovationId">The innovation.</param>
    /// <param name="ct">Ends the reading.</param>
    Task<IReadOnlyList<PersonLeaving>> Of(Guid innovationId, CancellationToken ct);
}

/// <summary>A person, and how they stand to an innovation that leaves.</summary>
public sealed record PersonLeaving
{
    /// <summary>Their id.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Whether they take part in the innovation. Of whoever does not, nothing leaves.</summary>
    public required bool TakesPart { get; init; }

    /// <summary>Whether they take part and agreed to go along, and that holds today. Otherwise they are known there by their role alone.</summary>
    public required bool ByName { get; init; }

    /// <summary>Their name; empty where it is not known.</summary>
    public string Name { get; init; } = "";

    /// <summary>What they are known as without their name; may be empty.</summary>
    public string Role { get; init; } = "";

    /// <summary>Their address and number: these never leave, whatever was agreed.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];
}
