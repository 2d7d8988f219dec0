using System.Globalization;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using CoProd.Contracts.Exchange;
using MiniExcelLibs;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>Grants in an XLSX workbook: on the first sheet that has their headings.</summary>
internal static class GrantWorkbook
{
    private const long LargestUnpacked = 512L * 1024 * 1024;
    private const int HeadingsWithin = 20;

    // A cell may claim to stand in column XFD of row 1,048,576 and make a reader fill in all the others.
    private const int MostColumns = 500;
    private const int MostRows = 1_048_576;

    // Workbooks first made on an old Mac count days from 1904.
    private const int DaysFrom1900To1904 = 1462;

    private const string Next = "Bring the 360Giving file as JSON, CSV or XLSX.";

    internal static GrantFileResult Read(Stream file, CancellationToken ct)
    {
        try
        {
            var days = Inspect(file, ct);
            foreach (var sheet in MiniExcel.GetSheetNames(file))
            {
                if (ReadSheet(file, sheet, days, ct) is { } grants)
                    return grants;
            }
        }
        catch (Exception e) when (e is not (OperationCanceledException or NotGrantsException or OutOfMemoryException))
        {
            // A damaged workbook fails in the library in as many ways as it can be damaged.
            throw new NotGrantsException(
                $"cannot be opened as an XLSX workbook; it may be damaged. Save it again and bring it again."
            );
        }
        throw new NotGrantsException(
            "has no sheet with column headings of the 360Giving standard, such as “Identifier” and “Amount Awarded”. "
                + "Give the columns the titles of the standard’s template and bring the file again."
        );
    }

    /// <returns>How many days to add to each date.</returns>
    private static int Inspect(Stream file, CancellationToken ct)
    {
        file.Position = 0;
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.GetEntry("xl/workbook.xml") is not { } entry)
            throw new NotGrantsException($"is a zip but not an XLSX workbook. {Next}");
        if (!ZipContent.FitsInto(zip, LargestUnpacked, ct))
            throw new NotGrantsException(
                "is far larger unpacked than a list of grants can be. Bring it as CSV instead."
            );
        foreach (var part in zip.Entries)
        {
            if (
                part.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)
                && part.FullName.EndsWith(".xml", StringComparison.Ordinal)
            )
                RefuseVastSheet(part);
        }
        using var xml = Xml(entry);
        var properties = XDocument
            .Load(xml)
            .Descendants()
            .FirstOrDefault(element => element.Name.LocalName == "workbookPr");
        return (string?)properties?.Attribute("date1904") is "1" or "true" ? DaysFrom1900To1904 : 0;
    }

    private static void RefuseVastSheet(ZipArchiveEntry sheet)
    {
        using var xml = Xml(sheet);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName is not ("c" or "row" or "dimension"))
                continue;
            var reference = xml.GetAttribute(xml.LocalName == "dimension" ? "ref" : "r");
            if (reference is not null && reference.Split(':').Any(IsFarOut))
            {
                throw new NotGrantsException(
                    $"has a sheet of more than {MostColumns} columns or {MostRows} rows. "
                        + "Delete the columns that are not of the 360Giving standard, or bring the sheet as CSV."
                );
            }
        }
    }

    private static bool IsFarOut(string corner)
    {
        var column = 0;
        var letters = 0;
        while (letters < corner.Length && letters < 6 && char.IsAsciiLetter(corner[letters]))
            column = column * 26 + (char.ToUpperInvariant(corner[letters++]) - 'A' + 1);
        var rest = corner.AsSpan(letters);
        var row = 0;
        var understood = rest.IsEmpty || int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out row);
        return column > MostColumns || !understood || row > MostRows;
    }

    private static XmlReader Xml(ZipArchiveEntry part) =>
        XmlReader.Create(
            part.Open(),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CloseInput = true }
        );

    private static GrantFileResult.Grants? ReadSheet(Stream file, string sheet, int days, CancellationToken ct)
    {
        var checks = new GrantChecks(row => $"on row {row}");
        GrantField?[]? columns = null;
        var row = 0;
        file.Position = 0;
        foreach (
            IDictionary<string, object?> cells in file.Query(
                useHeaderRow: false,
                sheetName: sheet,
                excelType: ExcelType.XLSX
            )
        )
        {
            ct.ThrowIfCancellationRequested();
            row++;
            if (columns is null)
            {
                columns = GrantTable.Columns([.. cells.Values.Select(cell => cell as string)]);
                if (columns is null && row == HeadingsWithin)
                    return null;
            }
            else
                Take(cells.Values, row, columns, days, checks);
        }
        return columns is null ? null : checks.Result;
    }

    private static void Take(ICollection<object?> cells, int row, GrantField?[] columns, int days, GrantChecks checks)
    {
        var raw = new RawGrant(row);
        foreach (var (cell, field) in cells.Zip(columns))
        {
            if (field is not null)
                raw.Set(field, Text(cell, field, days));
        }
        if (!raw.IsEmpty)
            checks.Take(raw);
    }

    private static string? Text(object? cell, GrantField field, int days) =>
        cell switch
        {
            null => null,
            DateTime date => Iso(date, days),
            // A date whose cell has lost its format. Below 10,000 (18 May 1927) it is rather a year that somebody typed.
            double serial when GrantField.Dates.Contains(field) && serial is >= 10_000 and < 110_000 => Iso(
                DateTime.FromOADate(serial),
                days
            ),
            // Through decimal, which keeps 15 digits: a sheet holds 0.1 + 0.2 as 0.30000000000000004.
            double number when Math.Abs(number) < 1e15 => ((decimal)number).ToString(CultureInfo.InvariantCulture),
            string text => SpreadsheetCells.Unguard(text),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString(),
        };

    private static string Iso(DateTime date, int days) =>
        date.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
