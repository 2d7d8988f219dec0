using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Exchange;
using CoProd.Contracts.Forms;
using CoProd.Evaluation.Claims;
using CoProd.Ui;
using Dapper;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Exchange;

/// <summary>
/// Takes a sheet in PIRIT's columns in, written here or kept elsewhere with a column "innovation" added. Headings are known by a word in
/// them, for the sheets in use differ. A row is known by its id, or by its day, what people did and what changed. A sheet that was written
/// from what people know says of each row who may read it: what is kept here goes into reports, so nothing comes in that was not public.
/// </summary>
internal sealed class PiritCsvImport(IModuleDatabase database, TimeProvider clock) : IImporter
{
    private const string Known = """
        select id, innovation_id, outcome, involved, hoped, matters, standards, contribution, counter_evidence, seen_on, version from claim
        where withdrawn = false and (id in @ids or innovation_id in @innovations)
        """;

    private const string Readers = "who may read it";

    private const string Gone = "select count(*) from claim where id = @id";

    private static readonly (string Word, string Heading)[] ByWord =
    [
        ("standard", "related standards"),
        ("hope", "what they hoped to influence"),
        ("influence", "what they hoped to influence"),
        ("matter", "why it matters"),
        ("chang", "what changed"),
        ("how", "how people contributed"),
        ("when", "when"),
        ("date", "when"),
        ("contribut", "how people contributed"),
        ("involve", "how people contributed"),
    ];

    private static readonly (string Heading, string Field)[] Plain =
    [
        ("how people contributed", "involved"),
        ("what they hoped to influence", "hoped"),
        ("what changed", "outcome"),
        ("why it matters", "matters"),
        ("what we had to do with it", "contribution"),
        ("what speaks against it", "counterEvidence"),
    ];

    public string Id => "pirit-csv";

    public string Title => T["How people took part and what changed, in the columns of PIRIT (CSV)"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    /// <summary>Our heading for one of the file's.</summary>
    internal static string HeadingOf(string heading) =>
        PiritCsvExport.Headings.Contains(heading)
            ? heading
            : Array.Find(ByWord, each => heading.Contains(each.Word, StringComparison.Ordinal)).Heading ?? heading;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        new CsvRows
        {
            Needs = ["innovation"],
            Heading = HeadingOf,
            Reads = [.. PiritCsvExport.Headings, Readers],
        }.TakeIn(database, file, how, Take, ct);

    private ImportReport Take(DbConnection c, IWriting? writing, IReadOnlyList<CsvRow> rows)
    {
        var innovations = NamedInnovations.Of(c, rows);
        var asked = new
        {
            ids = rows.Select(row => row.Id ?? Guid.Empty).ToArray(),
            innovations = innovations.Ids.Append(Guid.Empty).ToArray(),
        };
        var known = c.Query<Claim>(Known, asked).ToList();
        return RowOutcome.Of(rows, row => TakeOne(c, writing, row, innovations, known));
    }

    private RowOutcome TakeOne(
        DbConnection c,
        IWriting? writing,
        CsvRow row,
        NamedInnovations innovations,
        List<Claim> known
    )
    {
        if (row[Readers] is { Length: > 0 } readers && !readers.Equals("Public", StringComparison.OrdinalIgnoreCase))
            return RowOutcome.Rejected(
                row.Fault(
                    Readers,
                    T["says that it was not said for everybody, and what is taken in here goes into reports"]
                )
            );
        var own = row.Id is { } id ? known.Find(claim => claim.Id == id) : null;
        var (found, unknown) = innovations.In(row, own?.InnovationId);
        if (found is not { } innovation)
            return RowOutcome.Rejected(row.Fault("innovation", unknown));
        if (own is null ? row.Id is { } gone && IsGone(c, gone) : own.InnovationId != innovation)
            return RowOutcome.Rejected(
                row.Fault("id", T["belongs to a record that was withdrawn, or to another innovation"])
            );
        var faults = new List<RejectedRow>();
        var before = own ?? Same(row, known, innovation);
        var form = Read(row, before, faults);
        if (faults.Count > 0)
            return RowOutcome.Rejected([.. faults]);
        if (before is not null && AsKept(form, innovation) == before)
            return RowOutcome.Unchanged;
        if (writing is not null)
        {
            var values = Keeping.With(RecordClaim.Row(form), innovation, writing);
            if (before is null)
                writing.Connection.Execute(RecordClaim.Insert, values);
            else
                writing.Connection.Execute(RecordClaim.Update, values);
            writing.Changed(innovation);
        }
        // Two rows of one file that say the same are one, also before anything is written.
        known.RemoveAll(claim => claim.Id == form.Id);
        known.Add(AsKept(form, innovation) with { Version = form.Version + 1 });
        return RowOutcome.Kept(before is null);
    }

    private static bool IsGone(DbConnection c, Guid id) => c.ExecuteScalar<long>(Gone, new { id }) > 0;

    private static Claim? Same(CsvRow row, List<Claim> known, Guid innovation)
    {
        var day = Input.Of(("day", row["when"])).Date("day", "");
        return row.Id is not null
            ? null
            : known.Find(claim =>
                claim.InnovationId == innovation
                && (row["when"].Length == 0 || claim.SeenOn == day)
                && Words.Fold(claim.Outcome) == Words.Fold(row["what changed"])
                && Words.Fold(claim.Involved) == Words.Fold(row["how people contributed"])
            );
    }

    // The row as the form would carry it. A column that the file lacks leaves what is kept as it is.
    private RecordClaim.Form Read(CsvRow row, Claim? before, List<RejectedRow> faults)
    {
        var today = clock.Today();
        var input = before is null ? new Input() : RecordClaim.InputOf(before);
        foreach (var (heading, field) in Plain.Where(each => row.Has(each.Heading)))
            input.Set(field, row[heading]);
        if (row["when"].Length > 0)
            input.Set("seenOn", row["when"]);
        var form = RecordClaim.Read(input);
        if (form.SeenOn > today)
            input.Error("seenOn", T["is still to come"]);
        if (row.Has("related standards"))
        {
            var (standards, unknown) = Standards.Read(row["related standards"]);
            if (unknown is not null)
                faults.Add(row.Fault("related standards", T["is none of the six standards: {0}", unknown]));
            form = form with { Standards = standards };
        }
        faults.AddRange(
            input.Errors.Select(error =>
                row.Fault(
                    error.Field == "seenOn"
                        ? "when"
                        : Array.Find(Plain, each => each.Field == error.Field).Heading ?? error.Field,
                    error.Sentence
                )
            )
        );
        return form with { Id = before?.Id ?? row.Id ?? Guid.CreateVersion7(), SeenOn = form.SeenOn ?? today };
    }

    private static Claim AsKept(RecordClaim.Form form, Guid innovation) =>
        new()
        {
            Id = form.Id,
            InnovationId = innovation,
            Outcome = form.Outcome,
            Involved = form.Involved,
            Hoped = form.Hoped,
            Matters = form.Matters,
            Standards = Standards.Keep(form.Standards),
            Contribution = form.Contribution,
            CounterEvidence = form.CounterEvidence,
            SeenOn = form.SeenOn!.Value,
            Version = form.Version,
        };
}
