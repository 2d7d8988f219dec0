using System.Data;
using CoProd.Contracts.Contributions;
using CoProd.Host.Web.Home;
using MiniExcelLibs;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Innovations.ReportFiles;

/// <summary>The report as a workbook: what it says on the first sheet, each of its tables on one of its own.</summary>
internal static class ExcelReport
{
    // What Excel takes as the name of a sheet.
    private const int LongestName = 31;
    private const string Forbidden = @":\/?*[]'";

    public static void Write(Report report, Stream file)
    {
        var sheets = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        sheets[Name(T["Report"], sheets.Keys)] = Words(report);
        foreach (var table in report.Sections.SelectMany(section => section.Tables))
            sheets[Name(table.Title, sheets.Keys)] = Table(table);
        file.SaveAs(sheets);
    }

    private static DataTable Words(Report report)
    {
        var lines = Columns([T["Part of the leaflet"], T["Section"], T["Text"]]);
        lines.Rows.Add("", report.Title, ReportPage.AsOf(report.Today));
        foreach (var missing in report.Missing)
            lines.Rows.Add("", "", missing);
        foreach (var section in report.Sections)
        {
            foreach (var paragraph in section.Paragraphs)
                lines.Rows.Add(PracticeWords.Of(section.Row), section.Heading, paragraph);
        }
        return lines;
    }

    private static DataTable Table(ReportTable table)
    {
        var lines = Columns(table.Columns);
        foreach (var row in table.Rows)
            lines.Rows.Add([.. row]);
        return lines;
    }

    private static DataTable Columns(IReadOnlyList<string> names)
    {
        var table = new DataTable { Locale = System.Globalization.CultureInfo.CurrentCulture };
        foreach (var (index, name) in names.Index())
        {
            // Two columns of one name are told apart by the place of the second.
            var title = table.Columns.Contains(name) || name.Length == 0 ? $"{name} ({index + 1})".Trim() : name;
            table.Columns.Add(title, typeof(string));
        }
        return table;
    }

    private static string Name(string title, ICollection<string> taken)
    {
        var plain = string.Concat(title.Where(c => !Forbidden.Contains(c) && !char.IsControl(c))).Trim();
        var name = Short(plain.Length == 0 ? T["Table"] : plain, LongestName);
        for (var n = 2; taken.Contains(name); n++)
            name = Short(plain, LongestName - 4) + $" ({n})";
        return name;
    }

    private static string Short(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)].TrimEnd();
}
