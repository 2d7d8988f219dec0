using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Decisions;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.KnowledgeExchange.Picture;

/// <summary>What people know about an innovation, what became of it, and who is owed an answer.</summary>
public static class SeeKnowledge
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }
        public required IReadOnlyList<RateLine> Rates { get; init; }

        /// <summary>Sentences with the figures.</summary>
        public required IReadOnlyList<string> Figures { get; init; }

        /// <summary>Rate of people's own knowledge over that of professions; null where there is too little.</summary>
        public required double? Parity { get; init; }

        /// <summary>The share of what was considered that was answered; null where nothing was.</summary>
        public required double? Closure { get; init; }
        public required IReadOnlyList<SeeDecision.View> Decisions { get; init; }

        /// <summary>What was neither used nor answered, oldest first, as far as the reader may read it.</summary>
        public required IReadOnlyList<DebtLine> Debt { get; init; }

        /// <summary>All that is owed, also what the reader may not read.</summary>
        public required int DebtCount { get; init; }
    }

    /// <summary>How often a kind of knowledge was used.</summary>
    public sealed record RateLine(KnowledgeSource Source, int Items, double? Rate, string Said, string Between);

    /// <summary>Something that is owed an answer.</summary>
    public sealed record DebtLine(Guid ItemId, string Statement, string Whose, DateOnly HeardOn, int Days);

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeeKnowledgePage>(
            ("Model", await Answer(visit)),
            ("MayRecord", visit.Caller.May(Permissions.Record)),
            ("MayTell", visit.Caller.May(Permissions.Tell))
        );

    internal static async Task<View?> Answer(IVisit visit)
    {
        var settings = KnowledgeSettings.From(visit.Get<ISettings>());
        var today = visit.Clock.Today();
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var figures = KnowledgeFigures.Of([book], settings, today);
        var debt = book.Debt(today, settings.DebtDays);
        return new()
        {
            InnovationId = visit.InnovationId,
            Rates = Rates([book], figures, settings),
            Figures = Said(figures, settings),
            Parity = figures.Parity?.Ratio,
            Closure = figures.Closure,
            Decisions = [.. book.Decisions.Select(one => SeeDecision.Of(one, book, visit.Caller, today))],
            Debt =
            [
                .. debt.Where(item => visit.Caller.MayRead(item, today))
                    .Select(item => new DebtLine(
                        item.Id,
                        Say.Words(item),
                        Say.Whose(item),
                        item.HeardOn,
                        today.DayNumber - item.HeardOn.DayNumber
                    )),
            ],
            DebtCount = debt.Count,
        };
    }

    internal static IReadOnlyList<RateLine> Rates(
        IReadOnlyCollection<InnovationKnowledge> books,
        KnowledgeFigures figures,
        KnowledgeSettings settings
    ) =>
        [
            .. Enum.GetValues<KnowledgeSource>()
                .Select(source =>
                    (
                        source,
                        Items: books.Sum(book => book.Items.Count(item => item.Source == source)),
                        Tally: figures.BySource.GetValueOrDefault(source)
                    )
                )
                .Where(one => one.Items > 0)
                .Select(one => new RateLine(
                    one.source,
                    one.Items,
                    one.Tally.Considered >= settings.Fewest ? one.Tally.Rate : null,
                    Sentences.Rate(one.Tally, settings.Fewest),
                    Sentences.Between(one.Tally, settings.Fewest)
                )),
        ];

    internal static IReadOnlyList<string> Said(KnowledgeFigures figures, KnowledgeSettings settings) =>
        [
            Sentences.Closure(figures),
            Sentences.Parity(figures.Parity),
            .. new[]
            {
                Sentences.Diversity(figures.Diversity),
                Sentences.Coverage(figures.Coverage, settings.CellItems),
            }.OfType<string>(),
        ];
}
