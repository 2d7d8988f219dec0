using CoProd.Contracts.Exchange;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>Grants in rows under headings: what CSV and XLSX have in common.</summary>
internal static class GrantTable
{
    // Some publishers put a line or two of notes above the headings.
    private const int HeadingsWithin = 20;

    private static readonly GrantField[] Needed =
    [
        GrantField.Currency,
        GrantField.Awarded,
        GrantField.AwardDate,
        GrantField.RecipientId,
        GrantField.RecipientName,
    ];

    internal static GrantFileResult ReadCsv(Stream file, CancellationToken ct)
    {
        using var text = TextDecoding.Open(file);
        var checks = new GrantChecks(line => $"on line {line}");
        GrantField?[]? columns = null;
        var before = 0;
        foreach (var record in CsvText.Read(text))
        {
            ct.ThrowIfCancellationRequested();
            if (columns is null)
            {
                columns = Columns(record.Cells);
                if (columns is null && (++before == HeadingsWithin || record.Unclosed))
                    break;
            }
            else
                Take(record, columns, checks);
        }
        if (columns is null)
        {
            throw new NotGrantsException(
                "has no column headings of the 360Giving standard, such as “Identifier” and “Amount Awarded”. "
                    + "Give the columns the titles of the standard’s template and bring the file again."
            );
        }
        return checks.Result;
    }

    private static void Take(CsvRecord record, GrantField?[] columns, GrantChecks checks)
    {
        var raw = new RawGrant(record.Line);
        if (record.Unclosed)
        {
            raw.Fault(
                "",
                "opens a quotation mark that is never closed, so nothing from here on was read. Close it and bring the file again"
            );
            checks.TakeUnread(raw);
            return;
        }
        for (var at = 0; at < columns.Length && at < record.Cells.Count; at++)
        {
            if (columns[at] is { } field)
                raw.Set(field, SpreadsheetCells.Unguard(record.Cells[at]));
        }
        // More cells than headings means that the row has slipped, and each cell may stand under the wrong heading.
        if (record.Cells.Skip(columns.Length).Any(cell => !string.IsNullOrWhiteSpace(cell)))
            raw.Fault(
                "",
                $"has {record.Cells.Count} cells under {columns.Length} headings. Put text that holds a comma into quotation marks"
            );
        if (!raw.IsEmpty)
            checks.Take(raw);
    }

    /// <returns>What each column holds, or null when these cells are no headings of grants.</returns>
    /// <exception cref="NotGrantsException">They are, but a column is missing without which no row can be taken in.</exception>
    internal static GrantField?[]? Columns(IReadOnlyList<string?> headings)
    {
        GrantField?[] columns = [.. headings.Select(heading => heading is null ? null : GrantField.OfHeading(heading))];
        // "Identifier" alone is not enough: a sheet about the publisher has one too.
        if (
            !columns.Contains(GrantField.Id)
            || !(columns.Contains(GrantField.Awarded) || columns.Contains(GrantField.AwardDate))
        )
            return null;
        var missing = Needed.Where(field => !columns.Contains(field)).Select(field => $"“{field.Title}”").ToList();
        if (!columns.Contains(GrantField.FunderId) && !columns.Contains(GrantField.FunderName))
            missing.Add($"“{GrantField.FunderId.Title}”");
        if (missing.Count == 0)
            return columns;
        throw new NotGrantsException(
            $"has no column {string.Join(", ", missing)}, and no grant can be taken in without it. Add what is missing and bring the file again."
        );
    }
}
