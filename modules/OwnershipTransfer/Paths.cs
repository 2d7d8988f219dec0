namespace CoProd.OwnershipTransfer;

/// <summary>The addresses of the module's pages.</summary>
internal static class Paths
{
    public const string Route = "/innovations/{innovationId:guid}/ownership";

    public const string Api = "/api" + Route;

    public const string HandoverRoute = Route + "/handovers/{handoverId:guid}";

    public static string Ownership(Guid innovation) => $"/innovations/{innovation}/ownership";

    public static string Handover(Guid innovation, Guid handover) => $"{Ownership(innovation)}/handovers/{handover}";
}
