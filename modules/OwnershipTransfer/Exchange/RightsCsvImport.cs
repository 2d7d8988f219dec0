using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.OwnershipTransfer.Holdings;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Exchange;

/// <summary>
/// Takes a list of who holds which right in. A row is known by its id, or by its right, party and first day. Parties are those that are
/// recorded: none is made here. No right comes to more than 100 per cent this way either.
/// </summary>
internal sealed class RightsCsvImport(IModuleDatabase database) : IImporter
{
    internal static IReadOnlyList<string> Headings { get; } =
    ["innovation", "right", "held by", "share", "can overrule", "since", "until", "where it is written", "id"];

    private static readonly Dictionary<string, string> HeadingOf = new(StringComparer.Ordinal)
    {
        ["partyId"] = "held by",
        ["hasVeto"] = "can overrule",
        ["from"] = "since",
        ["note"] = "where it is written",
    };

    private const string Kept = """
        select id, innovation_id, right_kind, party_id, share, has_veto, from_on, until_on, note, version from right_holding
        where withdrawn = false and innovation_id in @innovations order by from_on, id
        """;

    private const string Gone = "select count(*) from right_holding where id = @id";

    public string Id => "rights-csv";

    public string Title => T["Who holds which right, as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        new CsvRows { Needs = ["innovation", "right", "held by"] }.TakeIn(database, file, how, Take, ct);

    private static ImportReport Take(DbConnection c, IWriting? writing, IReadOnlyList<CsvRow> rows)
    {
        var innovations = NamedInnovations.Of(c, rows);
        var asked = new { innovations = innovations.Ids.Append(Guid.Empty).ToArray() };
        var parties = c.Query<Party>(NamedParties.Sql, asked).ToLookup(party => party.InnovationId);
        var kept = c.Query<Holding>(Kept, asked).ToList();
        return RowOutcome.Of(rows, row => TakeOne(c, writing, row, innovations, parties, kept));
    }

    private static RowOutcome TakeOne(
        DbConnection c,
        IWriting? writing,
        CsvRow row,
        NamedInnovations innovations,
        ILookup<Guid, Party> parties,
        List<Holding> kept
    )
    {
        var own = kept.Find(one => one.Id == row.Id);
        var (found, unknown) = innovations.In(row, own?.InnovationId);
        if (found is not { } innovation)
            return Rejected("innovation", unknown);
        if (own is null && row.Id is { } gone && c.ExecuteScalar<long>(Gone, new { id = gone }) > 0)
            return Rejected("id", T["belongs to a record that was withdrawn, or to another innovation"]);
        var (party, wrong) = NamedParties.Called(parties[innovation], row["held by"]);
        if (party is not { } holder)
            return Rejected("held by", wrong);
        var before = own ?? (row.Id is null ? Same(row, holder, kept) : null);
        var input = InputOf(row, holder, before);
        var form = RecordHolding.Read(input) with { Id = before?.Id ?? row.Id ?? Guid.CreateVersion7() };
        if (input.IsGood && RecordHolding.Clash(form, kept.Where(one => one.InnovationId == innovation)) is { } clash)
            input.Error(clash.Field, clash.Sentence);
        if (!input.IsGood)
            return RowOutcome.Rejected(row, input, HeadingOf);
        if (before is not null && IsAsKept(form, before))
            return RowOutcome.Unchanged;
        if (writing is not null)
        {
            var values = Keeping.With(RecordHolding.Row(form), innovation, writing);
            if (before is null)
                writing.Connection.Execute(RecordHolding.Insert, values);
            else
                writing.Connection.Execute(RecordHolding.Update, values);
            writing.Changed(innovation);
        }
        // Two rows of one file about one right are weighed together, also before anything is written.
        kept.RemoveAll(one => one.Id == form.Id);
        kept.Add(After(form, innovation));
        return RowOutcome.Kept(before is null);

        RowOutcome Rejected(string field, string reason) => RowOutcome.Rejected(row.Fault(field, reason));
    }

    private static Holding? Same(CsvRow row, Guid party, List<Holding> kept)
    {
        var right = Right(row["right"]);
        var day = Input.Of(("day", row["since"])).Date("day", "");
        return kept.Find(one =>
            one.PartyId == party && one.RightKind.ToString() == right && (day is null || one.FromOn == day)
        );
    }

    // The row as the form would carry it. A column that the file lacks leaves what is kept as it is.
    private static Input InputOf(CsvRow row, Guid party, Holding? before)
    {
        var input = before is null ? Input.Of(("share", "100")) : RecordHolding.InputOf(before);
        input.Set("right", Right(row["right"]));
        input.Set("partyId", party.ToString());
        if (row["share"].Length > 0)
            input.Set("share", row["share"].TrimEnd('%').Trim());
        if (row.Has("can overrule"))
            input.Set("hasVeto", row.SaysYes("can overrule") ? "yes" : "");
        foreach (var (heading, field) in Plain.Where(each => row.Has(each.Heading)))
            input.Set(field, row[heading]);
        return input;
    }

    private static readonly (string Heading, string Field)[] Plain =
    [
        ("since", "from"),
        ("until", "until"),
        ("where it is written", "note"),
    ];

    // An unknown word is left as it is: reading the form refuses it.
    private static string Right(string word) =>
        Enum.GetValues<OwnershipRight>()
            .Where(right =>
                Words.Fold(right.ToString()) == Words.Fold(word) || Words.Fold(Say.Right(right)) == Words.Fold(word)
            )
            .Select(right => right.ToString())
            .FirstOrDefault(word);

    private static bool IsAsKept(RecordHolding.Form form, Holding kept) =>
        (form.Right, form.PartyId, form.Share, form.HasVeto, form.From, form.Until, form.Note)
        == (kept.RightKind, kept.PartyId, kept.Share, kept.HasVeto, kept.FromOn, kept.UntilOn, kept.Note);

    private static Holding After(RecordHolding.Form form, Guid innovation) =>
        new()
        {
            Id = form.Id,
            InnovationId = innovation,
            RightKind = form.Right!.Value,
            PartyId = form.PartyId!.Value,
            Share = form.Share,
            HasVeto = form.HasVeto,
            FromOn = form.From!.Value,
            UntilOn = form.Until,
            Note = form.Note,
            // What was made has version 1 and what was changed one more: both are one more than the form's.
            Version = form.Version + 1,
        };
}
