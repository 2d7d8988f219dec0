namespace CoProd.Resourcing;

/// <summary>The addresses of the module's pages.</summary>
internal static class Paths
{
    public const string Route = "/innovations/{innovationId:guid}/money";

    public const string Api = "/api" + Route;

    public static string Money(Guid innovation) => $"/innovations/{innovation}/money";

    public static string Award(Guid innovation, Guid id) => $"/innovations/{innovation}/money#award-{id}";

    public static string Bid(Guid innovation, Guid id) => $"/innovations/{innovation}/money/bids/{id}";
}
