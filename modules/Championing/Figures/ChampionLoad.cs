namespace CoProd.Championing.Figures;

/// <summary>What standing up costs somebody: each role counts one, and each act one that fades by half over a half-life. Never shown.</summary>
internal static class ChampionLoad
{
    public static double Of(int roles, IEnumerable<int> daysSinceActs, double halfLife) =>
        roles + daysSinceActs.Where(days => days >= 0).Sum(days => Math.Pow(2, -days / halfLife));
}
