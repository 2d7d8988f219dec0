namespace CoProd.Register.Parts;

/// <summary>Something with a name, to link to or to choose.</summary>
public sealed record Named
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>A few words beside the name, for example a role.</summary>
    public string Beside { get; init; } = "";
}
