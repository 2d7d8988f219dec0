using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Files;

/// <summary>
/// What people know, a line each, as far as the caller may read it; who said it, for those who record. <see cref="KnowledgeCsvImport"/> reads
/// it back.
/// </summary>
internal sealed class KnowledgeCsvExport(IModuleDatabase database, TimeProvider clock) : IExporter
{
    internal static IReadOnlyList<string> Headings { get; } =
    [
        "innovation",
        "what they know",
        "kind",
        "whose",
        "said by",
        "group",
        "topic",
        "place",
        "heard on",
        "may be read by",
        "until",
        "private",
        "named by",
        "named as",
        "agreement",
        "contested",
        "id",
    ];

    public string Id => "knowledge-csv";

    public string Title => T["What people know, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "knowledge.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var today = clock.Today();
        var rows = await Books.Rows(
            database,
            caller,
            ids => KnowledgeBook.Read(database, ids, ct),
            (innovation, book) =>
                book
                    .Items.Where(item => item.Statement.Length > 0 && caller.MayRead(item, today))
                    .Select(item => Cells(innovation, book, item, caller.May(Permissions.Record))),
            ct
        );
        await file.WriteAsync(CsvFile.Write(Headings, rows), ct);
    }

    private static string[] Cells(string innovation, InnovationKnowledge book, KnowledgeItem item, bool records) =>
        [
            innovation,
            item.Statement,
            item.Source.ToString(),
            Say.Whose(item),
            records ? item.PersonName ?? "" : "",
            item.FromGroup,
            item.Topic,
            item.Place,
            item.HeardOn.Iso(),
            item.Consent.ToString(),
            item.ConsentUntil?.Iso() ?? "",
            item.IsSensitive ? "yes" : "no",
            item.Attribution.ToString(),
            item.AttributedAs,
            item.Agreement.ToString(),
            book.IsContested(item.Id) ? "yes" : "no",
            item.Id.ToString(),
        ];
}

/// <summary>
/// The codes of what people know, for a program that reads interviews: a line for each item and code (its topic, its kind, its place, the
/// group it speaks for). The file goes elsewhere, so it holds the words of what everybody here may read, and of the rest the codes alone.
/// </summary>
internal sealed class CodesCsvExport(IModuleDatabase database, TimeProvider clock) : IExporter
{
    private static readonly string[] Headings =
    [
        "item",
        "innovation",
        "date",
        "code group",
        "code",
        "text",
        "who may read it",
    ];

    public string Id => "knowledge-codes-csv";

    public string Title => T["What people know by its codes, for a program that reads interviews, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "codes.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var today = clock.Today();
        var rows = await Books.Rows(
            database,
            caller,
            ids => KnowledgeBook.Read(database, ids, ct),
            (innovation, book) =>
                book
                    .Items.Where(item => item.Consent != ConsentScope.TakenBack && caller.MayRead(item, today))
                    .SelectMany(item => Lines(innovation, item, today)),
            ct
        );
        await file.WriteAsync(CsvFile.Write(Headings, rows), ct);
    }

    private static IEnumerable<string[]> Lines(string innovation, KnowledgeItem item, DateOnly today)
    {
        var consent = item.ConsentOn(today);
        var words = consent is ConsentScope.Institution or ConsentScope.Public ? item.Statement : "";
        return new[]
        {
            ("kind", item.Source == KnowledgeSource.NotSaid ? "" : item.Source.ToString()),
            ("topic", item.Topic),
            ("place", item.Place),
            ("group", item.FromGroup),
        }
            .Where(code => code.Item2.Length > 0)
            .DefaultIfEmpty(("", ""))
            .Select(code =>
                new[]
                {
                    item.Id.ToString(),
                    innovation,
                    item.HeardOn.Iso(),
                    code.Item1,
                    code.Item2,
                    words,
                    consent.ToString(),
                }
            );
    }
}

/// <summary>
/// What came of what people said, in the columns of the tracking sheet of the Public Involvement in Research Impact Toolkit (PIRIT): when and
/// how they contributed, what they hoped to influence, what changed if anything, why it matters, and the UK Standard it belongs to. The sheet
/// goes to others, so it holds what everybody here may read, whoever takes it out, and says of each line who may read it.
/// </summary>
internal sealed class PiritCsvExport(IModuleDatabase database, TimeProvider clock) : IExporter
{
    private static readonly string[] Headings =
    [
        "innovation",
        "when",
        "how public contributors contributed",
        "what they hoped to influence",
        "what changed, if anything",
        "why it matters",
        "related UK Standard",
        "told on",
        "who may read it",
        "id",
    ];

    public string Id => "knowledge-pirit-csv";

    public string Title => T["What came of what people said, in the columns of PIRIT, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "pirit.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var today = clock.Today();
        var rows = await Books.Rows(
            database,
            caller,
            ids => KnowledgeBook.Read(database, ids, ct),
            (innovation, book) =>
                book
                    .Links.Where(link =>
                        book.Item(link.ItemId) is { IsPeoples: true, Statement.Length: > 0 } item
                        && item.ConsentOn(today) is ConsentScope.Institution or ConsentScope.Public
                    )
                    .Select(link => Cells(innovation, book, link)),
            ct
        );
        await file.WriteAsync(CsvFile.Write(Headings, rows), ct);
    }

    private static string[] Cells(string innovation, InnovationKnowledge book, Link link)
    {
        var (item, decision) = (book.Item(link.ItemId)!, book.Decision(link.DecisionId)!);
        var told = book.Replies.Where(reply => reply.LinkId == link.Id).MinBy(reply => reply.OnDay);
        return
        [
            innovation,
            item.HeardOn.Iso(),
            $"{Say.Whose(item)}: {Say.Words(item)}",
            decision.Question,
            link.Effect is Effect.Adopted or Effect.Adapted && decision.Outcome.Length > 0
                ? $"{Say.Effect(link.Effect)}: {decision.Outcome}"
                : Say.Effect(link.Effect),
            link.Reason,
            "Impact",
            told?.OnDay.Iso() ?? "",
            item.Consent.ToString(),
            link.Id.ToString(),
        ];
    }
}
