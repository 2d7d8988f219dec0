using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Exchange;

/// <summary>
/// Takes drafts of handovers in. A row is known by its id, or by its name within its innovation. What both confirmed, took and rehearsed is
/// theirs and comes from no file; a draft that changes is to be confirmed anew.
/// </summary>
internal sealed class HandoversCsvImport(IModuleDatabase database, TimeProvider clock) : IImporter
{
    internal static IReadOnlyList<string> Headings { get; } =
    [
        "innovation",
        "what is handed over",
        "gives",
        "takes",
        "both run it from",
        "both run it until",
        "help until",
        "help",
        "the rights go back if",
        "the rights go back on",
        "people’s data go along",
        "what makes that lawful",
        "how it stands",
        "id",
    ];

    private static readonly (string Heading, string Field)[] Plain =
    [
        ("what is handed over", "name"),
        ("both run it from", "dualFrom"),
        ("both run it until", "dualUntil"),
        ("help until", "tailUntil"),
        ("help", "tailSupport"),
        ("the rights go back if", "reversionTrigger"),
        ("the rights go back on", "revertsOn"),
        ("what makes that lawful", "dataBasis"),
    ];

    private static readonly Dictionary<string, string> HeadingOf = Plain
        .Append(("gives", "giverId"))
        .Append(("takes", "receiverId"))
        .Append(("people’s data go along", "movesData"))
        .ToDictionary(each => each.Item2, each => each.Item1, StringComparer.Ordinal);

    private const string Kept = """
        select id, innovation_id, name, giver_id, receiver_id, drafted_on, dual_from, dual_until, tail_until, tail_support,
            reversion_trigger, reverts_on, moves_data, data_basis, terms, ended_on, version
        from handover where withdrawn = false and innovation_id in @innovations order by drafted_on, id
        """;

    private const string Begun = """
        select distinct handover_id from handover_right where withdrawn = false and held_on is not null and innovation_id in @innovations
        """;

    private const string Heard = """
        select distinct s.party_id from ownership_speaker s join ownership_party p on p.id = s.party_id
        where p.innovation_id in @innovations
        """;

    private const string Gone = "select count(*) from handover where id = @id";

    public string Id => "handovers-csv";

    public string Title => T["Handovers, as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        new CsvRows { Needs = ["innovation", "what is handed over", "gives", "takes"] }.TakeIn(
            database,
            file,
            how,
            Take,
            ct
        );

    private sealed record Around(
        NamedInnovations Innovations,
        ILookup<Guid, Party> Parties,
        IReadOnlySet<Guid> Begun,
        IReadOnlySet<Guid> Heard
    );

    private ImportReport Take(DbConnection c, IWriting? writing, IReadOnlyList<CsvRow> rows)
    {
        var innovations = NamedInnovations.Of(c, rows);
        var asked = new { innovations = innovations.Ids.Append(Guid.Empty).ToArray() };
        var around = new Around(
            innovations,
            c.Query<Party>(NamedParties.Sql, asked).ToLookup(party => party.InnovationId),
            c.Query<Guid>(Begun, asked).ToHashSet(),
            c.Query<Guid>(Heard, asked).ToHashSet()
        );
        var kept = c.Query<Handover>(Kept, asked).ToList();
        return RowOutcome.Of(rows, row => TakeOne(c, writing, row, around, kept));
    }

    private RowOutcome TakeOne(DbConnection c, IWriting? writing, CsvRow row, Around around, List<Handover> kept)
    {
        var own = kept.Find(one => one.Id == row.Id);
        var (found, unknown) = around.Innovations.In(row, own?.InnovationId);
        if (found is not { } innovation)
            return Rejected("innovation", unknown);
        if (own is null && row.Id is { } gone && c.ExecuteScalar<long>(Gone, new { id = gone }) > 0)
            return Rejected("id", T["belongs to a record that was withdrawn, or to another innovation"]);
        var before =
            own
            ?? (
                row.Id is null
                    ? kept.Find(one =>
                        one.InnovationId == innovation && Words.Fold(one.Name) == Words.Fold(row["what is handed over"])
                    )
                    : null
            );
        var input = before is null ? new Input() : RecordHandover.InputOf(before);
        foreach (var (heading, field) in new[] { ("gives", "giverId"), ("takes", "receiverId") })
        {
            var (party, wrong) = NamedParties.CalledIfAny(around.Parties[innovation], row[heading]);
            if (wrong.Length > 0)
                return Rejected(heading, wrong);
            input.Set(field, party?.ToString() ?? "");
        }
        foreach (var (heading, field) in Plain.Where(each => row.Has(each.Heading)))
            input.Set(field, row[heading]);
        if (row.Has("people’s data go along"))
            input.Set("movesData", row.SaysYes("people’s data go along") ? "yes" : "");
        var form = RecordHandover.Read(input) with { Id = before?.Id ?? row.Id ?? Guid.CreateVersion7() };
        if (input.IsGood && before is not null && IsAsKept(form, before))
            return RowOutcome.Unchanged;
        Refuse(input, form, before, around);
        if (!input.IsGood)
            return RowOutcome.Rejected(row, input, HeadingOf);
        if (writing is not null)
        {
            var values = Keeping.With(RecordHandover.Row(form, clock.Today()), innovation, writing);
            if (before is null)
                writing.Connection.Execute(RecordHandover.Insert, values);
            else
                writing.Connection.Execute(RecordHandover.Update, values);
            writing.Changed(innovation);
        }
        kept.RemoveAll(one => one.Id == form.Id);
        kept.Add(After(form, innovation));
        return RowOutcome.Kept(before is null);

        RowOutcome Rejected(string field, string reason) => RowOutcome.Rejected(row.Fault(field, reason));
    }

    // What the form's own page refuses, too.
    private static void Refuse(Input input, RecordHandover.Form form, Handover? before, Around around)
    {
        if (before?.EndedOn is not null)
            input.Error("name", T["It has ended, and stays as it was."]);
        if (
            before is not null
            && around.Begun.Contains(before.Id)
            && (form.GiverId, form.ReceiverId) != (before.GiverId, before.ReceiverId)
        )
            input.Error(
                "receiverId",
                T[
                    "A right was taken already, so who gives and who takes stays as it is. Draft another handover instead."
                ]
            );
        if (form.ReceiverId is { } receiver && !around.Heard.Contains(receiver))
            input.Error("receiverId", T["Nobody speaks for them yet. They take part from the first draft."]);
    }

    private static bool IsAsKept(RecordHandover.Form form, Handover kept) =>
        (form.Name, form.GiverId, form.ReceiverId, form.DualFrom, form.DualUntil, form.TailUntil, form.TailSupport)
            == (
                kept.Name,
                kept.GiverId,
                kept.ReceiverId,
                kept.DualFrom,
                kept.DualUntil,
                kept.TailUntil,
                kept.TailSupport
            )
        && (form.ReversionTrigger, form.RevertsOn, form.MovesData, form.DataBasis?.ToString() ?? "")
            == (kept.ReversionTrigger, kept.RevertsOn, kept.MovesData, kept.DataBasis);

    private static Handover After(RecordHandover.Form form, Guid innovation) =>
        new()
        {
            Id = form.Id,
            InnovationId = innovation,
            Name = form.Name,
            GiverId = form.GiverId!.Value,
            ReceiverId = form.ReceiverId!.Value,
            DualFrom = form.DualFrom,
            DualUntil = form.DualUntil,
            TailUntil = form.TailUntil,
            TailSupport = form.TailSupport,
            ReversionTrigger = form.ReversionTrigger,
            RevertsOn = form.RevertsOn,
            MovesData = form.MovesData,
            DataBasis = form.DataBasis?.ToString() ?? "",
            Version = form.Version + 1,
        };
}
