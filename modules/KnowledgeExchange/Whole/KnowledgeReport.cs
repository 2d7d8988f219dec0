using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.KnowledgeExchange.Picture;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>
/// The part of the report about knowledge. A report travels: it quotes only what people made public, and counts no people below five.
/// </summary>
internal sealed class KnowledgeReport(IModuleDatabase database, ISettings settings, TimeProvider clock) : IReportSource
{
    public async Task<IReadOnlyList<ReportSection>> Report(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = KnowledgeSettings.From(settings);
        var today = clock.Today();
        var books = await KnowledgeBook.Read(database, innovations, ct);
        return [.. books.Where(book => !book.IsEmpty).Select(book => Valuing(book, thresholds, today))];
    }

    private static ReportSection Valuing(InnovationKnowledge book, KnowledgeSettings settings, DateOnly today)
    {
        var figures = KnowledgeFigures.Of([book], settings, today);
        var people = book.Items.Select(item => item.PersonId).OfType<Guid>().Distinct().Count();
        return new()
        {
            InnovationId = book.InnovationId,
            Row = PracticeRow.P3,
            Heading = T["What people know, and what came of it"],
            Paragraphs =
            [
                people < SmallNumbers.Fewest
                    ? T["Fewer than five people are recorded as having told what they know."]
                    : T["{0} people are recorded as having told what they know.", people],
                .. SeeKnowledge.Said(figures, settings),
                .. figures.BeforeAsked == 0
                    ? []
                    : new[]
                    {
                        figures.BeforeAsked == 1
                            ? T["One decision was taken before anybody was asked."]
                            : T["{0} decisions were taken before anybody was asked.", figures.BeforeAsked],
                    },
            ],
            Tables =
            [
                .. new[] { Decisions(book), Rates(book, figures, settings), Because(book, today) }.Where(table =>
                    table.Rows.Count > 0
                ),
            ],
        };
    }

    private static ReportTable Decisions(InnovationKnowledge book) =>
        new()
        {
            Title = T["Decisions"],
            Columns = [T["Question"], T["What was decided"], T["Decided on"], T["Were people heard first?"]],
            Rows =
            [
                .. book
                    .Decisions.Where(one => one.DecidedOn is not null)
                    .Select(one =>
                        (IReadOnlyList<string>)
                            [
                                one.Question,
                                one.Outcome,
                                one.DecidedOn!.Value.Long(),
                                book.TakenBeforeAsked(one) ? T["no"] : T["yes"],
                            ]
                    ),
            ],
        };

    private static ReportTable Rates(InnovationKnowledge book, KnowledgeFigures figures, KnowledgeSettings settings) =>
        new()
        {
            Title = T["Kinds of knowledge, and how often each was used"],
            Columns = [T["Kind"], T["Used, of what was considered"], T["19 times out of 20 between"]],
            Rows =
            [
                .. SeeKnowledge
                    .Rates([book], figures, settings)
                    .Select(one => (IReadOnlyList<string>)[Say.Kind(one.Source), one.Said, one.Between]),
            ],
        };

    private static ReportTable Because(InnovationKnowledge book, DateOnly today) =>
        new()
        {
            Title = T["Because you said"],
            Columns = [T["What was said"], T["By"], T["The question"], T["What became of it"], T["Why"]],
            Rows =
            [
                .. book
                    .Links.Select(link => (Link: link, Item: book.Item(link.ItemId)!))
                    .Where(one => one.Item.ConsentOn(today) == ConsentScope.Public)
                    .Select(one =>
                        (IReadOnlyList<string>)
                            [
                                Say.Words(one.Item),
                                Say.Whose(one.Item),
                                book.Decision(one.Link.DecisionId)!.Question,
                                Say.Effect(one.Link.Effect),
                                one.Link.Reason,
                            ]
                    ),
            ],
        };
}
