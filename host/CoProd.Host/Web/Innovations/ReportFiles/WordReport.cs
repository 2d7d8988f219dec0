using CoProd.Contracts.Contributions;
using CoProd.Host.Web.Home;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace CoProd.Host.Web.Innovations.ReportFiles;

/// <summary>The report as a Word document with real headings and tables, so that a screen reader, a contents list and an editor find their way.</summary>
internal static class WordReport
{
    private const string Page = "Title";
    private const string Section = "Heading1";
    private const string Quiet = "Quiet";
    private const string Heading = "TableHeading";

    public static void Write(Report report, Stream file)
    {
        using var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document);
        document.PackageProperties.Title = report.Title;
        document.PackageProperties.Language = System.Globalization.CultureInfo.CurrentUICulture.Name;
        var main = document.AddMainDocumentPart();
        main.AddNewPart<StyleDefinitionsPart>().Styles = Looks();
        var body = new Body(Text(report.Title, Page), Text(ReportPage.AsOf(report.Today), Quiet));
        body.Append(report.Missing.Select(missing => Text(missing)));
        foreach (var section in report.Sections)
            body.Append(Of(section));
        main.Document = new Document(body);
    }

    private static IEnumerable<OpenXmlElement> Of(ReportSection section)
    {
        yield return Text(section.Heading, Section);
        yield return Text(PracticeWords.Of(section.Row), Quiet);
        foreach (var paragraph in section.Paragraphs)
            yield return Text(paragraph);
        foreach (var table in section.Tables)
        {
            yield return Text(table.Title, Heading);
            yield return Of(table);
            // Word joins two tables that touch.
            yield return new Paragraph();
        }
    }

    private static Table Of(ReportTable table)
    {
        var made = new Table(
            new TableProperties(
                new TableStyle { Val = "Lines" },
                new TableWidth { Type = TableWidthUnitValues.Pct, Width = "5000" },
                new TableLook { Val = "0020", FirstRow = true },
                new TableCaption { Val = table.Title }
            ),
            new TableGrid(table.Columns.Select(_ => new GridColumn()))
        );
        made.Append(
            new TableRow([
                new TableRowProperties(new CantSplit(), new TableHeader()),
                .. table.Columns.Select(column => Cell(column, bold: true)),
            ])
        );
        foreach (var row in table.Rows)
            made.Append(
                new TableRow([new TableRowProperties(new CantSplit()), .. row.Select(cell => Cell(cell, bold: false))])
            );
        return made;
    }

    private static TableCell Cell(string text, bool bold)
    {
        var run = Run(text);
        if (bold)
            run.PrependChild(new RunProperties(new Bold()));
        return new TableCell(new Paragraph(run));
    }

    private static Paragraph Text(string text, string? style = null)
    {
        var paragraph = new Paragraph(Run(text));
        if (style is not null)
            paragraph.PrependChild(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        return paragraph;
    }

    // Signs that XML cannot hold would spoil the whole file.
    private static Run Run(string text) =>
        new(
            new Text(string.Concat(text.EnumerateRunes().Where(IsWritable)))
            {
                Space = SpaceProcessingModeValues.Preserve,
            }
        );

    private static bool IsWritable(System.Text.Rune rune) =>
        rune.Value is '\t' or '\n' or '\r' or >= ' ' and not (0xFFFE or 0xFFFF);

    private static Styles Looks() =>
        new(
            new DocDefaults(
                new RunPropertiesDefault(
                    new RunPropertiesBaseStyle(
                        new RunFonts
                        {
                            Ascii = "Arial",
                            HighAnsi = "Arial",
                            ComplexScript = "Arial",
                        },
                        new FontSize { Val = "24" },
                        new Languages { Val = System.Globalization.CultureInfo.CurrentUICulture.Name }
                    )
                ),
                new ParagraphPropertiesDefault(
                    new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "160" })
                )
            ),
            Style("Normal", "Normal", isDefault: true),
            Style(Page, "Title", 48, outline: null),
            Style(Section, "heading 1", 34, outline: 0),
            Style(Heading, "Table heading", 24, outline: null),
            new Style(
                new StyleName { Val = "Quiet" },
                new BasedOn { Val = "Normal" },
                new StyleRunProperties(new Color { Val = "50545C" })
            )
            {
                Type = StyleValues.Paragraph,
                StyleId = Quiet,
                CustomStyle = true,
            },
            new Style(
                new StyleName { Val = "Lines" },
                new StyleTableProperties(
                    new TableBorders(
                        new BottomBorder { Val = BorderValues.Single, Size = 4 },
                        new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }
                    )
                )
            )
            {
                Type = StyleValues.Table,
                StyleId = "Lines",
                CustomStyle = true,
            }
        );

    private static Style Style(string id, string name, bool isDefault) =>
        new(new StyleName { Val = name })
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
            Default = isDefault,
        };

    // Sizes are half points.
    private static Style Style(string id, string name, int size, int? outline)
    {
        var paragraph = new StyleParagraphProperties(
            new KeepNext(),
            new SpacingBetweenLines { Before = "320", After = "120" }
        );
        if (outline is { } level)
            paragraph.Append(new OutlineLevel { Val = level });
        return new Style(
            new StyleName { Val = name },
            new BasedOn { Val = "Normal" },
            new NextParagraphStyle { Val = "Normal" },
            paragraph,
            new StyleRunProperties(
                new Bold(),
                new FontSize { Val = size.ToString(System.Globalization.CultureInfo.InvariantCulture) }
            )
        )
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
        };
    }
}
