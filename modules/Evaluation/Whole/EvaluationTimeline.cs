using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Rounds;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Whole;

/// <summary>When people were asked, when something changed because of it, and when they heard.</summary>
internal sealed class EvaluationTimeline(IModuleDatabase database, TimeProvider clock) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct) =>
        [
            .. (await RoundBook.Of(database, innovations, ct)).SelectMany(OfRound),
            .. (await ActionBook.Of(database, innovations, ct)).SelectMany(OfAction),
        ];

    private IEnumerable<TimelineEntry> OfRound(Round round)
    {
        var path = Paths.Round(round.InnovationId, round.Id);
        yield return Entry(
            round.InnovationId,
            $"{round.Id} asked",
            round.OpenedOn,
            T["People were asked: {0}.", round.Title],
            path,
            round.EndedOn(clock.Today()) ?? round.ClosesOn
        );
        if (round.ToldOn is { } told)
            yield return Entry(
                round.InnovationId,
                $"{round.Id} told",
                told,
                T["Those who answered heard what came of it."],
                path
            );
    }

    private static IEnumerable<TimelineEntry> OfAction(ActionItem action)
    {
        var path = Paths.Of(action.InnovationId) + "#actions";
        if (action.DoneOn is { } done)
            yield return Entry(
                action.InnovationId,
                $"{action.Id} done",
                done,
                T["Something changed because of what people answered."],
                path
            );
        else if (action.DueOn is { } due)
            yield return Entry(
                action.InnovationId,
                $"{action.Id} due",
                due,
                T["Something is due that was promised to those who answered."],
                path
            );
    }

    private static TimelineEntry Entry(
        Guid innovation,
        string key,
        DateOnly on,
        string what,
        string path,
        DateOnly? until = null
    ) =>
        new()
        {
            InnovationId = innovation,
            Key = key,
            On = on,
            Until = until,
            What = what,
            Path = path,
            Icon = "activity",
            Permission = Permissions.See,
        };
}
