using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Results;
using CoProd.Evaluation.Rounds;
using CoProd.Evaluation.Scores;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Whole;

/// <summary>Says where answers wait for something to happen, and where people see it differently. History raises nothing: only the latest rounds count.</summary>
internal sealed class EvaluationWarnings(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IWarningSource
{
    private const int RoundsOfOneFall = 3;

    public async Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = EvaluationSettings.From(settings);
        var today = clock.Today();
        var actions = (await ActionBook.Of(database, innovations, ct)).ToLookup(action => action.InnovationId);
        var rounds = await RoundBook.Of(database, innovations, ct);
        var series = rounds
            .Where(round => round.IsClosed(today))
            .GroupBy(round => (round.InnovationId, round.InstrumentKey, round.InstrumentVersion))
            .Select(group => group.ToArray())
            .Where(group => group[0].EndedOn(today) >= today.AddDays(-thresholds.FreshDays))
            .ToArray();
        var closed = series.Select(group => group.Take(RoundsOfOneFall).ToArray()).ToArray();
        var answered = (await RoundBook.Answered(database, [.. closed.SelectMany(rounds => rounds)], ct)).ToDictionary(
            one => one.Round.Id
        );
        return
        [
            .. series.SelectMany(group => Silence.In(group, actions[group[0].InnovationId], thresholds, today)),
            .. actions.SelectMany(group => Silence.Overdue([.. group], rounds, today)),
            .. closed.SelectMany(rounds =>
                new Raising(
                    [
                        .. rounds.Select(
                            (round, i) =>
                                RoundResults.From(
                                    answered[round.Id],
                                    i + 1 < rounds.Length ? answered[rounds[i + 1].Id] : null,
                                    thresholds
                                )
                        ),
                    ],
                    thresholds
                ).All()
            ),
        ];
    }

    private sealed class Raising(IReadOnlyList<RoundResults> latest, EvaluationSettings settings)
    {
        private readonly Round round = latest[0].Of.Round;

        private string Here => Paths.Results(round.InnovationId, round.Id);

        public IEnumerable<Warning> All() => [.. Hidden(), .. OnlyStaff(), .. Differ(), .. Falling(), .. MayBeChance()];

        private IEnumerable<Warning> Hidden() =>
            round
                .Groups.Where(group => group.Sent > 0 && round.Shown(group) is null)
                .Select(group =>
                    Of(
                        "too-few",
                        $"{round.Id} {group.Place}",
                        Severity.Watch,
                        T["In “{0}”, too few of {1} answered to show anything of them.", round.Title, group.Name],
                        T["Nothing is shown of a group of which fewer than {0} answered.", round.Floor],
                        T["See the round"],
                        Paths.Round(round.InnovationId, round.Id),
                        null,
                        Permissions.See
                    )
                );

        private IEnumerable<Warning> OnlyStaff()
        {
            var sent = round.Groups.Where(group => group.Sent > 0).ToArray();
            if (sent.Length > 0 && sent.All(group => group.Side == Side.Staff))
                yield return Of(
                    "only-staff",
                    round.Id.ToString(),
                    Severity.Soon,
                    T["Only staff answered “{0}”.", round.Title],
                    T["At least one co-producer should have answered, or the result says what staff think."],
                    T["Ask co-producers"],
                    Paths.Of(round.InnovationId) + "/rounds/new",
                    null,
                    Permissions.Record
                );
        }

        private IEnumerable<Warning> Differ()
        {
            var told = Sentences.Disagreements(latest[0], settings).FirstOrDefault();
            if (told is not null)
                yield return Of(
                    "differ",
                    round.Id.ToString(),
                    Severity.Watch,
                    T["People see it differently. {0}", told],
                    T[
                        "We tell when two groups lie {0} points apart, or agreement in one is below {1}.",
                        settings.WidestGap,
                        settings.LeastAgreement
                    ],
                    T["See what to talk about"],
                    Here + "#differ",
                    null,
                    Permissions.See
                );
        }

        private IEnumerable<Warning> Falling()
        {
            if (latest.Count < RoundsOfOneFall)
                yield break;
            foreach (var domain in latest[0].Domains)
            {
                var means = latest
                    .Select(one => one.Domains.FirstOrDefault(each => each.Domain.Id == domain.Domain.Id)?.Everybody)
                    .ToArray();
                if (means[0] < means[1] && means[1] < means[2])
                    yield return Of(
                        "falling",
                        $"{round.Id} {domain.Domain.Id}",
                        Severity.Soon,
                        T[
                            "“{0}” has fallen in two rounds running: from {1} to {2}.",
                            domain.Domain.Text,
                            Say.Number(means[2]!.Value),
                            Say.Number(means[0]!.Value)
                        ],
                        T["We tell of any fall in two rounds running with the same instrument."],
                        T["See the results"],
                        Here + "#parts",
                        null,
                        Permissions.See
                    );
            }
        }

        private IEnumerable<Warning> MayBeChance()
        {
            var widest = latest[0]
                .Domains.Where(domain =>
                    domain.Change is { IsWithinNoise: true } change && Math.Abs(change.By) >= settings.NoticedChange
                )
                .MaxBy(domain => Math.Abs(domain.Change!.By));
            if (widest is not null)
                yield return Of(
                    "noise",
                    round.Id.ToString(),
                    Severity.Watch,
                    T["“{0}”, {1}: {2}", round.Title, widest.Domain.Text, Sentences.Changed(widest.Change!)],
                    T[
                        "We tell when a mean moved by {0} points or more and the interval of the change includes no change at all. Do not count it as a success or a failure yet.",
                        settings.NoticedChange
                    ],
                    T["See the results"],
                    Here + "#parts",
                    null,
                    Permissions.See
                );
        }

        private Warning Of(
            string rule,
            string key,
            Severity severity,
            string fact,
            string why,
            string step,
            string stepPath,
            DateOnly? due,
            string stepPermission
        ) =>
            EvaluationWarnings.Of(
                round.InnovationId,
                rule,
                key,
                severity,
                fact,
                why,
                step,
                stepPath,
                due,
                stepPermission
            );
    }

    /// <summary>Nobody answers into silence: each round that closed is looked at, not only the latest with its instrument.</summary>
    private static class Silence
    {
        /// <param name="rounds">The closed rounds with one instrument, the latest first.</param>
        /// <param name="actions">What was decided in the innovation.</param>
        /// <param name="settings">The thresholds.</param>
        /// <param name="today">Today.</param>
        public static IEnumerable<Warning> In(
            IReadOnlyList<Round> rounds,
            IEnumerable<ActionItem> actions,
            EvaluationSettings settings,
            DateOnly today
        )
        {
            var because = actions.Select(action => action.RoundId).ToHashSet();
            var decided = false;
            foreach (var round in rounds.TakeWhile(one => one.EndedOn(today) >= today.AddDays(-settings.FreshDays)))
            {
                // What was decided after asking again answers the earlier round too.
                decided |= because.Contains(round.Id);
                if (round.Groups.All(group => round.Shown(group) is null))
                    continue;
                var ended = round.EndedOn(today)!.Value;
                if (!decided && ended.AddDays(settings.ActionDays) < today)
                    yield return NothingDecided(round, ended, settings);
                if (round.ToldOn is null && ended.AddDays(settings.TellDays) < today)
                    yield return NotTold(round, ended, settings);
            }
        }

        private static Warning NothingDecided(Round round, DateOnly ended, EvaluationSettings settings) =>
            Of(
                round.InnovationId,
                "no-action",
                round.Id.ToString(),
                Severity.Soon,
                T["“{0}” closed on {1}, and nothing is decided because of it yet.", round.Title, ended.Long()],
                T["We tell {0} days after a round closed.", settings.ActionDays],
                T["Decide what to do"],
                $"{Paths.Of(round.InnovationId)}/actions/new?roundId={round.Id}",
                ended.AddDays(settings.ActionDays),
                Permissions.Record
            );

        private static Warning NotTold(Round round, DateOnly ended, EvaluationSettings settings) =>
            Of(
                round.InnovationId,
                "not-told",
                round.Id.ToString(),
                Severity.Soon,
                T["Those who answered “{0}” have not heard what came of it since {1}.", round.Title, ended.Long()],
                T["We tell {0} days after a round closed: nobody should answer into silence.", settings.TellDays],
                T["Tell those who answered"],
                Paths.Round(round.InnovationId, round.Id) + "/tell",
                ended.AddDays(settings.TellDays),
                Permissions.Record
            );

        /// <summary>What was promised and is not said to be done, because of whichever round, or of none.</summary>
        public static IEnumerable<Warning> Overdue(
            IReadOnlyList<ActionItem> actions,
            IReadOnlyList<Round> rounds,
            DateOnly today
        ) =>
            actions
                .Where(action => action.DoneOn is null && action.DueOn < today)
                .Select(action =>
                    Of(
                        action.InnovationId,
                        "overdue",
                        action.Id.ToString(),
                        Severity.Soon,
                        rounds.FirstOrDefault(round => round.Id == action.RoundId) is { } round
                            ? T[
                                "Something promised because of “{0}” was due on {1}.",
                                round.Title,
                                action.DueOn!.Value.Long()
                            ]
                            : T["Something promised was due on {0}: {1}", action.DueOn!.Value.Long(), action.What],
                        T["We tell from the day after it was due."],
                        T["Say what changed"],
                        $"{Paths.Of(action.InnovationId)}/actions/{action.Id}",
                        action.DueOn,
                        Permissions.Record
                    )
                );
    }

    private static Warning Of(
        Guid innovationId,
        string rule,
        string key,
        Severity severity,
        string fact,
        string why,
        string step,
        string stepPath,
        DateOnly? due,
        string stepPermission
    ) =>
        new()
        {
            InnovationId = innovationId,
            Rule = "evaluation." + rule,
            Key = key,
            Severity = severity,
            Fact = fact,
            Why = why,
            NextStep = step,
            NextStepPath = stepPath,
            Due = due,
            Permission = Permissions.See,
            NextStepPermission = stepPermission,
        };
}
