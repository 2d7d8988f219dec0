using CoProd.Evaluation.Instruments;

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

    private static long? Number(IReadOnlyList<Value> given) =>
        given is [{ AsNumber: { } number }, ..]
        && decimal.Truncate(number) == number
        && number is > -1_000_000_000_000 and < 1_000_000_000_000
            ? (long)number
            : null;
}
