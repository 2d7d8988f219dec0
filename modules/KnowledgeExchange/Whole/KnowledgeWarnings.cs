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
                .. book.Decided.Where(one => !one.Decision.IsHistory(settings.HistoryDays)).SelectMany(NoReply),
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

        private IEnumerable<Warning> NoReply((Link Link, Decision Decision, Reply? Reply) one)
        {
            var due = one.Decision.DecidedOn!.Value.AddDays(settings.ReplyDays);
            if (one.Reply is null && due < today && book.Item(one.Link.ItemId)!.IsSomebodys)
                yield return Of(
                    "no-reply",
                    one.Link.Id,
                    Severity.Soon,
                    T[
                        "Somebody gave what they know for “{0}”, and was not told what came of it.",
                        one.Decision.Question
                    ],
                    T["People should hear within {0} days of a decision.", settings.ReplyDays],
                    T["Answer them"],
                    $"{path}/links/{one.Link.Id}/reply",
                    due,
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
            var owed = book.Debt(today, settings.DebtDays)
                .Where(item => !item.IsHistory(settings.HistoryDays))
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
