using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.KnowledgeExchange.Picture;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>Says in time where people's knowledge is passed over or not answered. Facts quote nobody; blanks raise nothing, and history neither.</summary>
internal sealed class KnowledgeWarnings(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IWarningSource
{
    public async Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = KnowledgeSettings.From(settings);
        var today = clock.Today();
        var books = await KnowledgeBook.Read(database, innovations, ct);
        return
        [
            .. books.Where(book => !book.IsEmpty).SelectMany(book => new Raising(book, thresholds, today).All()),
            // Together, so that one that fails keeps what was known of both.
            .. await ExchangeWarnings.Raise(database, thresholds, today, innovations, ct),
        ];
    }

    private sealed class Raising(InnovationKnowledge book, KnowledgeSettings settings, DateOnly today)
    {
        private readonly string path = Paths.Knowledge(book.InnovationId);

        public IEnumerable<Warning> All() =>
            [
                .. book.Decisions.Where(one => !one.IsHistory(settings.HistoryDays)).SelectMany(OfDecision),
                .. book
                    .Decided.Where(one => !one.Decision.IsHistory(settings.HistoryDays) && IsUnanswered(one.Link))
                    .GroupBy(one => one.Decision)
                    .SelectMany(group => NoReply(group.Key, [.. group.Select(one => one.Link)])),
                .. book.Replies.Where(book.AsksForMore).SelectMany(More),
                .. book.Links.SelectMany(OfUse),
                .. Debt(),
                .. SmallPlaces(),
            ];

        private IEnumerable<Warning> OfDecision(Decision one)
        {
            if (book.TakenBeforeAsked(one))
                yield return Of(
                    "before-asked",
                    one.Id,
                    one.DecidedOn is null ? Severity.Soon : Severity.Watch,
                    T["“{0}” was decided before anybody was asked who lives with it or knows the place.", one.Question],
                    T[
                        "People should be heard while a question is still open. The threshold is one person’s lived or local knowledge."
                    ],
                    T["Ask, and say what people know"],
                    Paths.Items(book.InnovationId) + "/new",
                    null,
                    Permissions.Tell
                );
            else if (book.WithoutPeoples(one))
                yield return Of(
                    "without-peoples",
                    one.Id,
                    Severity.Soon,
                    T[
                        "“{0}” was decided, and nothing that people with lived or local knowledge said was considered.",
                        one.Question
                    ],
                    T["A decision should consider at least one thing that they said."],
                    T["Say what was considered"],
                    $"{path}/links/new?decision={one.Id}",
                    null,
                    Permissions.Record
                );
        }

        private bool IsUnanswered(Link link) =>
            book.Item(link.ItemId)!.IsSomebodys && book.Replies.All(reply => reply.LinkId != link.Id);

        // One for each decision: several in the same words would look like one told twice.
        private IEnumerable<Warning> NoReply(Decision decision, IReadOnlyList<Link> links)
        {
            var due = decision.DecidedOn!.Value.AddDays(settings.ReplyDays);
            if (due < today)
                yield return Of(
                    "no-reply",
                    links.Count == 1 ? links[0].Id : decision.Id,
                    Severity.Soon,
                    links.Count == 1
                        ? T[
                            "Somebody gave what they know for “{0}”, and was not told what came of it.",
                            decision.Question
                        ]
                        : T[
                            "{0} things that people know were given for “{1}”, and those who said them were not told what came of it.",
                            links.Count,
                            decision.Question
                        ],
                    T["People should hear within {0} days of a decision.", settings.ReplyDays],
                    T["Answer them"],
                    links.Count == 1
                        ? $"{path}/links/{links[0].Id}/reply"
                        : Paths.Decision(book.InnovationId, decision.Id) + "#considered",
                    due,
                    Permissions.Record
                );
        }

        private IEnumerable<Warning> More(Reply reply)
        {
            var asked = reply.UnderstoodOn ?? reply.OnDay;
            if (book.Item(reply.ItemId)!.Consent == ConsentScope.TakenBack)
                yield break;
            yield return Of(
                "more",
                reply.Id,
                Severity.Soon,
                T[
                    "The answer that somebody was given on {0} made no sense to them, and they ask to hear more.",
                    reply.OnDay.Long()
                ],
                T["An answer counts once it means something to the person it was for."],
                T["Tell them more"],
                reply.LinkId is { } link
                    ? $"{path}/links/{link}/reply"
                    : Paths.Item(book.InnovationId, reply.ItemId) + "/reply",
                asked.AddDays(settings.ReplyDays),
                Permissions.Record
            );
        }

        private IEnumerable<Warning> OfUse(Link link)
        {
            var (item, decision) = (book.Item(link.ItemId)!, book.Decision(link.DecisionId)!);
            if (link.Effect is not (Effect.Adopted or Effect.Adapted) || decision.IsHistory(settings.HistoryDays))
                yield break;
            if (item.Agreement == Agreement.Agreed && book.IsContested(item.Id))
                yield return Of(
                    "contested",
                    link.Id,
                    Severity.Soon,
                    T[
                        "“{0}” rests on something that counts as agreed, and somebody sees it differently.",
                        decision.Question
                    ],
                    T["What is used as agreed should not be contested by anybody."],
                    T["See both views"],
                    Paths.Item(book.InnovationId, item.Id) + "#differently",
                    null,
                    Permissions.Record
                );
            if (item.ConsentOn(today) == ConsentScope.NotAsked)
                yield return Of(
                    "beyond-consent",
                    link.Id,
                    Severity.Soon,
                    T["Something somebody said was used for “{0}” beyond what they agreed to.", decision.Question],
                    item.ConsentUntil is { } end
                        ? T["Their consent ran out on {0}.", end.Long()]
                        : T["Nobody has asked them yet who may read it. What is used should be agreed to."],
                    T["Ask them, and record what they say"],
                    Paths.Item(book.InnovationId, item.Id) + "/edit",
                    null,
                    Permissions.Record
                );
        }

        private IEnumerable<Warning> Debt()
        {
            // Those who ask for more are told one by one.
            var owed = book.Debt(today, settings.DebtDays)
                .Where(item => !item.IsHistory(settings.HistoryDays) && !book.AsksForMore(item.Id))
                .ToArray();
            if (owed.Length == 0)
                yield break;
            yield return Of(
                "debt",
                book.InnovationId,
                Severity.Watch,
                owed.Length == 1
                    ? T["One thing that people told was neither used nor answered."]
                    : T["{0} things that people told were neither used nor answered.", owed.Length],
                T["What people tell should be used or answered within {0} days.", settings.DebtDays],
                T["See who is owed an answer"],
                path + "#debt",
                owed[0].HeardOn.AddDays(settings.DebtDays),
                Permissions.See
            );
        }

        // Somebody who did not want to be named can be guessed where few spoke of a place.
        private IEnumerable<Warning> SmallPlaces() =>
            book
                .Items.Where(item => item.Place.Length > 0)
                .GroupBy(item => Words.Fold(item.Place))
                .Where(place =>
                    place.Select(item => item.PersonId).OfType<Guid>().Distinct().Count() is var people
                    && people > 0
                    && people < settings.SmallPlace
                )
                .SelectMany(place => place)
                .Where(item =>
                    item.IsSensitive
                    && item.Attribution != Attribution.Name
                    && item.ConsentOn(today) is ConsentScope.Institution or ConsentScope.Public
                )
                .Select(item =>
                    Of(
                        "small-place",
                        item.Id,
                        Severity.Soon,
                        T["Something sensitive names a place of which few people spoke: who said it could be guessed."],
                        T["A place should have {0} people or more who spoke of it.", settings.SmallPlace],
                        T["Choose a smaller circle, or a larger place"],
                        Paths.Item(book.InnovationId, item.Id) + "/edit",
                        null,
                        Permissions.Record
                    )
                );

        private Warning Of(
            string rule,
            Guid key,
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
                InnovationId = book.InnovationId,
                Rule = "knowledge." + rule,
                Key = key.ToString(),
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
