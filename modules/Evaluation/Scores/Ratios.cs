using CoProd.Evaluation.Instruments;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Scores;

/// <summary>The ratios of RE-AIM: those who took part of those who could have, settings that joined of those approached, and the like.</summary>
internal static class Ratios
{
    /// <summary>Each ratio with its interval; null for one whose numbers are missing or impossible: a part larger than its whole, or below nothing.</summary>
    public static IReadOnlyList<(Ratio Ratio, Share? Share)> Of(
        Instrument instrument,
        Func<string, IReadOnlyList<Value>> answers
    ) =>
        [
            .. instrument.Scoring.Ratios.Select(ratio =>
                (
                    ratio,
                    Number(answers(ratio.Part)) is { } part
                    && Number(answers(ratio.Of)) is { } of
                    && part >= 0
                    && part <= of
                        ? Wilson.Interval(part, of)
                        : null
                )
            ),
        ];

    /// <summary>What is impossible in the numbers, a sentence each; with them no share could be given.</summary>
    public static IEnumerable<(string Item, string Sentence)> Faults(
        Instrument instrument,
        Func<string, IReadOnlyList<Value>> answers
    )
    {
        var words = instrument.All.ToDictionary(item => item.Id, item => item.Text, StringComparer.Ordinal);
        foreach (var id in instrument.Scoring.Ratios.SelectMany(ratio => new[] { ratio.Part, ratio.Of }).Distinct())
        {
            if (answers(id) is [{ AsNumber: < 0 }, ..])
                yield return (id, T["“{0}” cannot be less than nothing.", words[id]]);
        }
        foreach (var ratio in instrument.Scoring.Ratios)
        {
            if (Number(answers(ratio.Part)) is { } part && Number(answers(ratio.Of)) is >= 0 and var of && part > of)
                yield return (
                    ratio.Part,
                    T[
                        "“{0}” is {1}, which is more than “{2}” with {3}. One of them must be wrong.",
                        words[ratio.Part],
                        part,
                        words[ratio.Of],
                        of
                    ]
                );
        }
    }

    private static long? Number(IReadOnlyList<Value> given) =>
        given is [{ AsNumber: { } number }, ..]
        && decimal.Truncate(number) == number
        && number is > -1_000_000_000_000 and < 1_000_000_000_000
            ? (long)number
            : null;
}
