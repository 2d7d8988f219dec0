using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.KnowledgeExchange.Exchanges;
using CoProd.KnowledgeExchange.Figures;
using CoProd.KnowledgeExchange.Picture;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>The part of the report about the exchange of knowledge: flows, answers and products. It names groups and no people.</summary>
internal sealed class ExchangeReport(IModuleDatabase database, ISettings settings, TimeProvider clock) : IReportSource
{
    public async Task<IReadOnlyList<ReportSection>> Report(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = KnowledgeSettings.From(settings);
        var today = clock.Today();
        var books = await ExchangeBook.Read(database, innovations, ct);
        return [.. books.Where(book => !book.IsEmpty).Select(book => Section(book, thresholds, today))];
    }

    private static ReportSection Section(InnovationExchange book, KnowledgeSettings settings, DateOnly today)
    {
        var said = new List<string>();
        if (book.Reciprocity is { } share)
            said.Add(T["{0} of what went between groups went both ways.", Say.Share(share)]);
        if (Days.Quantile(book.Waits, 0.5) is { } half)
            said.Add(
                T[
                    "Half of the answers to questions came within {0} days.",
                    half.ToString("0.#", System.Globalization.CultureInfo.CurrentCulture)
                ]
            );
        if (book.Owed(today, settings.OwedDays).Count is > 0 and var owed)
            said.Add(
                owed == 1
                    ? T["One question has waited too long for an answer."]
                    : T["{0} questions have waited too long for an answer.", owed]
            );
        if (book.Conversion is { } used)
            said.Add(T["{0} of the products were used by somebody.", Say.Share(used)]);
        return new()
        {
            InnovationId = book.InnovationId,
            Row = PracticeRow.A7,
            Heading = T["Exchange of knowledge"],
            Paragraphs = said,
            Tables = [.. new[] { Flows(book), Products(book) }.Where(table => table.Rows.Count > 0)],
        };
    }

    private static ReportTable Flows(InnovationExchange book) =>
        new()
        {
            Title = T["What went from group to group"],
            Columns = [T["From"], T["To"], T["How often"]],
            Rows =
            [
                .. book
                    .Flows.OrderByDescending(flow => flow.Value)
                    .Select(flow =>
                        (IReadOnlyList<string>)
                            [
                                flow.Key.From,
                                flow.Key.To,
                                flow.Value.ToString(System.Globalization.CultureInfo.CurrentCulture),
                            ]
                    ),
            ],
        };

    private static ReportTable Products(InnovationExchange book) =>
        new()
        {
            Title = T["What carries knowledge to others"],
            Columns = [T["Product"], T["For"], T["In other forms"], T["Reading ease"]],
            Rows =
            [
                .. book.Products.Select(one =>
                    (IReadOnlyList<string>)
                        [
                            one.Name,
                            one.IsPublic ? T["everybody"] : one.ForGroup,
                            string.Join(", ", (book.Latest(one.Id)?.Access ?? []).Select(SayExchange.Access)),
                            SayExchange.Ease(book.Latest(one.Id)?.Ease),
                        ]
                ),
            ],
        };
}
