using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Exchange;
using CoProd.Contracts.Forms;
using CoProd.Ui;
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

    public Task<ImportReport> Run(IModuleDatabase database, Stream file, ImportRun how, CancellationToken ct) =>
        new CsvRows { Needs = ["name"], AtOnce = BatchSize }.TakeIn(database, file, how, Take, ct);

    private ImportReport Take(DbConnection connection, IWriting? writing, IReadOnlyList<CsvRow> batch)
    {
        var names = ByName(connection, [.. batch.Select(row => Words.Key(row["name"])).Distinct()]);
        var rows = batch.Select(row => (Row: row, Ids: Ids(row, names))).ToList();
        var current = Current(connection, [.. rows.SelectMany(row => row.Ids).Distinct()]);
        return RowOutcome.Of(rows, one => TakeOne(connection, writing, one.Row, one.Ids, current));
    }

    private RowOutcome TakeOne(
        DbConnection connection,
        IWriting? writing,
        CsvRow row,
        IReadOnlyList<Guid> ids,
        IReadOnlyDictionary<Guid, Input> current
    )
    {
        if (ids.Count > 1)
            return RowOutcome.Rejected(row.Fault("id", T["is missing, and several records have this name"]));
        var known = ids.Count == 1 ? current.GetValueOrDefault(ids[0]) : null;
        var before = known is null ? [] : known.Raw.Select(value => (value.Key, (string?)value.Value[0])).ToList();
        var input = Input.Of(before);
        if (known is null)
            input.Set("id", (ids.Count == 1 ? ids[0] : Guid.CreateVersion7()).ToString());
        var columns = Columns.Where(column => row.Has(column.Heading)).ToList();
        foreach (var (heading, field) in columns)
            input.Set(field, row[heading]);
        if (known is not null && columns.TrueForAll(column => input[column.Field] == known[column.Field]))
            return RowOutcome.Unchanged;
        var form = Read(input);
        if (!input.IsGood)
            return RowOutcome.Rejected([.. input.Errors.Select(FaultOf)]);
        if (known is not null && form.Equals(Read(Input.Of(before))))
            return RowOutcome.Unchanged;
        if (Fault(connection, form) is { } wrong)
            return RowOutcome.Rejected(FaultOf(wrong));
        if (writing is not null && !(known is null ? Insert(writing, form) : Update(writing, form)))
            return RowOutcome.Rejected(row.Fault("id", T["belongs to a record that was withdrawn"]));
        return RowOutcome.Kept(known is null);

        RejectedRow FaultOf(FieldError error) =>
            row.Fault(columns.Find(column => column.Field == error.Field).Heading ?? error.Field, error.Sentence);
    }

    private static IReadOnlyList<Guid> Ids(CsvRow row, ILookup<string, Guid> names) =>
        row.Id is { } id ? [id] : [.. names[Words.Key(row["name"])]];
}
