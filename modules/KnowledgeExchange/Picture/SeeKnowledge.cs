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

        /// <summary>For each of these sentences the list that it counts, as the end of its address.</summary>
        internal IReadOnlyList<string> Counted { get; init; } = [];

        /// <summary>Rate of people's own knowledge over that of professions; null where there is too little.</summary>
        public required double? Parity { get; init; }

        /// <summary>The share of what was considered that was answered; null where nothing was.</summary>
        public required double? Closure { get; init; }
        public required IReadOnlyList<SeeDecision.View> Decisions { get; init; }

        /// <summary>What is owed an answer, oldest first, as far as the reader may read it.</summary>
        public required IReadOnlyList<DebtLine> Debt { get; init; }

        /// <summary>All that is owed, also what the reader may not read.</summary>
        public required int DebtCount { get; init; }

        /// <summary>Of these, where somebody asks to hear more about an answer.</summary>
        public required int MoreCount { get; init; }
    }

    /// <summary>How often a kind of knowledge was used.</summary>
    public sealed record RateLine(KnowledgeSource Source, int Items, double? Rate, string Said, string Between);

    /// <summary>Something that is owed an answer.</summary>
    public sealed record DebtLine(
        Guid ItemId,
        string Statement,
        string Whose,
        DateOnly HeardOn,
        int Days,
        bool AsksForMore
    );

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
            Counted = [.. Lines(figures, settings).Select(line => line.Counted)],
            Parity = figures.Parity?.Ratio,
            Closure = figures.SaidClosure,
            Decisions = [.. book.Decisions.Select(one => SeeDecision.Of(one, book, visit.Caller, today))],
            Debt =
            [
                .. debt.Where(item => visit.Caller.MayRead(item, today))
                    .Select(item => new DebtLine(
                        item.Id,
                        Say.Words(item),
                        Say.Whose(item),
                        item.HeardOn,
                        today.DayNumber - item.HeardOn.DayNumber,
                        book.AsksForMore(item.Id)
                    )),
            ],
            DebtCount = debt.Count,
            MoreCount = debt.Count(item => book.AsksForMore(item.Id)),
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
        [.. Lines(figures, settings).Select(line => line.Sentence)];

    private static IEnumerable<(string Sentence, string Counted)> Lines(
        KnowledgeFigures figures,
        KnowledgeSettings settings
    )
    {
        yield return (Sentences.Closure(figures), "?counted=to-answer");
        yield return (Sentences.Parity(figures.Parity), "?counted=considered");
        if (Sentences.Diversity(figures.Diversity) is { } diversity)
            yield return (diversity, "?counted=kinds");
        if (Sentences.Coverage(figures.Coverage, settings.CellItems) is { } coverage)
            yield return (coverage, "?counted=topics");
    }
}
