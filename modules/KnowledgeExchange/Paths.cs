namespace CoProd.KnowledgeExchange;

/// <summary>The addresses of the module's pages.</summary>
internal static class Paths
{
    public const string Route = "/innovations/{innovationId:guid}/knowledge";

    public const string Api = "/api" + Route;

    public const string ItemRoute = Route + "/items/{itemId:guid}";

    public const string DecisionRoute = Route + "/decisions/{decisionId:guid}";

    public const string Mine = "/me/knowledge";

    public static string Knowledge(Guid innovation) => $"/innovations/{innovation}/knowledge";

    public static string Items(Guid innovation) => Knowledge(innovation) + "/items";

    public static string Item(Guid innovation, Guid item) => $"{Items(innovation)}/{item}";

    public static string Decision(Guid innovation, Guid decision) => $"{Knowledge(innovation)}/decisions/{decision}";

    public static string Exchange(Guid innovation) => Knowledge(innovation) + "/exchange";
}
