namespace CoProd.Championing.Figures;

/// <summary>What share of the power has a champion before it. Whoever stands up counts the same: a service user as an executive.</summary>
internal static class Coverage
{
    /// <returns>Σ power of audiences with an active champion / Σ power; null where there is no power to cover.</returns>
    public static double? Of(IEnumerable<(int Power, bool HasChampion)> audiences)
    {
        var (covered, all) = (0, 0);
        foreach (var (power, hasChampion) in audiences)
        {
            all += power;
            covered += hasChampion ? power : 0;
        }
        return all == 0 ? null : (double)covered / all;
    }
}
