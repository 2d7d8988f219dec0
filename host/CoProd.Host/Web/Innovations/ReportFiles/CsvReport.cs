using System.Globalization;
using CoProd.Contracts;
using CoProd.Host.Web.Home;
using CoProd.Ui;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Innovations.ReportFiles;

/// <summary>The report as one long table: each paragraph and each cell of a table is a line that says where it stood.</summary>
internal static class CsvReport
{
    public static void Write(Report report, Stream file) =>
        file.Write(
            CsvFile.Write(
                [T["Part of the leaflet"], T["Section"], T["Table"], T["Line"], T["Column"], T["Text"]],
                Lines(report)
            )
        );

    private static IEnumerable<string[]> Lines(Report report)
    {
        foreach (var missing in report.Missing)
            yield return ["", "", "", "", "", missing];
        foreach (var section in report.Sections)
        {
            var row = PracticeWords.Of(section.Row);
            foreach (var (line, paragraph) in section.Paragraphs.Index())
                yield return [row, section.Heading, "", Number(line), "", paragraph];
            foreach (var table in section.Tables)
            {
                foreach (var (line, cells) in table.Rows.Index())
                {
                    foreach (var (column, cell) in table.Columns.Zip(cells))
                        yield return [row, section.Heading, table.Title, Number(line), column, cell];
                }
            }
        }
    }

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
