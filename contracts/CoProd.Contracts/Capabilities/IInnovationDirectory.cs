namespace CoProd.Contracts.Capabilities;

/// <summary>Knows the innovations and people by name, and who may see what. The one capability that the host itself needs.</summary>
public interface IInnovationDirectory
{
    /// <summary>These innovations, as they are now; ids that are not known are left out.</summary>
    Task<IReadOnlyList<InnovationSummary>> Innovations(IReadOnlyCollection<Guid> ids, CancellationToken ct);

    /// <summary>All innovations, a page at a time in order of id.</summary>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    /// <param name="take">How many at the most.</param>
    /// <param name="ct">Ends the reading.</param>
    Task<IReadOnlyList<InnovationSummary>> AllInnovations(Guid? after, int take, CancellationToken ct);

    /// <summary>These people, as they are now; ids that are not known are left out.</summary>
    Task<IReadOnlyList<PersonSummary>> People(IReadOnlyCollection<Guid> ids, CancellationToken ct);

    /// <summary>All people, a page at a time in order of id.</summary>
    Task<IReadOnlyList<PersonSummary>> AllPeople(Guid? after, int take, CancellationToken ct);
}

/// <summary>An innovation in a few words, with the people who may see it.</summary>
public sealed record InnovationSummary
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its purpose in one sentence; empty when it was not given.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Whether it was withdrawn: its id stays, it is no longer listed.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>The people taking part: they see it, whatever their role.</summary>
    public IReadOnlyList<Guid> People { get; init; } = [];
}

/// <summary>A person in a few words.</summary>
public sealed record PersonSummary
{
    /// <summary>Their id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Their name, or their role where the name is not known.</summary>
    public required string Name { get; init; }

    /// <summary>Whether they may be contacted at all; false once paused, bereaved, or asked not to be.</summary>
    public required bool MayBeContacted { get; init; }
}
