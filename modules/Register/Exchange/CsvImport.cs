using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Exchange;
using CoProd.Contracts.Forms;
using static CoProd.Register.Texts;

namespace CoProd.Register.Exchange;

/// <summary>Takes a list in that was written here and perhaps edited since. Each row passes the same checks as the form on the page.</summary>
internal sealed record CsvImport<TForm>
    where TForm : class
{
    private const int BatchSize = 500;

    /// <summary>The file's headings with the form's fields. A heading that the file lacks leaves its field as it is.</summary>
    public required IReadOnlyList<(string Heading, string Field)> Columns { get; init; }

    public required Func<Input, TForm> Read { get; init; }

    /// <summary>The records with these ids as they are now.</summary>
    public required Func<
        DbConnection,
        IReadOnlyCollection<Guid>,
        IReadOnlyDictionary<Guid, Input>
    > Current { get; init; }

    /// <summary>Folded names with the ids that carry them: a row without an id is known by its name.</summary>
    public required Func<DbConnection, IReadOnlyCollection<string>, ILookup<string, Guid>> ByName { get; init; }

    /// <summary>What is wrong with the form beyond what reading finds, by field.</summary>
    public Func<DbConnection, TForm, FieldError?> Fault { get; init; } = (_, _) => null;

    public required Func<IWriting, TForm, bool> Insert { get; init; }

    public required Func<IWriting, TForm, bool> Update { get; init; }

    public async Task<ImportReport> Run(IModuleDatabase database, Stream file, ImportRun how, CancellationToken ct)
    {
        using var text = TextDecoding.Open(file);
        var records = CsvText.Read(text).ToList();
        if (records.Count == 0)
            return new ImportReport { Refused = T["“{0}” is empty.", how.FileName] };
        var headings = records[0].Cells.Select(Words.Fold).ToList();
        var columns = Columns
            .Select(column => (column.Field, column.Heading, At: headings.IndexOf(Words.Fold(column.Heading))))
            .Where(c => c.At >= 0)
            .ToList();
        if (columns.TrueForAll(column => column.Field != "name"))
            return new ImportReport
            {
                Refused = T[
                    "“{0}” has no column “name”. Take the list out of here as CSV, and edit that file.",
                    how.FileName
                ],
            };
        var report = new ImportReport { Read = records.Count - 1 };
        var done = 0;
        foreach (var batch in records.Skip(1).Chunk(BatchSize))
        {
            ct.ThrowIfCancellationRequested();
            var part = how.Apply
                ? await database.Write(
                    writing => Take(writing.Connection, writing, batch, headings.IndexOf("id"), columns),
                    ct
                )
                : await database.Read(c => Task.FromResult(Take(c, null, batch, headings.IndexOf("id"), columns)), ct);
            report = report with
            {
                Created = report.Created + part.Created,
                Updated = report.Updated + part.Updated,
                Unchanged = report.Unchanged + part.Unchanged,
                Rejected = [.. report.Rejected, .. part.Rejected],
            };
            how.Progress?.Report((done += batch.Length, report.Read));
        }
        return report;
    }

    private ImportReport Take(
        DbConnection connection,
        IWriting? writing,
        CsvRecord[] batch,
        int idAt,
        List<(string Field, string Heading, int At)> columns
    )
    {
        var nameAt = columns.Find(column => column.Field == "name").At;
        var names = ByName(connection, [.. batch.Select(record => Words.Fold(Cell(record, nameAt))).Distinct()]);
        var rows = batch.Select(record => (Record: record, Ids: Ids(record, idAt, nameAt, names))).ToList();
        var current = Current(connection, [.. rows.SelectMany(row => row.Ids).Distinct()]);
        var counts = (Created: 0, Updated: 0, Unchanged: 0);
        var rejected = new List<RejectedRow>();
        foreach (var (record, ids) in rows)
        {
            var (result, faults) = TakeOne(connection, writing, record, ids, columns, current);
            rejected.AddRange(faults);
            counts = result switch
            {
                Result.Created => counts with { Created = counts.Created + 1 },
                Result.Updated => counts with { Updated = counts.Updated + 1 },
                Result.Unchanged => counts with { Unchanged = counts.Unchanged + 1 },
                _ => counts,
            };
        }
        return new ImportReport
        {
            Created = counts.Created,
            Updated = counts.Updated,
            Unchanged = counts.Unchanged,
            Rejected = rejected,
        };
    }

    private (Result, IReadOnlyList<RejectedRow>) TakeOne(
        DbConnection connection,
        IWriting? writing,
        CsvRecord record,
        IReadOnlyList<Guid> ids,
        List<(string Field, string Heading, int At)> columns,
        IReadOnlyDictionary<Guid, Input> current
    )
    {
        if (record.Unclosed)
            return Rejected(record, "", T["has a quotation mark that is never closed"]);
        if (ids.Count > 1)
            return Rejected(record, "id", T["is missing, and several records have this name"]);
        var known = ids.Count == 1 ? current.GetValueOrDefault(ids[0]) : null;
        var before = known is null ? [] : known.Raw.Select(value => (value.Key, (string?)value.Value[0])).ToList();
        var input = Input.Of(before);
        if (known is null)
            input.Set("id", (ids.Count == 1 ? ids[0] : Guid.CreateVersion7()).ToString());
        foreach (var (field, _, at) in columns)
            input.Set(field, Cell(record, at));
        if (known is not null && columns.TrueForAll(column => input[column.Field] == known[column.Field]))
            return (Result.Unchanged, []);
        var form = Read(input);
        if (!input.IsGood)
            return (Result.Rejected, [.. input.Errors.Select(error => RowFault(record, columns, error))]);
        if (known is not null && form.Equals(Read(Input.Of(before))))
            return (Result.Unchanged, []);
        if (Fault(connection, form) is { } fault)
            return (Result.Rejected, [RowFault(record, columns, fault)]);
        if (writing is not null && !(known is null ? Insert(writing, form) : Update(writing, form)))
            return Rejected(record, "id", T["belongs to a record that was withdrawn"]);
        return (known is null ? Result.Created : Result.Updated, []);
    }

    private static IReadOnlyList<Guid> Ids(CsvRecord record, int idAt, int nameAt, ILookup<string, Guid> names) =>
        idAt >= 0 && Guid.TryParse(Cell(record, idAt), out var id)
            ? [id]
            : [.. names[Words.Fold(Cell(record, nameAt))]];

    private static string Cell(CsvRecord record, int at) =>
        at < record.Cells.Count ? SpreadsheetCells.Unguard(record.Cells[at]) : "";

    private static (Result, IReadOnlyList<RejectedRow>) Rejected(CsvRecord record, string field, string reason) =>
        (
            Result.Rejected,
            [
                new RejectedRow
                {
                    Line = record.Line,
                    Field = field,
                    Reason = reason,
                },
            ]
        );

    private static RejectedRow RowFault(
        CsvRecord record,
        List<(string Field, string Heading, int At)> columns,
        FieldError error
    ) =>
        new()
        {
            Line = record.Line,
            Field = columns.Find(column => column.Field == error.Field).Heading ?? error.Field,
            Reason = error.Sentence,
        };

    private enum Result
    {
        Created,
        Updated,
        Unchanged,
        Rejected,
    }
}
