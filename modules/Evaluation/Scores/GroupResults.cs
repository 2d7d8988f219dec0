namespace CoProd.Evaluation.Scores;

/// <summary>Who answered: staff and co-producers are compared first.</summary>
internal enum Side
{
    Staff,
    CoProducers,
    Others,
}

/// <summary>The scores that people of one group have for one domain.</summary>
internal sealed record GroupScores(string Group, Side Side, IReadOnlyList<double> Scores);

/// <summary>A group's result; where fewer answered than the floor, nothing but that.</summary>
internal sealed record GroupResult
{
    public required string Group { get; init; }
    public required Side Side { get; init; }
    public required bool IsHidden { get; init; }
    public int? Count { get; init; }
    public double? Mean { get; init; }
    public double? Deviation { get; init; }
    public double? Agreement { get; init; }
}

/// <summary>What the groups say about a domain, with nothing shown of a group below the floor.</summary>
internal static class GroupResults
{
    /// <param name="groups">The groups' scores.</param>
    /// <param name="floor">The fewest people of whom anything is shown.</param>
    /// <param name="steps">How many steps the scale has; null where that means nothing, as for points of different weight.</param>
    public static IReadOnlyList<GroupResult> Of(IReadOnlyList<GroupScores> groups, int floor, int? steps) =>
        [
            .. groups.Select(group =>
                group.Scores.Count < Math.Max(1, floor)
                    ? new GroupResult
                    {
                        Group = group.Group,
                        Side = group.Side,
                        IsHidden = true,
                    }
                    : new()
                    {
                        Group = group.Group,
                        Side = group.Side,
                        IsHidden = false,
                        Count = group.Scores.Count,
                        Mean = group.Scores.Average(),
                        Deviation = Spread.Deviation(group.Scores),
                        Agreement = steps is { } known ? Spread.Agreement(group.Scores, known) : null,
                    }
            ),
        ];

    /// <summary>
    /// Everybody together, of the groups that are shown alone: with the others in, a hidden group could be worked out by taking away.
    /// </summary>
    public static double? Everybody(IReadOnlyList<GroupScores> groups, int floor)
    {
        var shown = groups.Where(group => group.Scores.Count >= Math.Max(1, floor)).SelectMany(g => g.Scores).ToArray();
        return shown.Length == 0 ? null : shown.Average();
    }

    /// <summary>How far apart the two groups are that differ most: staff and co-producers first, then any. Null with fewer than two shown.</summary>
    public static (GroupResult High, GroupResult Low, double Gap)? Disagreement(IReadOnlyList<GroupResult> results)
    {
        var shown = results.Where(result => result.Mean is not null).ToArray();
        var pairs =
            from one in shown
            from other in shown
            where one.Mean > other.Mean
            select (One: one, Other: other, Gap: one.Mean!.Value - other.Mean!.Value);
        var widest = pairs
            .OrderByDescending(pair =>
                (pair.One.Side, pair.Other.Side) is (Side.Staff, Side.CoProducers) or (Side.CoProducers, Side.Staff)
            )
            .ThenByDescending(pair => pair.Gap)
            .FirstOrDefault();
        return widest.One is null ? null : (widest.One, widest.Other, widest.Gap);
    }
}
