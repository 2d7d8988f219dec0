namespace CoProd.Host.Web.Routing;

/// <summary>What a route needs of its caller. A route without one is refused at start: everything is denied unless allowed.</summary>
internal sealed record RouteRule
{
    /// <summary>The permission; null for what everybody may open, for example the sign-in page.</summary>
    public required string? Permission { get; init; }

    /// <summary>The module it belongs to; "host" for the host's own.</summary>
    public required string ModuleId { get; init; }

    /// <summary>Whether it answers programs (JSON) rather than people (pages).</summary>
    public bool Api { get; init; }

    /// <summary>The fields of its form, for the API's description.</summary>
    public IReadOnlyCollection<Contracts.Forms.FieldSpec> Fields { get; init; } = [];

    /// <summary>The fields of a page's form with what people call them, in the language of the request.</summary>
    public Func<IReadOnlyCollection<Contracts.Forms.FieldSpec>>? Labelled { get; init; }
}
