using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Results;
using CoProd.Evaluation.Rounds;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Whole;

/// <summary>
/// Tells a board what groups of co-producers answered, what waits to be decided because of it, and who has not heard what came of it. Nothing
/// of a group below its floor, and none of the words that people wrote.
/// </summary>
internal sealed class EvaluationForBoard(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IBoardSource
{
    private const int MostHeard = 2;

    public async Task<IReadOnlyList<BoardMatter>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = EvaluationSettings.From(settings);
        var today = clock.Today();
        var actions = (await ActionBook.Of(database, innovations, ct)).ToLookup(action => action.InnovationId);
        var fresh = (await RoundBook.Of(database, innovations, ct))
            .Where(round => round.IsClosed(today) && round.EndedOn(today) >= today.AddDays(-thresholds.FreshDays))
            .ToArray();
        var latest = fresh.GroupBy(round => round.InnovationId).Select(group => group.First()).ToArray();
        return
        [
            .. fresh
                .GroupBy(round => (round.InnovationId, round.InstrumentKey, round.InstrumentVersion))
                .SelectMany(group => Waiting([.. group], actions[group.Key.InnovationId], thresholds, today)),
            .. actions.SelectMany(group => Promised([.. group], today)),
            .. (await RoundBook.Answered(database, latest, ct)).SelectMany(round =>
                Heard(RoundResults.From(round, null, thresholds), thresholds, today)
            ),
        ];
    }

    // What was decided after asking again answers the earlier round too.
    private static IEnumerable<BoardMatter> Waiting(
        IReadOnlyList<Round> rounds,
        IEnumerable<ActionItem> actions,
        EvaluationSettings settings,
        DateOnly today
    )
    {
        var because = actions.Select(action => action.RoundId).ToHashSet();
        var decided = false;
        foreach (var round in rounds)
        {
            decided |= because.Contains(round.Id);
            if (round.Groups.All(group => round.Shown(group) is null))
                continue;
            var ended = round.EndedOn(today)!.Value;
            if (!decided)
                yield return new()
                {
                    InnovationId = round.InnovationId,
                    Part = BoardPart.ToDecide,
                    Rule = "evaluation.no-action",
                    Key = round.Id.ToString(),
                    Fact = T["What to do because of what people answered in “{0}”.", round.Title],
                    Why = T["They answered by {0}, and nothing is decided yet.", ended.Long()],
                    On = ended.AddDays(settings.ActionDays),
                };
            if (round.ToldOn is null && ended.AddDays(settings.TellDays) < today)
                yield return new()
                {
                    InnovationId = round.InnovationId,
                    Part = BoardPart.Owed,
                    Rule = "evaluation.not-told",
                    Key = round.Id.ToString(),
                    Fact = T["Those who answered “{0}” have not heard what came of it.", round.Title],
                    Count = 1,
                };
        }
    }

    // How it was worded is for those who do it: a promise may name somebody.
    private static IEnumerable<BoardMatter> Promised(IReadOnlyList<ActionItem> actions, DateOnly today)
    {
        var late = actions.Where(action => action.DoneOn is null && action.DueOn < today).ToArray();
        if (late.Length > 0)
            yield return new()
            {
                InnovationId = late[0].InnovationId,
                Part = BoardPart.ToDecide,
                Rule = "evaluation.promised",
                Key = "late",
                Severity = Severity.Soon,
                Fact =
                    late.Length == 1
                        ? T["What becomes of something that was promised to those who answered."]
                        : T["What becomes of {0} things that were promised to those who answered.", late.Length],
                Why = T["It is not done, and its day has passed."],
                On = late.Min(action => action.DueOn),
            };
    }

    private static IEnumerable<BoardMatter> Heard(RoundResults results, EvaluationSettings settings, DateOnly today)
    {
        var round = results.Of.Round;
        if (results.ShownGroups.All(group => group.Side != Scores.Side.CoProducers))
            return [];
        return Sentences
            .Disagreements(results, settings)
            .Take(MostHeard)
            .Select(
                (told, i) =>
                    new BoardMatter
                    {
                        InnovationId = round.InnovationId,
                        Part = BoardPart.Heard,
                        Rule = "evaluation.differ",
                        Key = $"{round.Id} {i}",
                        Fact = T["People see it differently. {0}", told],
                        Why = T["They were asked in “{0}”.", round.Title],
                        On = round.EndedOn(today),
                    }
            );
    }
}
