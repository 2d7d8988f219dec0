using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>Says in time where a handover may go wrong. Facts name parties and no people; blanks raise nothing.</summary>
internal sealed class OwnershipWarnings(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IWarningSource
{
    public async Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = OwnershipSettings.From(settings);
        var today = clock.Today();
        var books = await OwnershipBook.Read(database, innovations, ct);
        return [.. books.Where(book => !book.IsEmpty).SelectMany(book => new Raising(book, thresholds, today).All())];
    }

    private sealed class Raising(InnovationOwnership book, OwnershipSettings settings, DateOnly today)
    {
        private readonly string path = Paths.Ownership(book.InnovationId);

        public IEnumerable<Warning> All() =>
            [
                .. Dumping(),
                .. Vetoes(),
                .. book.Handovers.Where(one => one.EndedOn is null).SelectMany(OfHandover),
                // That both call it finished mends nothing of this.
                .. book.Handovers.Where(one => one.EndedOn is not null && !one.HasReverted).SelectMany(Afterwards),
                .. book.Handovers.Where(one => !one.HasReverted).SelectMany(Kept),
            ];

        private IEnumerable<Warning> Afterwards(Handover one) => [.. NotReady(one), .. FewPeople(one), .. Data(one)];

        // What the giver said they would keep no longer than that, also long after the handover.
        private IEnumerable<Warning> Kept(Handover one)
        {
            var (at, giver) = (Paths.Handover(book.InnovationId, one.Id) + "#kept", book.NameOf(one.GiverId));
            foreach (var kept in one.Retentions.Where(kept => kept.DoneOn is null))
            {
                if (kept.UntilOn is not { } until || until > today.AddDays(settings.KeptDays))
                    continue;
                yield return Of(
                    "kept",
                    kept.Id.ToString(),
                    until < today ? Severity.Soon : Severity.Watch,
                    until < today
                        ? T["{0} was to keep “{1}” until {2}, and has it still.", giver, kept.What, until.Long()]
                        : T["{0} keeps “{1}” until {2}.", giver, kept.What, until.Long()],
                    T["We tell {0} days before the last day that was agreed, and from then on.", settings.KeptDays],
                    T["See what is to become of it"],
                    at,
                    until
                );
            }
            if (one is { EndedOn: null, LeavesKeptOpen: true })
                yield return Of(
                    "kept-unsaid",
                    one.Id.ToString(),
                    Severity.Watch,
                    Sentences.KeptOpen(giver),
                    T[
                        "Where people’s data go along, what stays behind should be said. The threshold is one thing, or one day by which the copies are deleted."
                    ],
                    T["Say what is kept"],
                    at
                );
        }

        private IEnumerable<Warning> Dumping()
        {
            var (carried, given, excess) = book.Burden(today, settings);
            if (excess > settings.DumpingGap)
                yield return Of(
                    "dumping",
                    "now",
                    Severity.Soon,
                    T[
                        "The community carries {0} of what has to be done, and holds {1} of the rights and means.",
                        Say.Share(carried!.Value),
                        Say.Share(given!.Value)
                    ],
                    T["We tell when the first exceeds the second by more than {0}.", Say.Share(settings.DumpingGap)],
                    T["See who carries and holds what"],
                    path + "#obligations"
                );
        }

        private IEnumerable<Warning> Vetoes() =>
            book.VetoesOn(today)
                .Select(one =>
                    Of(
                        "veto",
                        one.Veto.Id.ToString(),
                        Severity.Watch,
                        Sentences.Veto(one.Right, book.NameOf(one.Veto.PartyId)),
                        T["A right that somebody else can overrule has not quite passed. The threshold is one veto."],
                        T["See who holds it"],
                        path + "#rights"
                    )
                );

        private IEnumerable<Warning> OfHandover(Handover one) =>
            [.. Planned(one), .. NotReady(one), .. FewPeople(one), .. Data(one), .. Safety(one), .. Time(one)];

        // A draft is looked at as it would be; what was handed over shows in what is carried now.
        private IEnumerable<Warning> Planned(Handover one)
        {
            if (one.Rights.All(right => right.HeldOn is not null) || one.Obligations.Count == 0)
                yield break;
            var day = InnovationOwnership.LastDay(one, today);
            var (carried, given, excess) = book.AsPlanned(one, day).Burden(day, settings);
            if (excess > settings.DumpingGap)
                yield return Of(
                    "dumping",
                    one.Id.ToString(),
                    one.IsAgreed ? Severity.Now : Severity.Soon,
                    T[
                        "If “{0}” goes as planned, the community carries {1} of what has to be done and holds {2} of the rights and means.",
                        one.Name,
                        Say.Share(carried!.Value),
                        Say.Share(given!.Value)
                    ],
                    T["We tell when the first exceeds the second by more than {0}.", Say.Share(settings.DumpingGap)],
                    T["See the handover"],
                    Paths.Handover(book.InnovationId, one.Id) + "#obligations"
                );
        }

        private IEnumerable<Warning> NotReady(Handover one)
        {
            var ready = book.Readiness;
            if (
                !one.IsAgreed && !one.HasBegun
                || book.Items.All(item => !item.IsMandatory)
                || ready.IsGo(settings.GoLevel)
            )
                yield break;
            yield return Of(
                "not-ready",
                one.Id.ToString(),
                Severity.Soon,
                one.EndedOn is not null ? T["“{0}” is finished, and not everything that must be ready is.", one.Name]
                    : one.HasBegun ? T["“{0}” goes ahead, and not everything that must be ready is.", one.Name]
                    : T["“{0}” is agreed, and not everything that must be ready is.", one.Name],
                T["Each thing that must be ready should be at {0} or more. The weakest decides.", settings.GoLevel],
                T["See the readiness wall"],
                path + "#readiness"
            );
        }

        private IEnumerable<Warning> FewPeople(Handover one)
        {
            if (book.KeyPeople(one.ReceiverId, today, settings) is not { } people || people > settings.KeyPeople)
                yield break;
            var receiver = book.NameOf(one.ReceiverId);
            yield return Of(
                "few-people",
                one.Id.ToString(),
                Severity.Watch,
                people == 1
                    ? T["{0} relies on one person.", receiver]
                    : T["{0} relies on {1} people.", receiver, people],
                T[
                    "Key people are the fewest who carry {0} of what has to be done. We tell when they are {1} or fewer.",
                    Say.Share(settings.KeyShare),
                    settings.KeyPeople
                ],
                T["See who carries what"],
                path + "#obligations"
            );
        }

        private IEnumerable<Warning> Data(Handover one)
        {
            // The data went when the rest did: from then on it counts who controls them, not who was to.
            var went =
                one.EndedOn is not null
                || one.HasBegun
                    && one.Rights.All(right =>
                        right.HeldOn is not null
                        || right.RightKind == OwnershipRight.DataControl && right.PlannedOn < today
                    );
            if (went && book.LacksControl(one, today))
                yield return Of(
                    "data",
                    one.Id.ToString(),
                    Severity.Now,
                    T[
                        "People’s data went along with “{0}”, and {1} does not control them.",
                        one.Name,
                        book.NameOf(one.ReceiverId)
                    ],
                    T["Data that move need a lawful basis and a new controller. The threshold is both."],
                    T["See the handover"],
                    Paths.Handover(book.InnovationId, one.Id) + "#rights"
                );
            if (
                !one.MovesData
                || (one.DataBasis.Length > 0 && one.MovesControl)
                || (went && book.LacksControl(one, today))
            )
                yield break;
            yield return Of(
                "data",
                one.Id.ToString(),
                one.HasBegun || one.IsAgreed ? Severity.Now : Severity.Soon,
                one.DataBasis.Length == 0
                    ? T["People’s data go along with “{0}”, and what makes that lawful is not settled.", one.Name]
                    : T["People’s data go along with “{0}”, and the right to control them is not in it.", one.Name],
                T["Data that move need a lawful basis and a new controller. The threshold is both."],
                T["See the handover"],
                Paths.Handover(book.InnovationId, one.Id)
            );
        }

        private IEnumerable<Warning> Safety(Handover one)
        {
            var tail = one.TailUntil is null && one.TailSupport.Length == 0;
            var back = one.ReversionTrigger.Length == 0;
            if (one.Rights.Count == 0 || (!tail && !back))
                yield break;
            yield return Of(
                "no-way-back",
                one.Id.ToString(),
                Severity.Watch,
                tail && back ? T["“{0}” has no support afterwards and no way back.", one.Name]
                    : tail ? T["“{0}” has no support afterwards.", one.Name]
                    : T["“{0}” has no way back if it does not hold.", one.Name],
                T[
                    "A handover should say who still helps, and what would make the rights go back. The threshold is both."
                ],
                T["See the handover"],
                Paths.Handover(book.InnovationId, one.Id)
            );
        }

        private IEnumerable<Warning> Time(Handover one)
        {
            var at = Paths.Handover(book.InnovationId, one.Id);
            foreach (var right in one.Rights.Where(right => right.HeldOn is null && right.PlannedOn < today))
                yield return Of(
                    "overdue",
                    right.Id.ToString(),
                    Severity.Soon,
                    Sentences.Overdue(right, book.NameOf(one.ReceiverId)),
                    T["The day that both planned has passed. The threshold is that day."],
                    T["See the handover"],
                    at + "#rights",
                    right.PlannedOn
                );
            if (one.TailUntil is { } end && end >= today && end <= today.AddDays(settings.TailDays))
                yield return Of(
                    "tail-ends",
                    one.Id.ToString(),
                    Severity.Watch,
                    T["Support for {0} after “{1}” ends on {2}.", book.NameOf(one.ReceiverId), one.Name, end.Long()],
                    T["We tell {0} days before support ends.", settings.TailDays],
                    T["See the handover"],
                    at,
                    end
                );
            foreach (
                var asked in one.Obligations.Where(asked =>
                    asked.Answer == ObligationAnswer.Refused
                    && book.Obligations.FirstOrDefault(each => each.Id == asked.ObligationId) is { PartyId: null }
                )
            )
                yield return Of(
                    "left-over",
                    asked.ObligationId.ToString(),
                    Severity.Soon,
                    T[
                        "{0} refuses something that nobody else carries: {1}.",
                        book.NameOf(one.ReceiverId),
                        book.Obligations.First(each => each.Id == asked.ObligationId).What.TrimEnd('.')
                    ],
                    T[
                        "What is refused has to be carried by somebody else, or not be done. The threshold is one refusal."
                    ],
                    T["Say who carries it"],
                    $"{path}/obligations/{asked.ObligationId}"
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
            DateOnly? due = null
        ) =>
            new()
            {
                InnovationId = book.InnovationId,
                Rule = "ownership." + rule,
                Key = key,
                Severity = severity,
                Fact = fact,
                Why = why,
                NextStep = step,
                NextStepPath = stepPath,
                Due = due,
                Permission = Permissions.See,
                NextStepPermission = rule == "left-over" ? Permissions.Record : Permissions.See,
            };
    }
}
