namespace CoProd.OwnershipTransfer.Figures;

/// <summary>A share of a right over some days, in per cent; the last day is included, and an open end goes on.</summary>
internal readonly record struct Span(int Share, bool IsCommunity, DateOnly From, DateOnly? Until)
{
    public bool Covers(DateOnly day) => From <= day && (Until is null || Until >= day);

    public bool Meets(DateOnly from, DateOnly? until) =>
        (until is null || From <= until) && (Until is null || Until >= from);
}

/// <summary>A stretch of days over which a right is held in the same way.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Community">The community's share, 0 to 100.</param>
/// <param name="Others">Everybody else's share, 0 to 100.</param>
/// <param name="IsKnown">Whether anybody is recorded as holding it.</param>
internal readonly record struct Stretch(DateOnly From, DateOnly To, int Community, int Others, bool IsKnown);

/// <summary>How far rights have passed to the community.</summary>
internal static class TransferIndex
{
    /// <returns>
    /// Σ weight · share / Σ weight over the rights of which it is known who holds them, 0 to 1; null where none is known or none weighs.
    /// </returns>
    public static double? Of(IEnumerable<(double Weight, double? Share)> rights)
    {
        var (held, all) = (0.0, 0.0);
        foreach (var (weight, share) in rights)
        {
            if (share is not { } known || weight <= 0)
                continue;
            held += weight * known;
            all += weight;
        }
        return all > 0 ? held / all : null;
    }

    /// <summary>The community's share of one right on a day, 0 to 1; null where nobody is recorded as holding it then.</summary>
    public static double? ShareOn(IEnumerable<Span> spans, DateOnly day)
    {
        var (community, any) = (0, false);
        foreach (var span in spans)
        {
            if (!span.Covers(day))
                continue;
            any = true;
            community += span.IsCommunity ? span.Share : 0;
        }
        return any ? community / 100.0 : null;
    }

    /// <summary>The most that shares add up to on any day of a period, and the first such day.</summary>
    public static (int Share, DateOnly On) Peak(IReadOnlyList<Span> spans, DateOnly from, DateOnly? until)
    {
        var best = (Share: 0, On: from);
        // A sum grows only on the day on which one begins.
        foreach (
            var day in spans
                .Select(span => span.From)
                .Where(day => day > from && (until is null || day <= until))
                .Append(from)
                .Order()
        )
        {
            var sum = spans.Where(span => span.Covers(day)).Sum(span => span.Share);
            if (sum > best.Share)
                best = (sum, day);
        }
        return best;
    }

    /// <summary>A right's days from first to last, parted where something changes; they follow each other without a hole.</summary>
    public static IReadOnlyList<Stretch> Stretches(IReadOnlyList<Span> spans, DateOnly first, DateOnly last)
    {
        var cuts = spans
            .SelectMany(span => new[] { span.From, span.Until is { } end ? end.AddDays(1) : last })
            .Where(day => day > first && day <= last)
            .Append(first)
            .Distinct()
            .Order()
            .ToList();
        var all = new List<Stretch>();
        for (var i = 0; i < cuts.Count; i++)
        {
            var now = spans.Where(span => span.Covers(cuts[i])).ToArray();
            var stretch = new Stretch(
                cuts[i],
                i + 1 < cuts.Count ? cuts[i + 1].AddDays(-1) : last,
                now.Where(span => span.IsCommunity).Sum(span => span.Share),
                now.Where(span => !span.IsCommunity).Sum(span => span.Share),
                now.Length > 0
            );
            if (
                all.Count > 0
                && (all[^1].Community, all[^1].Others, all[^1].IsKnown)
                    == (stretch.Community, stretch.Others, stretch.IsKnown)
            )
                all[^1] = all[^1] with { To = stretch.To };
            else
                all.Add(stretch);
        }
        return all;
    }
}
