using System.Globalization;
using CoProd.Contracts;
using CoProd.KnowledgeExchange.Figures;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Picture;

/// <summary>Figures as sentences.</summary>
internal static class Sentences
{
    public static string Rate(Tally tally, int fewest) =>
        tally.Considered == 0 ? T["none considered yet"]
        : tally.Considered < fewest ? T["too few to say"]
        : T["{0} ({1} of {2})", Say.Share(tally.Rate!.Value), tally.Used, tally.Considered];

    public static string Between(Tally tally, int fewest)
    {
        if (tally.Considered < Math.Max(1, fewest))
            return "";
        var between = Wilson.Of(tally.Used, tally.Considered);
        return T["{0} to {1}", Say.Share(between.Low), Say.Share(between.High)];
    }

    public static string Parity((double Ratio, Interval Between)? parity)
    {
        if (parity is not ({ } ratio, var between))
            return T["Too little has been considered to compare people’s own knowledge with that of professions."];
        var said = T[
            "People’s own knowledge is used {0} times as often as that of professions (19 times out of 20 this lies between {1} and {2}).",
            Figure(ratio),
            Figure(between.Low),
            Figure(between.High)
        ];
        return between.Low <= 1 && between.High >= 1 ? said + " " + T["That may be chance: equal lies within."] : said;
    }

    public static string Closure(KnowledgeFigures figures) =>
        figures.Closure is not { } closure ? T["No decision that was taken has considered what people know yet."]
        : SmallNumbers.AreHidden(figures.ToAnswer)
            ? T[
                "Fewer than five things that people told were considered in decisions that were taken: too few to say how many were answered."
            ]
        : figures.MedianDays is { } days
            ? T[
                "{0} of what people told and decisions considered was answered ({1} of {2}), half of it within {3} days.",
                Say.Share(closure),
                figures.Answered,
                figures.ToAnswer,
                days.ToString("0.#", CultureInfo.CurrentCulture)
            ]
        : T["Nothing of what was considered was answered yet ({0} to answer).", figures.ToAnswer];

    public static string? Diversity(double? diversity) =>
        diversity is { } share
            ? T["Mix of kinds: {0} on a scale from 0 (all of one kind) to 1 (all kinds equally).", Figure(share)]
            : null;

    public static string? Coverage(double? coverage, int enough) =>
        coverage is { } share
            ? T[
                "{0} of topics and groups are covered: {1} or more items about a topic from a group.",
                Say.Share(share),
                enough
            ]
            : null;

    private static string Figure(double figure) => figure.ToString("0.##", CultureInfo.CurrentCulture);
}
