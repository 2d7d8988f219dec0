namespace CoProd.OwnershipTransfer.Figures;

/// <summary>How likely it is that money runs short at some month's end within so many months.</summary>
internal static class GapChance
{
    /// <summary>The months ahead that are told: one, two and three years.</summary>
    public static readonly IReadOnlyList<int> Horizons = [12, 24, 36];

    /// <summary>
    /// The largest chance of any month's end up to then, of each currency: the chance that it runs short at all is at least that. Null where
    /// the outlook is shorter.
    /// </summary>
    public static double? Within(IReadOnlyList<IReadOnlyList<double>> outlooks, int months)
    {
        var reaching = outlooks.Where(one => one.Count >= months).ToArray();
        return reaching.Length == 0 ? null : reaching.Max(one => one.Take(months).Max());
    }
}
