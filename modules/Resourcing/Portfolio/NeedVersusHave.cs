using CoProd.Resourcing.Forecast;

namespace CoProd.Resourcing.Portfolio;

/// <summary>A resource that is needed, or held, for a while.</summary>
internal sealed record ResourceSpan
{
    /// <summary>Money, time, space, skill, kit, data or in-kind, as the module names its kinds.</summary>
    public required string Kind { get; init; }

    /// <summary>What the amount counts: hours, rooms, for money the currency's code. Amounts of two units are never added.</summary>
    public required string Unit { get; init; }

    /// <summary>The amount in each month that the span touches, or of the whole span when <see cref="IsWhole"/>.</summary>
    public required decimal Amount { get; init; }
    public required DateOnly From { get; init; }

    /// <summary>The last day; without one it goes on.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The amount is for the whole span and is spread over its days; needs a last day.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Needed; else held.</summary>
    public bool IsNeed { get; init; }
}

/// <summary>One kind of resource in one month.</summary>
internal sealed record NeedCell
{
    public required string Kind { get; init; }
    public required string Unit { get; init; }

    /// <summary>The month's first day.</summary>
    public required DateOnly Month { get; init; }
    public required decimal Needed { get; init; }
    public required decimal Held { get; init; }
    public decimal Short => Math.Max(0, Needed - Held);
}

/// <summary>Needs beside what is held, by kind and month.</summary>
internal static class NeedVersusHave
{
    /// <summary>A cell for every kind and unit that occurs, and every month, in order of kind, unit and month.</summary>
    /// <exception cref="ArgumentException">A span is reversed, negative, or whole without a last day.</exception>
    public static IReadOnlyList<NeedCell> Of(IReadOnlyCollection<ResourceSpan> spans, DateOnly start, int months)
    {
        foreach (var span in spans)
            Check(span);
        return
        [
            .. spans
                .GroupBy(span => (span.Kind, span.Unit))
                .OrderBy(group => group.Key.Kind, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Unit, StringComparer.Ordinal)
                .SelectMany(group => Months.From(start, months).Select(month => Cell([.. group], month))),
        ];
    }

    private static NeedCell Cell(ResourceSpan[] spans, DateOnly month) =>
        new()
        {
            Kind = spans[0].Kind,
            Unit = spans[0].Unit,
            Month = month,
            Needed = spans.Where(span => span.IsNeed).Sum(span => InMonth(span, month)),
            Held = spans.Where(span => !span.IsNeed).Sum(span => InMonth(span, month)),
        };

    private static decimal InMonth(ResourceSpan span, DateOnly month)
    {
        var first = Math.Max(span.From.DayNumber, month.DayNumber);
        var last = Math.Min((span.To ?? DateOnly.MaxValue).DayNumber, Months.LastDay(month).DayNumber);
        if (last < first)
            return 0;
        return span.IsWhole
            ? span.Amount * (last - first + 1) / (span.To!.Value.DayNumber - span.From.DayNumber + 1)
            : span.Amount;
    }

    private static void Check(ResourceSpan span)
    {
        if (span.To < span.From)
            throw new ArgumentException($"{span.Kind} ends before it begins.", nameof(span));
        if (span.Amount < 0)
            throw new ArgumentException($"{span.Kind} has a negative amount.", nameof(span));
        if (span.IsWhole && span.To is null)
            throw new ArgumentException($"{span.Kind} is for a whole span and needs a last day.", nameof(span));
    }
}
