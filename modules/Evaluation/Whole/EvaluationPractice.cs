using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Indicators;
using CoProd.Evaluation.Rounds;
using CoProd.Evaluation.Scores;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Whole;

/// <summary>How "evaluating" (A1) stands, with one line of evidence.</summary>
internal sealed class EvaluationPractice(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IPracticeSource
{
    public async Task<IReadOnlyList<PracticeStatus>> Assess(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var fresh = clock.Today().AddDays(-EvaluationSettings.From(settings).FreshDays);
        var rounds = (await RoundBook.Of(database, innovations, ct)).ToLookup(round => round.InnovationId);
        var actions = (await ActionBook.Of(database, innovations, ct)).ToLookup(action => action.InnovationId);
        var indicators = (await IndicatorBook.Of(database, innovations, ct)).ToLookup(one => one.InnovationId);
        return
        [
            .. innovations.Select(id =>
            {
                var (state, evidence) = Standing([.. rounds[id]], [.. actions[id]], [.. indicators[id]], fresh);
                return new PracticeStatus
                {
                    InnovationId = id,
                    Row = PracticeRow.A1,
                    State = state,
                    Evidence = evidence,
                    Path = Paths.Of(id),
                };
            }),
        ];
    }

    private (PracticeState, string) Standing(
        Round[] rounds,
        ActionItem[] actions,
        Indicator[] indicators,
        DateOnly fresh
    )
    {
        var today = clock.Today();
        var counted = indicators.SelectMany(one => one.Measures).Max(measure => (DateOnly?)measure.OnDay);
        if (rounds.Length == 0 && counted is null)
            return (PracticeState.NotRecorded, T["Nobody has been asked yet whether it works."]);
        if (Array.Find(rounds, round => round.IsClosed(today) && round.EndedOn(today) >= fresh) is { } last)
            return OfRound(last, actions.Any(action => action.RoundId == last.Id && action.DoneOn is not null), today);
        if (rounds.Any(round => !round.IsClosed(today)))
            return (PracticeState.Thin, T["People are being asked now."]);
        if (counted >= fresh)
            return (
                PracticeState.Thin,
                T["Something is counted, last on {0}; nobody was asked lately.", counted.Value.Long()]
            );
        var before =
            rounds.Max(round => round.EndedOn(today)) is { } ended && !(counted > ended) ? ended : counted!.Value;
        return (PracticeState.Silent, T["Nobody was asked and nothing was counted since {0}.", before.Long()]);
    }

    private static (PracticeState, string) OfRound(Round last, bool acted, DateOnly today)
    {
        var ended = last.EndedOn(today)!.Value.Long();
        var shown = last.Groups.Where(group => last.Shown(group) is not null).Select(group => group.Side).ToHashSet();
        if (shown.Count == 0)
            return (PracticeState.Thin, T["People were asked until {0}, and too few answered.", ended]);
        if (!shown.Contains(Side.CoProducers))
            return (
                PracticeState.Thin,
                T["People were asked until {0}, and no group of co-producers is shown.", ended]
            );
        return acted && last.ToldOn is not null
            ? (
                PracticeState.Strong,
                T["People were asked until {0}, something changed because of it, and they heard.", ended]
            )
            : (PracticeState.Active, T["Staff and co-producers were asked until {0}.", ended]);
    }
}
