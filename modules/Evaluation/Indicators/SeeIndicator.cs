using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Scores;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Indicators;

/// <summary>What was counted, as a run chart that tells chance from change.</summary>
public static class SeeIndicator
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid Id { get; init; }
        public required Guid InnovationId { get; init; }
        public required string Name { get; init; }
        public required string Unit { get; init; }
        public required double? Baseline { get; init; }
        public required double? Target { get; init; }
        public required Better Better { get; init; }
        public required string Source { get; init; }
        public required IReadOnlyList<Point> Points { get; init; }
        public required double? Mean { get; init; }
        public required double? Lower { get; init; }
        public required double? Upper { get; init; }

        /// <summary>What the chart says, a sentence.</summary>
        public required string Told { get; init; }
    }

    /// <summary>A figure, and why it is more than chance, if it is.</summary>
    public sealed record Point(Guid Id, DateOnly On, double Amount, string Note, string Signal);

    internal static async Task<IResult?> Show(IVisit visit) =>
        await Answer(visit) is { } view
            ? visit.Page<SeeIndicatorPage>(("Model", view), ("MayRecord", visit.Caller.May(Permissions.Record)))
            : null;

    internal static async Task<Indicator?> Found(IVisit visit) =>
        (await IndicatorBook.Of(visit.Database, [visit.InnovationId], visit.Gone)).FirstOrDefault(one =>
            one.Id == visit.RouteId("indicatorId")
        );

    internal static async Task<View?> Answer(IVisit visit)
    {
        if (await Found(visit) is not { } one)
            return null;
        var rules = EvaluationSettings.From(visit.Get<ISettings>()).Runs;
        var chart = RunChart.Of([.. one.Measures.Select(measure => measure.Amount)], rules);
        return new()
        {
            Id = one.Id,
            InnovationId = one.InnovationId,
            Name = one.Name,
            Unit = one.Unit,
            Baseline = one.Baseline,
            Target = one.Target,
            Better = one.Better,
            Source = one.Source,
            Points =
            [
                .. one.Measures.Select(
                    (measure, i) =>
                        new Point(
                            measure.Id,
                            measure.OnDay,
                            measure.Amount,
                            measure.Note,
                            chart is null ? "" : Words(chart.Signals[i], rules)
                        )
                ),
            ],
            Mean = chart?.Mean,
            Lower = chart?.Lower,
            Upper = chart?.Upper,
            Told = Told(chart, rules),
        };
    }

    internal static string Told(RunChart? chart, RunRules rules) =>
        chart is null ? T["{0} figures are needed before chance can be told from change.", rules.Least]
        : chart.Signals.All(signal => signal == Signal.None) ? T["Nothing here is more than the usual ups and downs."]
        : T["Something here is more than the usual ups and downs: look at the marked figures."];

    private static string Words(Signal signal, RunRules rules)
    {
        string?[] all =
        [
            signal.HasFlag(Signal.Outside) ? T["outside the limits"] : null,
            signal.HasFlag(Signal.Run) ? T["one of {0} or more on one side of the mean", rules.Run] : null,
            signal.HasFlag(Signal.Trend) ? T["one of {0} or more in one direction", rules.Trend] : null,
            signal.HasFlag(Signal.NearLimit) ? T["two of three near a limit"] : null,
        ];
        return string.Join(", ", all.OfType<string>());
    }
}
