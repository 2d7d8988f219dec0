using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Obligations;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Exchange;

/// <summary>
/// Takes a list of what has to be done in. A row is known by its id, or by its words and first day within its innovation. Which person does
/// it stands in no such file, and stays as it is.
/// </summary>
internal sealed class ObligationsCsvImport(IModuleDatabase database) : IImporter
{
    internal static IReadOnlyList<string> Headings { get; } =
    ["innovation", "what", "carried by", "how heavy", "since", "until", "note", "id"];

    private static readonly Dictionary<string, string> HeadingOf = new(StringComparer.Ordinal)
    {
        ["partyId"] = "carried by",
        ["weight"] = "how heavy",
        ["from"] = "since",
    };

    private const string Kept = """
        select id, innovation_id, what, party_id, person_id, weight, from_on, until_on, note, version from ownership_obligation
        where withdrawn = false and innovation_id in @innovations order by from_on, id
        """;

    private const string Gone = "select count(*) from ownership_obligation where id = @id";

    public string Id => "obligations-csv";

    public string Title => T["What has to be done, and who carries it, as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        new CsvRows { Needs = ["innovation", "what"] }.TakeIn(database, file, how, Take, ct);

    private static ImportReport Take(DbConnection c, IWriting? writing, IReadOnlyList<CsvRow> rows)
    {
        var innovations = NamedInnovations.Of(c, rows);
        var asked = new { innovations = innovations.Ids.Append(Guid.Empty).ToArray() };
        var parties = c.Query<Party>(NamedParties.Sql, asked).ToLookup(party => party.InnovationId);
        var kept = c.Query<Obligation>(Kept, asked).ToList();
        return RowOutcome.Of(rows, row => TakeOne(c, writing, row, innovations, parties, kept));
    }

    private static RowOutcome TakeOne(
        DbConnection c,
        IWriting? writing,
        CsvRow row,
        NamedInnovations innovations,
        ILookup<Guid, Party> parties,
        List<Obligation> kept
    )
    {
        var own = kept.Find(one => one.Id == row.Id);
        var (found, unknown) = innovations.In(row, own?.InnovationId);
        if (found is not { } innovation)
            return Rejected("innovation", unknown);
        if (own is null && row.Id is { } gone && c.ExecuteScalar<long>(Gone, new { id = gone }) > 0)
            return Rejected("id", T["belongs to a record that was withdrawn, or to another innovation"]);
        var before = own ?? (row.Id is null ? Same(row, innovation, kept) : null);
        var input = before is null ? new Input() : RecordObligation.InputOf(before);
        input.Set("what", row["what"]);
        if (row.Has("carried by"))
        {
            var (party, wrong) = NamedParties.CalledIfAny(parties[innovation], row["carried by"]);
            if (wrong.Length > 0)
                return Rejected("carried by", wrong);
            input.Set("partyId", party?.ToString() ?? "");
            // Whoever did it did it for the other.
            if (party is null || party != before?.PartyId)
                input.Set("personId", "");
        }
        if (row.Has("how heavy"))
            input.Set("weight", Weight(row["how heavy"]));
        foreach (var (heading, field) in Plain.Where(each => row.Has(each.Heading)))
            input.Set(field, row[heading]);
        var form = RecordObligation.Read(input) with { Id = before?.Id ?? row.Id ?? Guid.CreateVersion7() };
        if (!input.IsGood)
            return RowOutcome.Rejected(row, input, HeadingOf);
        if (before is not null && IsAsKept(form, before))
            return RowOutcome.Unchanged;
        if (writing is not null)
        {
            var values = Keeping.With(RecordObligation.Row(form), innovation, writing);
            if (before is null)
                writing.Connection.Execute(RecordObligation.Insert, values);
            else if (writing.Connection.Execute(RecordObligation.Update, values) == 1 && form.What != before.What)
                writing.Connection.Execute(HandoverCase.NewTermsOfObligation, values);
            writing.Changed(innovation);
        }
        kept.RemoveAll(one => one.Id == form.Id);
        kept.Add(After(form, innovation));
        return RowOutcome.Kept(before is null);

        RowOutcome Rejected(string field, string reason) => RowOutcome.Rejected(row.Fault(field, reason));
    }

    private static Obligation? Same(CsvRow row, Guid innovation, List<Obligation> kept)
    {
        var day = Input.Of(("day", row["since"])).Date("day", "");
        return kept.Find(one =>
            one.InnovationId == innovation
            && Words.Fold(one.What) == Words.Fold(row["what"])
            && (day is null || one.FromOn == day)
        );
    }

    private static readonly (string Heading, string Field)[] Plain =
    [
        ("since", "from"),
        ("until", "until"),
        ("note", "note"),
    ];

    // An unknown word is left as it is: reading the form refuses it.
    private static string Weight(string word) =>
        Enumerable
            .Range(1, 3)
            .Where(weight => Words.Fold(Say.Weight(weight)) == Words.Fold(word))
            .Select(weight => weight.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .FirstOrDefault(word);

    private static bool IsAsKept(RecordObligation.Form form, Obligation kept) =>
        (form.What, form.PartyId, form.PersonId, form.Weight, form.From, form.Until, form.Note)
        == (kept.What, kept.PartyId, kept.PersonId, kept.Weight, kept.FromOn, kept.UntilOn, kept.Note);

    private static Obligation After(RecordObligation.Form form, Guid innovation) =>
        new()
        {
            Id = form.Id,
            InnovationId = innovation,
            What = form.What,
            PartyId = form.PartyId,
            PersonId = form.PersonId,
            Weight = form.Weight,
            FromOn = form.From!.Value,
            UntilOn = form.Until,
            Note = form.Note,
            Version = form.Version + 1,
        };
}
