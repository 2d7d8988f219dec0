using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Exchanges;
using CoProd.Ui;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Files;

/// <summary>What went from group to group, a line each.</summary>
internal sealed class ExchangeCsvExport(IModuleDatabase database) : IExporter
{
    private static readonly string[] Headings =
    [
        "innovation",
        "on",
        "from",
        "to",
        "what",
        "why",
        "format",
        "language",
        "access",
        "id",
    ];

    public string Id => "knowledge-exchanges-csv";

    public string Title => T["What went from group to group, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "exchanges.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = await Books.Rows(
            database,
            caller,
            ids => ExchangeBook.Read(database, ids, ct),
            (innovation, book) => book.Exchanges.Select(one => Cells(innovation, one)),
            ct
        );
        await file.WriteAsync(CsvFile.Write(Headings, rows), ct);
    }

    private static string[] Cells(string innovation, Exchange one) =>
        [
            innovation,
            one.OnDay.Iso(),
            one.FromGroup,
            one.ToGroup,
            one.What,
            one.Why,
            one.Format.ToString(),
            one.Language,
            one.Access,
            one.Id.ToString(),
        ];
}
