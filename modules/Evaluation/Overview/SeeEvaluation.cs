using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Claims;
using CoProd.Evaluation.Indicators;
using CoProd.Evaluation.Rounds;
using CoProd.Evaluation.Scores;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Overview;

/// <summary>Whether an innovation works, as far as is known: rounds, what was done about them, what is counted, what was seen to change.</summary>
public static class SeeEvaluation
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }
        public required IReadOnlyList<RoundLine> Rounds { get; init; }
        public required IReadOnlyList<ActionLine> Actions { get; init; }
        public required IReadOnlyList<IndicatorLine> Indicators { get; init; }
        public required IReadOnlyList<ClaimLine> Claims { get; init; }
    }

    /// <summary>A round in a line.</summary>
    public sealed record RoundLine(
        Guid Id,
        string Title,
        DateOnly OpenedOn,
        DateOnly? EndedOn,
        bool IsClosed,
        string Answered,
        DateOnly? ToldOn
    );

    /// <summary>What is done; the owner only for those who take part themselves or record.</summary>
    public sealed record ActionLine(
        Guid Id,
        string Finding,
        string What,
        string Owner,
        DateOnly? DueOn,
        DateOnly? DoneOn,
        string Changed
    );

    /// <summary>An indicator with its latest figure.</summary>
    public sealed record IndicatorLine(
        Guid Id,
        string Name,
        string Unit,
        double? Latest,
        DateOnly? On,
        double? Target,
        string Told
    );

    /// <summary>What was seen to change.</summary>
    public sealed record ClaimLine(
        Guid Id,
        DateOnly SeenOn,
        string Outcome,
        string Involved,
        string Hoped,
        string Matters,
        IReadOnlyList<Standard> Standards,
        string Contribution,
        string CounterEvidence
    );

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeeEvaluationPage>(
            ("Model", await Answer(visit)),
            ("MayRecord", visit.Caller.May(Permissions.Record)),
            ("MayTakeIn", visit.Caller.MayOpen(Permissions.Record) && visit.Caller.MayOpen(OfTheHost.Import))
        );

    internal static async Task<View?> Answer(IVisit visit)
    {
        var today = visit.Clock.Today();
        Guid[] here = [visit.InnovationId];
        var rules = EvaluationSettings.From(visit.Get<ISettings>()).Runs;
        // Names go to those who record, and to those who take part themselves: they see only what they take part in.
        var names = visit.Caller.May(Permissions.Record) || visit.Caller.TakesPart;
        return new()
        {
            InnovationId = visit.InnovationId,
            Rounds = [.. (await RoundBook.Of(visit.Database, here, visit.Gone)).Select(round => Line(round, today))],
            Actions =
            [
                .. (await ActionBook.Of(visit.Database, here, visit.Gone)).Select(one => new ActionLine(
                    one.Id,
                    one.Finding,
                    one.What,
                    names ? one.OwnerName ?? "" : "",
                    one.DueOn,
                    one.DoneOn,
                    one.Changed
                )),
            ],
            Indicators =
            [
                .. (await IndicatorBook.Of(visit.Database, here, visit.Gone)).Select(one => Line(one, rules)),
            ],
            Claims =
            [
                .. (await ClaimBook.Of(visit.Database, here, visit.Gone)).Select(one => new ClaimLine(
                    one.Id,
                    one.SeenOn,
                    one.Outcome,
                    one.Involved,
                    one.Hoped,
                    one.Matters,
                    Standards.Kept(one.Standards),
                    one.Contribution,
                    one.CounterEvidence
                )),
            ],
        };
    }

    private static RoundLine Line(Round round, DateOnly today)
    {
        var shown = round
            .Groups.Select(group => (group.Name, Count: round.Shown(group)))
            .Where(each => each.Count is not null)
            .ToArray();
        return new(
            round.Id,
            round.Title,
            round.OpenedOn,
            round.EndedOn(today),
            round.IsClosed(today),
            shown.Length == 0
                ? T["fewer than {0} a group", round.Floor]
                : string.Join(", ", shown.Select(each => $"{each.Name} {each.Count}")),
            round.ToldOn
        );
    }

    private static IndicatorLine Line(Indicator one, RunRules rules)
    {
        var last = one.Measures.Count > 0 ? one.Measures[^1] : null;
        return new(
            one.Id,
            one.Name,
            one.Unit,
            last?.Amount,
            last?.OnDay,
            one.Target,
            SeeIndicator.Told(RunChart.Of([.. one.Measures.Select(measure => measure.Amount)], rules), rules)
        );
    }
}
