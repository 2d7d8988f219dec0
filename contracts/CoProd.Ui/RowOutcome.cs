using CoProd.Contracts.Contributions;
using CoProd.Contracts.Exchange;
using CoProd.Contracts.Forms;

namespace CoProd.Ui;

/// <summary>What became of one row of a file that was taken in.</summary>
public sealed record RowOutcome
{
    private RowOutcome() { }

    private bool IsNew { get; init; }

    private bool IsChanged { get; init; }

    private IReadOnlyList<RejectedRow> Faults { get; init; } = [];

    /// <summary>It says what is kept already.</summary>
    public static RowOutcome Unchanged { get; } = new();

    /// <summary>It made a record, or changed the one that was there.</summary>
    public static RowOutcome Kept(bool isNew) => new() { IsNew = isNew, IsChanged = !isNew };

    /// <summary>It is not taken.</summary>
    /// <param name="faults">Why: at least one, with the column that is wrong.</param>
    public static RowOutcome Rejected(params IReadOnlyList<RejectedRow> faults) => new() { Faults = faults };

    /// <summary>It is not taken, for what is wrong with the form it was read as.</summary>
    /// <param name="row">The row.</param>
    /// <param name="read">What it was read as, with its errors.</param>
    /// <param name="headingOf">The file's headings of the form's fields, where they are called otherwise.</param>
    public static RowOutcome Rejected(CsvRow row, Input read, IReadOnlyDictionary<string, string> headingOf) =>
        Rejected([
            .. read.Errors.Select(error =>
                row.Fault(headingOf.GetValueOrDefault(error.Field, error.Field), error.Sentence)
            ),
        ]);

    /// <summary>Takes rows one after the other, and counts what became of them.</summary>
    public static ImportReport Of<TRow>(IEnumerable<TRow> rows, Func<TRow, RowOutcome> take)
    {
        var outcomes = rows.Select(take).ToList();
        return new ImportReport
        {
            Created = outcomes.Count(one => one.IsNew),
            Updated = outcomes.Count(one => one.IsChanged),
            Unchanged = outcomes.Count(one => one is { IsNew: false, IsChanged: false, Faults.Count: 0 }),
            Rejected = [.. outcomes.SelectMany(one => one.Faults)],
        };
    }
}
