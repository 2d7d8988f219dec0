using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Exchange;
using Dapper;
using static CoProd.Ui.Texts;

namespace CoProd.Ui;

/// <summary>Takes a CSV file in, some rows in each write: for lists that <see cref="CsvFile"/> wrote, or that others wrote in its columns.</summary>
public sealed record CsvRows
{
    /// <summary>The headings without which the file is another one, in lower case.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>How many rows go into one write.</summary>
    public int AtOnce { get; init; } = 200;

    /// <summary>Our own name for a heading of the file, folded; itself where it has none.</summary>
    public Func<string, string> Heading { get; init; } = heading => heading;

    /// <summary>All headings that are read, where it is worth saying which are not; null to say nothing.</summary>
    public IReadOnlyList<string>? Reads { get; init; }

    /// <summary>Reads the file and has its rows taken.</summary>
    /// <param name="database">The module's database.</param>
    /// <param name="file">The file.</param>
    /// <param name="how">Whether to write, and who hears how far it has come.</param>
    /// <param name="prepare">
    /// Asks what has to be asked before the write about these rows, and gives what takes them: it is run in one write, or in a read when
    /// nothing is to be written, and may be run twice.
    /// </param>
    /// <param name="ct">Ends the work between two writes.</param>
    public async Task<ImportReport> TakeIn(
        IModuleDatabase database,
        Stream file,
        ImportRun how,
        Func<IReadOnlyList<CsvRow>, Task<Func<DbConnection, IWriting?, ImportReport>>> prepare,
        CancellationToken ct
    )
    {
        using var text = TextDecoding.Open(file);
        var records = CsvText.Read(text).ToList();
        if (records.Count == 0)
            return new ImportReport { Refused = T["“{0}” is empty.", how.FileName] };
        var headings = records[0].Cells.Select(cell => Heading(Words.Fold(cell))).ToList();
        if (Needs.FirstOrDefault(need => !headings.Contains(need)) is { } missing)
            return new ImportReport
            {
                Refused = T[
                    "“{0}” has no column “{1}”. Add it, or take the list out of here as CSV and edit that file.",
                    how.FileName,
                    missing
                ],
            };
        var unread = headings
            .Where(heading => heading.Length > 0 && Reads?.Contains(heading) == false)
            .Select(heading => T["The column “{0}” is not known here and was not read.", heading]);
        var report = new ImportReport { Read = records.Count - 1, Remarks = [.. unread] };
        var done = 0;
        foreach (var batch in records.Skip(1).Select(record => new CsvRow(record, headings)).Chunk(AtOnce))
        {
            ct.ThrowIfCancellationRequested();
            var take = await prepare([.. batch.Where(row => !row.IsUnclosed)]);
            var part = how.Apply
                ? await database.Write(writing => take(writing.Connection, writing), ct)
                : await database.Read(c => Task.FromResult(take(c, null)), ct);
            report = report with
            {
                Created = report.Created + part.Created,
                Updated = report.Updated + part.Updated,
                Unchanged = report.Unchanged + part.Unchanged,
                Rejected =
                [
                    .. report.Rejected,
                    .. part.Rejected,
                    .. batch
                        .Where(row => row.IsUnclosed)
                        .Select(row => row.Fault("", T["has a quotation mark that is never closed"])),
                ],
            };
            how.Progress?.Report((done += batch.Length, report.Read));
        }
        return report;
    }

    /// <inheritdoc cref="TakeIn(IModuleDatabase, Stream, ImportRun, Func{IReadOnlyList{CsvRow}, Task{Func{DbConnection, IWriting?, ImportReport}}}, CancellationToken)"/>
    public Task<ImportReport> TakeIn(
        IModuleDatabase database,
        Stream file,
        ImportRun how,
        Func<DbConnection, IWriting?, IReadOnlyList<CsvRow>, ImportReport> take,
        CancellationToken ct
    ) =>
        TakeIn(
            database,
            file,
            how,
            rows =>
                Task.FromResult<Func<DbConnection, IWriting?, ImportReport>>((c, writing) => take(c, writing, rows)),
            ct
        );
}

/// <summary>A row of a CSV file, its cells found by their headings.</summary>
public sealed class CsvRow
{
    private readonly CsvRecord record;
    private readonly List<string> headings;

    internal CsvRow(CsvRecord record, List<string> headings) => (this.record, this.headings) = (record, headings);

    /// <summary>The line on which it begins.</summary>
    public int Line => record.Line;

    internal bool IsUnclosed => record.Unclosed;

    /// <summary>What stands under a heading, without blanks around it; empty where the file has no such column.</summary>
    public string this[string heading] =>
        headings.IndexOf(heading) is var at and >= 0 && at < record.Cells.Count
            ? SpreadsheetCells.Unguard(record.Cells[at]).Trim()
            : "";

    /// <summary>Whether the file has this column. What it lacks stays as it is.</summary>
    public bool Has(string heading) => headings.Contains(heading);

    /// <summary>Whether a yes stands under a heading, in one of the ways that lists write it.</summary>
    public bool SaysYes(string heading) => Words.Fold(this[heading]) is "yes" or "y" or "true" or "1";

    /// <summary>The id in the column "id", where there is one.</summary>
    public Guid? Id => Guid.TryParse(this["id"], out var id) ? id : null;

    /// <summary>Says what is wrong with it.</summary>
    public RejectedRow Fault(string heading, string reason) =>
        new()
        {
            Line = Line,
            Field = heading,
            Reason = reason,
        };
}

/// <summary>The innovations that rows name in their column "innovation".</summary>
public sealed class NamedInnovations
{
    private const string Sql = "select name_key, id from host_innovation where withdrawn = false and name_key in @keys";

    private readonly ILookup<string, Guid> found;

    private NamedInnovations(ILookup<string, Guid> found) => this.found = found;

    /// <summary>Their ids.</summary>
    public IReadOnlyCollection<Guid> Ids => [.. found.SelectMany(ids => ids)];

    /// <summary>Looks them up in the module's own copy of the names.</summary>
    public static NamedInnovations Of(DbConnection connection, IReadOnlyList<CsvRow> rows)
    {
        var keys = rows.Select(Key).Distinct().ToArray();
        return new(
            (keys.Length == 0 ? [] : connection.Query<(string Key, Guid Id)>(Sql, new { keys })).ToLookup(
                row => row.Key,
                row => row.Id
            )
        );
    }

    /// <summary>The innovation that a row names, or what is wrong with the name.</summary>
    /// <param name="row">The row.</param>
    /// <param name="kept">Where the record with the row's id is kept: of several with one name it is that one.</param>
    public (Guid? Id, string Reason) In(CsvRow row, Guid? kept) =>
        found[Key(row)].ToArray() switch
        {
            [var one] => (one, ""),
            [] => (null, T["is no innovation that is registered here"]),
            var several when kept is { } id && several.Contains(id) => (id, ""),
            _ => (null, T["is the name of several innovations"]),
        };

    private static string Key(CsvRow row) => Words.Fold(row["innovation"]);
}
