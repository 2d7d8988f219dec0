using CoProd.Championing.Champions;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Whole;

/// <summary>Says in time where an innovation may lose its voice. Facts name audiences and no people; blanks raise nothing, and history neither.</summary>
internal sealed class ChampionWarnings(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IWarningSource
{
    public async Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = ChampionSettings.From(settings);
        var today = clock.Today();
        var books = await ChampionBook.Read(database, innovations, ct);
        var people = books
            .SelectMany(book => book.Active(today))
            .Select(role => role.PersonId!.Value)
            .Distinct()
            .ToArray();
        var held = await database.Read(c => People.RolesOf(c, people, today), ct);
        return
        [
            .. books.Where(book => !book.IsEmpty).SelectMany(book => new Raising(book, thresholds, today, held).All()),
        ];
    }

    private sealed class Raising(
        InnovationChampions book,
        ChampionSettings settings,
        DateOnly today,
        IReadOnlyDictionary<Guid, (long Roles, long Innovations)> held
    )
    {
        private readonly string path = Paths.Champions(book.InnovationId);
        private readonly IReadOnlyList<ChampionRole> active = book.Active(today);

        public IEnumerable<Warning> All() =>
            [
                .. OneForSeveral(),
                .. active.SelectMany(OfRole),
                .. Left(),
                .. book.Objections.SelectMany(Unanswered),
                .. Falling(),
            ];

        private bool IsCritical(Audience one) => one.IsRequired || one.Power >= settings.CriticalPower;

        private IEnumerable<Warning> OneForSeveral() =>
            book
                .Audiences.Where(IsCritical)
                .Select(one => (Audience: one, Before: Before(one)))
                .Where(one => one.Before.Length == 1)
                .GroupBy(one => one.Before[0])
                .Where(group => group.Count() >= settings.CriticalAudiences)
                .Select(group =>
                    Of(
                        "one-for-several",
                        group.Key.ToString(),
                        Severity.Soon,
                        T["One champion alone stands before {0}.", book.NamesOf(group.Select(one => one.Audience.Id))],
                        T[
                            "One champion should be the only one before fewer than {0} audiences that count.",
                            settings.CriticalAudiences
                        ],
                        T["See who could be asked"],
                        $"{path}/ask?audience={group.First().Audience.Id}",
                        null,
                        group.Key
                    )
                );

        private Guid[] Before(Audience one) =>
            [.. active.Where(role => role.Audiences.Contains(one.Id)).Select(role => role.PersonId!.Value).Distinct()];

        private IEnumerable<Warning> OfRole(ChampionRole role)
        {
            var before = Before(role);
            var edit = $"{path}/roles/{role.Id}";
            if (role.UntilOn is { } end && role.DeputyId is null && end <= today.AddDays(settings.RoleEndsDays))
                yield return Of(
                    "role-ends",
                    role.Id.ToString(),
                    Severity.Soon,
                    T["The role of the champion before {0} ends on {1}, and nobody stands in yet.", before, end.Long()],
                    T["We tell {0} days before a role ends that has no deputy.", settings.RoleEndsDays],
                    T["Name a deputy"],
                    edit,
                    end,
                    role.PersonId
                );
            if (role.HoursAMonth is 0)
                yield return Of(
                    "no-time",
                    role.Id.ToString(),
                    Severity.Watch,
                    T["The champion before {0} is given no time for it.", before],
                    T["The time given is recorded as none. The threshold is more than nothing."],
                    T["See the role"],
                    edit,
                    null,
                    role.PersonId
                );
            if (held.GetValueOrDefault(role.PersonId!.Value).Innovations > settings.MostInnovations)
                yield return Of(
                    "too-many",
                    role.PersonId.Value.ToString(),
                    Severity.Watch,
                    T["The champion before {0} stands up for many innovations.", before],
                    T["Nobody should stand up for more than {0} innovations at once.", settings.MostInnovations],
                    T["Name a deputy"],
                    edit,
                    null,
                    role.PersonId
                );
        }

        private string Before(ChampionRole role) =>
            book.NamesOf(role.Audiences) is { Length: > 0 } names ? names : T["others"];

        private IEnumerable<Warning> Left() =>
            book
                .Audiences.Where(one => !book.HasChampion(one.Id, today))
                .Select(one =>
                    (
                        Audience: one,
                        Last: book.Roles.Where(role =>
                                role.Audiences.Contains(one.Id) && !role.IsHistory && role.UntilOn < today
                            )
                            .Max(role => role.UntilOn)
                    )
                )
                .Where(one => one.Last is not null)
                .Select(one =>
                    Of(
                        "left",
                        one.Audience.Id.ToString(),
                        IsCritical(one.Audience) ? Severity.Soon : Severity.Watch,
                        T["Nobody has stood up before {0} since {1}.", one.Audience.Name, one.Last!.Value.Long()],
                        T[
                            "There was a champion, whose role ended, and nobody followed. The threshold is one champion."
                        ],
                        T["See who could be asked"],
                        $"{path}/ask?audience={one.Audience.Id}",
                        null,
                        null
                    )
                );

        private IEnumerable<Warning> Unanswered(Objection one)
        {
            if (one.AnsweredOn is not null || one.RaisedOn.AddDays(settings.AnswerDays) >= today)
                yield break;
            var from = book.NameOf(one.AudienceId);
            yield return Of(
                "unanswered",
                one.Id.ToString(),
                Severity.Soon,
                from.Length > 0
                    ? T["An objection from {0} has waited for an answer since {1}.", from, one.RaisedOn.Long()]
                    : T["An objection has waited for an answer since {0}.", one.RaisedOn.Long()],
                T["We tell of objections that are unanswered for more than {0} days.", settings.AnswerDays],
                T["Answer it"],
                $"{path}/objections/{one.Id}",
                one.RaisedOn.AddDays(settings.AnswerDays),
                null
            );
        }

        private IEnumerable<Warning> Falling() =>
            book
                .Audiences.Where(one => book.Moved(one.Id, today, settings.QuarterDays) < 0)
                .Select(one =>
                    Of(
                        "falling",
                        one.Id.ToString(),
                        IsCritical(one) ? Severity.Soon : Severity.Watch,
                        T[
                            "The position of {0} has fallen: now {1}.",
                            one.Name,
                            Say.Stance(book.StanceOn(one.Id, today))
                        ],
                        T["We compare with where it stood {0} days ago; any fall is told.", settings.QuarterDays],
                        T["See the map"],
                        path + "#map",
                        null,
                        null
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
            Guid? person
        ) =>
            new()
            {
                InnovationId = book.InnovationId,
                Rule = "championing." + rule,
                Key = key,
                Severity = severity,
                Fact = fact,
                Why = why,
                NextStep = step,
                NextStepPath = stepPath,
                Due = due,
                PersonId = person,
                Permission = Permissions.See,
                NextStepPermission = stepPath.StartsWith(path + "#", StringComparison.Ordinal)
                    ? Permissions.See
                    : Permissions.Record,
            };
    }
}
