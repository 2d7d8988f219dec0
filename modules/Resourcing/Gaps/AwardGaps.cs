namespace CoProd.Resourcing.Gaps;

/// <summary>When an award pays, from its first day to its last, both counted.</summary>
internal sealed record AwardSpan
{
    public required Guid InnovationId { get; init; }
    public DateOnly? Start { get; init; }
    public DateOnly? End { get; init; }

    /// <summary>Both days are known and in order.</summary>
    public bool IsUsable => Start is not null && End >= Start;
}

/// <summary>Days between two awards on which no award pays; first and last day both counted.</summary>
internal sealed record UncoveredInterval
{
    public required Guid InnovationId { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public int Days => To.DayNumber - From.DayNumber + 1;
}

internal sealed record AwardGapSummary
{
    public required IReadOnlyList<UncoveredInterval> Gaps { get; init; }

    /// <summary>Awards with an interval that could be used.</summary>
    public required int Usable { get; init; }

    /// <summary>Awards left out because a date is missing or the end lies before the start.</summary>
    public required int LeftOut { get; init; }
    public required int Innovations { get; init; }
    public required int WithTwoOrMore { get; init; }

    /// <summary>Awards that begin on or before the furthest last day so far.</summary>
    public required int Overlaps { get; init; }

    /// <summary>Awards that begin on the very next day.</summary>
    public required int Contiguous { get; init; }
    public int TotalDays => Gaps.Sum(gap => gap.Days);

    /// <summary>The middle length in days; of an even number the mean of the two in the middle; null without gaps.</summary>
    public double? MedianDays
    {
        get
        {
            var days = Gaps.Select(gap => gap.Days).Order().ToArray();
            return days.Length == 0 ? null : (days[(days.Length - 1) / 2] + days[days.Length / 2]) / 2.0;
        }
    }

    public UncoveredInterval? Longest => Gaps.MaxBy(gap => gap.Days);

    public int LongerThan(int days) => Gaps.Count(gap => gap.Days > days);
}

/// <summary>
/// Gaps between awards that were made, per innovation: walk the closed intervals in order of their start, keeping the furthest
/// end; gap days = next start − end − 1. Above 0 a gap, below 0 an overlap, 0 contiguous.
/// </summary>
internal static class AwardGaps
{
    public static AwardGapSummary Of(IEnumerable<AwardSpan> awards)
    {
        var all = awards.ToArray();
        var usable = all.Where(award => award.IsUsable).ToArray();
        var innovations = usable.GroupBy(award => award.InnovationId).ToArray();
        var joins = innovations.SelectMany(Joins).ToArray();
        return new()
        {
            Gaps = [.. joins.Where(join => join.Days > 0)],
            Usable = usable.Length,
            LeftOut = all.Length - usable.Length,
            Innovations = innovations.Length,
            WithTwoOrMore = innovations.Count(group => group.Skip(1).Any()),
            Overlaps = joins.Count(join => join.Days < 0),
            Contiguous = joins.Count(join => join.Days == 0),
        };
    }

    // One for each award after an innovation's first. In an overlap To lies before From: counted here, shown to nobody.
    private static IEnumerable<UncoveredInterval> Joins(IGrouping<Guid, AwardSpan> awards)
    {
        DateOnly? furthest = null;
        foreach (var award in awards.OrderBy(award => award.Start).ThenBy(award => award.End))
        {
            var (start, end) = (award.Start!.Value, award.End!.Value);
            if (furthest is { } covered)
                yield return new()
                {
                    InnovationId = awards.Key,
                    From = covered.AddDays(1),
                    To = start.AddDays(-1),
                };
            furthest = furthest > end ? furthest : end;
        }
    }
}
