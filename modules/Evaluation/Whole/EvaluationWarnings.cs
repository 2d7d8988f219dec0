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
        var closed = (await RoundBook.Of(database, innovations, ct))
            .Where(round => round.IsClosed(today))
            .GroupBy(round => (round.InnovationId, round.InstrumentKey, round.InstrumentVersion))
            .Select(group => group.Take(RoundsOfOneFall).ToArray())
            .Where(rounds => rounds[0].EndedOn(today) >= today.AddDays(-thresholds.FreshDays))
            .ToArray();
        var answered = (await RoundBook.Answered(database, [.. closed.SelectMany(rounds => rounds)], ct)).ToDictionary(
            one => one.Round.Id
        );
        return
        [
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
                    [.. actions[rounds[0].InnovationId].Where(action => action.RoundId == rounds[0].Id)],
                    thresholds,
                    today
                ).All()
            ),
        ];
    }

    private sealed class Raising(
        IReadOnlyList<RoundResults> latest,
        IReadOnlyList<ActionItem> actions,
        EvaluationSettings settings,
        DateOnly today
    )
    {
        private readonly Round round = latest[0].Of.Round;
        private readonly DateOnly ended = latest[0].Of.Round.EndedOn(today)!.Value;

        private string Here => Paths.Results(round.InnovationId, round.Id);

        public IEnumerable<Warning> All() =>
            [
                .. Hidden(),
                .. OnlyStaff(),
                .. Differ(),
                .. Falling(),
                .. MayBeChance(),
                .. NothingDecided(),
                .. NotTold(),
                .. Overdue(),
            ];

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

        private IEnumerable<Warning> NothingDecided()
        {
            if (latest[0].Shown > 0 && actions.Count == 0 && ended.AddDays(settings.ActionDays) < today)
                yield return Of(
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
        }

        private IEnumerable<Warning> NotTold()
        {
            if (latest[0].Shown > 0 && round.ToldOn is null && ended.AddDays(settings.TellDays) < today)
                yield return Of(
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
        }

        private IEnumerable<Warning> Overdue() =>
            actions
                .Where(action => action.DoneOn is null && action.DueOn < today)
                .Select(action =>
                    Of(
                        "overdue",
                        action.Id.ToString(),
                        Severity.Soon,
                        T[
                            "Something promised because of “{0}” was due on {1}.",
                            round.Title,
                            action.DueOn!.Value.Long()
                        ],
                        T["We tell from the day after it was due."],
                        T["Say what changed"],
                        $"{Paths.Of(round.InnovationId)}/actions/{action.Id}",
                        action.DueOn,
                        Permissions.Record
                    )
                );

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
            new()
            {
                InnovationId = round.InnovationId,
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
}
