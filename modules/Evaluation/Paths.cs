namespace CoProd.Evaluation;

/// <summary>The addresses of the module's pages.</summary>
internal static class Paths
{
    public const string Route = "/innovations/{innovationId:guid}/evaluation";

    public const string Api = "/api" + Route;

    public const string RoundRoute = Route + "/rounds/{roundId:guid}";

    public const string RoundApi = "/api" + RoundRoute;

    public const string Open = "/open/evaluation";

    public const string Instruments = "/evaluation/instruments";

    public static string Of(Guid innovation) => $"/innovations/{innovation}/evaluation";

    public static string Round(Guid innovation, Guid round) => $"{Of(innovation)}/rounds/{round}";

    public static string Results(Guid innovation, Guid round) => Round(innovation, round) + "/results";

    public static string Indicator(Guid innovation, Guid indicator) => $"{Of(innovation)}/indicators/{indicator}";
}
