using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Exchanges;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>Says in time where nothing comes back, an answer is owed, or something for everybody cannot be read by everybody.</summary>
internal static class ExchangeWarnings
{
    public static async Task<IReadOnlyList<Warning>> Raise(
        IModuleDatabase database,
        KnowledgeSettings settings,
        DateOnly today,
        IReadOnlyList<Guid> innovations,
        CancellationToken ct
    )
    {
        var books = await ExchangeBook.Read(database, innovations, ct);
        return [.. books.Where(book => !book.IsEmpty).SelectMany(book => new Raising(book, settings, today).All())];
    }

    private sealed class Raising(InnovationExchange book, KnowledgeSettings settings, DateOnly today)
    {
        private readonly string path = Paths.Knowledge(book.InnovationId);

        public IEnumerable<Warning> All() =>
            [.. OneWay(), .. Owed(), .. book.Products.SelectMany(OfProduct), .. Words()];

        private IEnumerable<Warning> OneWay() =>
            book.OneWay(settings.OneWay)
                .Select(one =>
                    Of(
                        "one-way",
                        $"{Contracts.Words.Fold(one.From)} {Contracts.Words.Fold(one.To)}",
                        Severity.Watch,
                        T[
                            "{0} gave to {1} {2} times, and nothing is recorded that came back.",
                            one.From,
                            one.To,
                            one.Count
                        ],
                        T["We tell from {0} times one way.", settings.OneWay],
                        T["Record what came back, or ask"],
                        path + "/exchange/new",
                        null
                    )
                );

        private IEnumerable<Warning> Owed() =>
            book.Owed(today, settings.OwedDays)
                .Where(one => one.AskedOn.AddDays(settings.HistoryDays + settings.OwedDays) >= today)
                .Select(one =>
                    Of(
                        "owed",
                        one.Id.ToString(),
                        Severity.Soon,
                        one.OwedBy.Length > 0
                            ? T["{0} owes an answer since {1}.", one.OwedBy, one.AskedOn.Long()]
                            : T["A question has waited for an answer since {0}.", one.AskedOn.Long()],
                        T["Questions should be answered within {0} days.", settings.OwedDays],
                        T["Answer it"],
                        $"{path}/questions/{one.Id}",
                        one.AskedOn.AddDays(settings.OwedDays)
                    )
                );

        private IEnumerable<Warning> OfProduct(Product one)
        {
            if (book.Latest(one.Id) is not { } latest)
                yield break;
            var edit = $"{path}/products/{one.Id}";
            if (one.IsPublic && !latest.Access.Any())
                yield return Of(
                    "no-access",
                    one.Id.ToString(),
                    Severity.Watch,
                    T["“{0}” is for everybody, and there is no other form of it yet.", one.Name],
                    T["What is for everybody should be there in one accessible form at least."],
                    T["Say in which forms there is one"],
                    edit,
                    null
                );
            if (one.IsPublic && latest.Ease is { } ease && ease < settings.ReadingEase)
                yield return Of(
                    "hard-to-read",
                    one.Id.ToString(),
                    Severity.Watch,
                    T["“{0}” is for everybody, and reads hard.", one.Name],
                    T[
                        "Its reading ease is {0}; for everybody it should be {1} or more.",
                        Figure(ease),
                        Figure(settings.ReadingEase)
                    ],
                    T["Make it plainer"],
                    edit,
                    null
                );
            var last = book.Uses.LastOrDefault(use => use.ProductId == one.Id)?.OnDay ?? latest.OnDay;
            if (last.AddDays(settings.UnusedDays) < today)
                yield return Of(
                    "unused",
                    one.Id.ToString(),
                    Severity.Watch,
                    T["No use of “{0}” is recorded since {1}.", one.Name, last.Long()],
                    T["We tell after {0} days.", settings.UnusedDays],
                    T["Record a use, or ask why not"],
                    edit + "/use",
                    null
                );
        }

        private IEnumerable<Warning> Words() =>
            book.TranslationDebt.Select(one =>
                Of(
                    "word",
                    one.Id.ToString(),
                    Severity.Watch,
                    T["“{0}” goes between groups, and what it means is not agreed.", one.Word],
                    T["A word that crosses between groups should have one meaning that all agreed on."],
                    T["Agree on a meaning"],
                    $"{path}/words/{one.Id}",
                    null
                )
            );

        private static string Figure(double ease) =>
            ease.ToString("0", System.Globalization.CultureInfo.CurrentCulture);

        private Warning Of(
            string rule,
            string key,
            Severity severity,
            string fact,
            string why,
            string step,
            string stepPath,
            DateOnly? due
        ) =>
            new()
            {
                InnovationId = book.InnovationId,
                Rule = "knowledge." + rule,
                Key = key,
                Severity = severity,
                Fact = fact,
                Why = why,
                NextStep = step,
                NextStepPath = stepPath,
                Due = due,
                Permission = Permissions.See,
                NextStepPermission = Permissions.Record,
            };
    }
}
