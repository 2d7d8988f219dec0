namespace CoProd.Championing;

/// <summary>The addresses of the module's pages.</summary>
internal static class Paths
{
    public const string Route = "/innovations/{innovationId:guid}/champions";

    public const string Api = "/api" + Route;

    public static string Champions(Guid innovation) => $"/innovations/{innovation}/champions";
}
