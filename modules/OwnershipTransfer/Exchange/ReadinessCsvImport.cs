using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.OwnershipTransfer.Picture;
using CoProd.OwnershipTransfer.Readiness;
using CoProd.Ui;
using Dapper;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Exchange;

/// <summary>Takes a readiness wall in. A row is known by its id, or by its words within its innovation.</summary>
internal sealed class ReadinessCsvImport(IModuleDatabase database, TimeProvider clock) : IImporter
{
    internal static IReadOnlyList<string> Headings { get; } =
    ["innovation", "about", "what", "must be ready", "level", "what shows it", "looked on", "id"];

    private static readonly Dictionary<string, string> HeadingOf = new(StringComparer.Ordinal)
    {
        ["domain"] = "about",
        ["isMandatory"] = "must be ready",
        ["evidence"] = "what shows it",
        ["lookedOn"] = "looked on",
    };

    private const string Kept = """
        select id, innovation_id, domain, what, is_mandatory, level, evidence, looked_on, version from readiness_item
        where withdrawn = false and innovation_id in @innovations order by id
        """;

    private const string Gone = "select count(*) from readiness_item where id = @id";

    public string Id => "readiness-csv";

    public string Title => T["What must be ready before a handover, as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        new CsvRows { Needs = ["innovation", "what"] }.TakeIn(database, file, how, Take, ct);

    private ImportReport Take(DbConnection c, IWriting? writing, IReadOnlyList<CsvRow> rows)
    {
        var innovations = NamedInnovations.Of(c, rows);
        var kept = c.Query<ReadinessItem>(Kept, new { innovations = innovations.Ids.Append(Guid.Empty).ToArray() })
            .ToList();
        return RowOutcome.Of(rows, row => TakeOne(c, writing, row, innovations, kept));
    }

    private RowOutcome TakeOne(
        DbConnection c,
        IWriting? writing,
        CsvRow row,
        NamedInnovations innovations,
        List<ReadinessItem> kept
    )
    {
        var own = kept.Find(one => one.Id == row.Id);
        var (found, unknown) = innovations.In(row, own?.InnovationId);
        if (found is not { } innovation)
            return Rejected("innovation", unknown);
        if (own is null && row.Id is { } gone && c.ExecuteScalar<long>(Gone, new { id = gone }) > 0)
            return Rejected("id", T["belongs to a record that was withdrawn, or to another innovation"]);
        var before =
            own
            ?? (
                row.Id is null
                    ? kept.Find(one =>
                        one.InnovationId == innovation && Words.Fold(one.What) == Words.Fold(row["what"])
                    )
                    : null
            );
        var input = InputOf(row, before);
        var form = RecordReadiness.Read(input) with { Id = before?.Id ?? row.Id ?? Guid.CreateVersion7() };
        if (form.LookedOn > clock.Today())
            input.Error("lookedOn", T["is still to come"]);
        if (!input.IsGood)
            return RowOutcome.Rejected(row, input, HeadingOf);
        if (before is not null && IsAsKept(form, before))
            return RowOutcome.Unchanged;
        if (writing is not null)
        {
            var values = Keeping.With(RecordReadiness.Row(form, clock.Today()), innovation, writing);
            if (before is null)
                writing.Connection.Execute(RecordReadiness.Insert, values);
            else
                writing.Connection.Execute(RecordReadiness.Update, values);
            writing.Changed(innovation);
        }
        kept.RemoveAll(one => one.Id == form.Id);
        kept.Add(After(form, innovation));
        return RowOutcome.Kept(before is null);

        RowOutcome Rejected(string field, string reason) => RowOutcome.Rejected(row.Fault(field, reason));
    }

    // The row as the form would carry it. A column that the file lacks leaves what is kept as it is.
    private static Input InputOf(CsvRow row, ReadinessItem? before)
    {
        var input = before is null ? new Input() : RecordReadiness.InputOf(before);
        input.Set("what", row["what"]);
        if (row.Has("about"))
            input.Set("domain", Domain(row["about"]));
        if (row.Has("must be ready"))
            input.Set("isMandatory", row.SaysYes("must be ready") ? "yes" : "");
        if (row.Has("level"))
            input.Set("level", row["level"]);
        if (row.Has("what shows it"))
            input.Set("evidence", row["what shows it"]);
        if (row.Has("looked on"))
            input.Set("lookedOn", row["looked on"]);
        return input;
    }

    // An unknown word is left as it is: reading the form refuses it.
    private static string Domain(string word) =>
        Enum.GetValues<ReadinessDomain>()
            .Where(one =>
                Words.Fold(one.ToString()) == Words.Fold(word) || Words.Fold(Say.Domain(one)) == Words.Fold(word)
            )
            .Select(one => one.ToString())
            .FirstOrDefault(word);

    private static bool IsAsKept(RecordReadiness.Form form, ReadinessItem kept) =>
        (form.Domain, form.What, form.IsMandatory, form.Level, form.Evidence)
            == (kept.Domain, kept.What, kept.IsMandatory, kept.Level, kept.Evidence)
        && (form.LookedOn is null || form.LookedOn == kept.LookedOn || kept.Level is null);

    private static ReadinessItem After(RecordReadiness.Form form, Guid innovation) =>
        new()
        {
            Id = form.Id,
            InnovationId = innovation,
            Domain = form.Domain!.Value,
            What = form.What,
            IsMandatory = form.IsMandatory,
            Level = form.Level,
            Evidence = form.Evidence,
            LookedOn = form.LookedOn,
            Version = form.Version + 1,
        };
}
