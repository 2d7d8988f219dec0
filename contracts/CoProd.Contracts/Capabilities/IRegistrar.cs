namespace CoProd.Contracts.Capabilities;

/// <summary>Registers groups with an innovation that carries their awards, for importers that meet them in a file.</summary>
public interface IRegistrar
{
    /// <summary>Says for each group which innovation carries its records; registers what is not there yet when asked to.</summary>
    /// <param name="groups">The groups, told apart by their organisation id; a second mention of an id is the same group.</param>
    /// <param name="apply">False to look only: what is not there yet gets no innovation.</param>
    /// <param name="ct">Ends the work between two batches.</param>
    /// <returns>The group and innovation for each organisation id known by then.</returns>
    Task<IReadOnlyDictionary<string, RegisteredGroup>> Register(
        IReadOnlyCollection<GroupToRegister> groups,
        bool apply,
        CancellationToken ct
    );
}

/// <summary>A group as a file names it.</summary>
public sealed record GroupToRegister
{
    /// <summary>An org-id.guide identifier such as <c>GB-CHC-327114</c>, or whatever id the file uses.</summary>
    public required string OrganisationId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its postcode, if told.</summary>
    public string? Postcode { get; init; }

    /// <summary>Its town or district, if told.</summary>
    public string? Locality { get; init; }
}

/// <summary>A group in the register, with the innovation that carries its awards.</summary>
public sealed record RegisteredGroup
{
    /// <summary>The group.</summary>
    public required Guid GroupId { get; init; }

    /// <summary>The innovation.</summary>
    public required Guid InnovationId { get; init; }

    /// <summary>True when this call made it.</summary>
    public required bool Created { get; init; }
}
