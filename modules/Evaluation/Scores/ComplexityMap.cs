using CoProd.Evaluation.Instruments;

namespace CoProd.Evaluation.Scores;

/// <summary>A map instead of a score, as the authors of NASSS want it: what was said about each question, and how many are complex.</summary>
internal static class ComplexityMap
{
    /// <summary>How many questions of the map were answered with the code that is counted.</summary>
    public static int Count(Instrument instrument, Func<string, IReadOnlyList<Value>> answers) =>
        instrument.Scoring.Counts is not { } code
            ? 0
            : instrument.All.Count(item =>
                item.Kind == ItemKind.Choice && answers(item.Id).Any(given => given.Text == code)
            );
}
