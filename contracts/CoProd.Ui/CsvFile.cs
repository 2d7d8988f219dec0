using System.Text;
using CoProd.Contracts.Exchange;
using Microsoft.AspNetCore.Http;

namespace CoProd.Ui;

/// <summary>A list as a CSV file: UTF-8 with a mark so that spreadsheets read it, and no cell that a spreadsheet would run.</summary>
public static class CsvFile
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>The file as an answer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="headings">The first line.</param>
    /// <param name="rows">The lines, each as many cells as there are headings.</param>
    public static IResult Of(string name, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) =>
        Results.File(Write(headings, rows), "text/csv; charset=utf-8", name);

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        Line(text, headings);
        foreach (var row in rows)
            Line(text, row);
        return [.. Mark, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static void Line(StringBuilder text, IReadOnlyList<string> cells) =>
        text.AppendJoin(',', cells.Select(cell => Quote(SpreadsheetCells.Guard(cell)))).Append("\r\n");

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? cell
            : '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
