using CoProd.Contracts.Exchange;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>One CSV file of HSDS: rows under the field names of the standard.</summary>
internal sealed record HsdsTable
{
    internal required IReadOnlyDictionary<string, int> Columns { get; init; }
    internal required IReadOnlyList<HsdsRow> Rows { get; init; }

    internal bool Has(string column) => Columns.ContainsKey(column);

    internal static HsdsTable Read(Stream file, CancellationToken ct)
    {
        using var text = TextDecoding.Open(file);
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var rows = new List<HsdsRow>();
        var width = 0;
        foreach (var record in CsvText.Read(text))
        {
            ct.ThrowIfCancellationRequested();
            if (width == 0)
            {
                width = record.Cells.Count;
                for (var at = 0; at < width; at++)
                    columns.TryAdd(record.Cells[at].Trim(), at);
            }
            else if (record.Unclosed || record.Cells.Any(cell => !string.IsNullOrWhiteSpace(cell)))
                rows.Add(new HsdsRow(record, columns, width));
        }
        return new HsdsTable { Columns = columns, Rows = rows };
    }
}

internal sealed class HsdsRow(CsvRecord record, IReadOnlyDictionary<string, int> columns, int width)
{
    internal int Line => record.Line;

    /// <summary>Why the row as a whole cannot be read, if it cannot.</summary>
    internal string? Fault =>
        record.Unclosed
            ? "opens a quotation mark that is never closed, so nothing from here on was read. Close it and bring the file again"
        : record.Cells.Skip(width).Any(cell => !string.IsNullOrWhiteSpace(cell))
            ? $"has {record.Cells.Count} cells under {width} headings. Put text that holds a comma into quotation marks"
        : null;

    internal string? this[string column] =>
        columns.TryGetValue(column, out var at)
        && at < record.Cells.Count
        && !string.IsNullOrWhiteSpace(record.Cells[at])
            ? SpreadsheetCells.Unguard(record.Cells[at]).Trim()
            : null;
}
