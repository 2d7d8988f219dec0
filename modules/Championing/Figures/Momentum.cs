namespace CoProd.Championing.Figures;

/// <summary>A position held from a day on.</summary>
internal readonly record struct DatedStance(DateOnly On, int Stance);

/// <summary>How positions move.</summary>
internal static class Momentum
{
    /// <summary>The position on a day: the last one told by then, the later told where two are of one day. Null before the first.</summary>
    public static int? On(IReadOnlyList<DatedStance> history, DateOnly day)
    {
        int? found = null;
        var best = DateOnly.MinValue;
        foreach (var (on, stance) in history)
        {
            if (on <= day && on >= best)
                (found, best) = (stance, on);
        }
        return found;
    }

    /// <summary>
    /// How far the position moved over the quarter that ends today: against where it stood when the quarter began, or against the first
    /// position told within it. Null while there is nothing to compare with.
    /// </summary>
    public static int? OverQuarter(IReadOnlyList<DatedStance> history, DateOnly today, int days)
    {
        var told = history.Where(one => one.On <= today).OrderBy(one => one.On).ToArray();
        if (told.Length == 0)
            return null;
        var before = On(told, today.AddDays(-days));
        if (before is null && told.Length < 2)
            return null;
        return On(told, today)!.Value - (before ?? told[0].Stance);
    }

    /// <summary>The mean of the audiences' movements, each by its power; null where none is known.</summary>
    public static double? Weighted(IEnumerable<(int Power, int? Moved)> audiences)
    {
        var known = audiences.Where(one => one.Moved is not null).ToArray();
        var power = known.Sum(one => one.Power);
        return power == 0 ? null : (double)known.Sum(one => one.Power * one.Moved!.Value) / power;
    }
}
