namespace CoProd.OwnershipTransfer.Figures;

/// <summary>Whether work was handed over without the rights and the means that go with it.</summary>
internal static class Dumping
{
    /// <returns>The weight of the obligations that the community carries over the weight of all that are carried; null where none is.</returns>
    public static double? ObligationShare(IEnumerable<(int Weight, bool IsCommunity)> carried)
    {
        var (community, all) = (0, 0);
        foreach (var (weight, isCommunity) in carried)
        {
            all += weight;
            community += isCommunity ? weight : 0;
        }
        return all == 0 ? null : (double)community / all;
    }

    /// <summary>What was given: the mean of all rights and of those that carry means (money, things, people); one alone where the other is not known.</summary>
    public static double? Given(double? rights, double? means) =>
        rights is { } some && means is { } other ? (some + other) / 2 : rights ?? means;

    /// <summary>By how much the share of the obligations exceeds what was given, -1 to 1; null where either is not known.</summary>
    public static double? Excess(double? obligations, double? given) => obligations - given;

    /// <summary>The fewest people who between them carry at least a share of what is to be done; null where nobody is named.</summary>
    public static int? KeyPeople(IEnumerable<(Guid Person, int Weight)> doing, double share)
    {
        var loads = doing
            .GroupBy(one => one.Person)
            .Select(one => one.Sum(each => each.Weight))
            .OrderDescending()
            .ToArray();
        if (loads.Length == 0)
            return null;
        var (needed, sum) = (share * loads.Sum(), 0.0);
        for (var i = 0; i < loads.Length; i++)
        {
            sum += loads[i];
            // 0.8 of 5 is a little more than 4 in binary figures.
            if (sum >= needed - 1e-9)
                return i + 1;
        }
        return loads.Length;
    }
}
