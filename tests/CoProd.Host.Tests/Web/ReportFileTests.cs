using System.Net;
using System.Text;
using CoProd.Contracts.Modules;
using CoProd.Testing;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using MiniExcelLibs;

namespace CoProd.Host.Tests.Web;

/// <summary>The report leaves as files that Word, Excel and programs open, and each says what the page says.</summary>
public sealed class ReportFileTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Word_finds_headings_tables_and_every_paragraph_of_the_page(TestEngine engine)
    {
        var (sam, page) = await Reported(engine);

        using var document = WordprocessingDocument.Open(await File(sam, page, ".docx"), isEditable: false);

        Assert.Empty(
            new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365)
                .Validate(document)
                .Select(error => error.Description)
        );
        var body = document.MainDocumentPart!.Document!.Body!;
        var headings = body.Elements<Paragraph>()
            .Where(p => p.ParagraphProperties?.ParagraphStyleId?.Val == "Heading1")
            .Select(p => p.InnerText);
        Assert.Equal(Texts(page, "main section > h2"), headings);
        Assert.Equal(page.Document.QuerySelectorAll("main table").Length, body.Elements<Table>().Count());
        foreach (var said in Texts(page, "main section > p, main td, main th"))
            Assert.Contains(said, body.Descendants<Paragraph>().Select(p => p.InnerText));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Excel_finds_the_words_on_the_first_sheet_and_each_table_on_its_own(TestEngine engine)
    {
        var (sam, page) = await Reported(engine);

        var file = await File(sam, page, ".xlsx");

        var sheets = file.GetSheetNames();
        Assert.Equal(page.Document.QuerySelectorAll("main table").Length + 1, sheets.Count);
        var words = file.Query(useHeaderRow: true, sheetName: sheets[0]).Select(row => (string?)row.Text).ToList();
        foreach (var said in Texts(page, "main section > p:not(.cp-quiet)"))
            Assert.Contains(said, words);
        var first = page.Document.QuerySelector("main table")!;
        Assert.Equal(
            first.QuerySelectorAll("tbody tr").Length,
            file.Query(useHeaderRow: true, sheetName: sheets[1]).Count()
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_csv_has_a_line_for_each_paragraph_and_each_cell(TestEngine engine)
    {
        var (sam, page) = await Reported(engine);

        var text = Encoding.UTF8.GetString((await File(sam, page, ".csv")).ToArray());

        Assert.StartsWith("\uFEFFPart of the leaflet,Section,Table,Line,Column,Text\r\n", text);
        foreach (var said in Texts(page, "main section > p:not(.cp-quiet), main td"))
            Assert.Contains(said.Replace("\"", "\"\"", StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task Who_may_not_see_the_innovation_gets_no_file_of_it()
    {
        var (_, page) = await Reported(TestEngine.Sqlite);
        var ines = await (await sites.On(TestEngine.Sqlite)).As(Role.CoProducer);

        foreach (var ending in new[] { "", ".docx", ".xlsx", ".csv" })
            Assert.Equal(HttpStatusCode.NotFound, (await ines.Open(page.Path + ending)).Status);
    }

    private async Task<(Session, Page)> Reported(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        // A name that a file, a formula or a piece of XML might stumble over.
        var made = await sam.Send("/innovations/new", ("name", "=Tea & <cake> for “all”"));
        var (status, _) = await sam.PostJson(
            $"/api/innovations/{made.Id()}/money/awards",
            new
            {
                funder = "=cmd|' /C calc'!A0",
                amount = "12000",
                startsOn = "2026-01-01",
                endsOn = "2027-01-01",
            }
        );
        Assert.Equal(HttpStatusCode.Created, status);
        var page = await sam.Open(made.Path + "/report");
        Assert.NotEmpty(page.Document.QuerySelectorAll("main section"));
        Assert.NotEmpty(page.Document.QuerySelectorAll("main table"));
        return (sam, page);
    }

    private static async Task<MemoryStream> File(Session sam, Page page, string ending) =>
        new(await sam.Client.GetByteArrayAsync(page.Path + ending));

    private static IEnumerable<string> Texts(Page page, string selector) =>
        page.Document.QuerySelectorAll(selector).Select(element => element.TextContent);
}
