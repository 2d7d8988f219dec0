using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Exchange;
using CoProd.Contracts.Forms;
using CoProd.KnowledgeExchange.Items;
using CoProd.KnowledgeExchange.Picture;
using CoProd.KnowledgeExchange.Whole;
using CoProd.Ui;
using Dapper;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Files;

/// <summary>
/// Takes in what people know, written here or elsewhere. A row is known by its id, or by its innovation, day and words. Who may read it comes
/// in as it is written; where nothing is written, nobody was asked. What was taken back stays so, whatever a file says.
/// </summary>
internal sealed class KnowledgeCsvImport(IModuleDatabase database, TimeProvider clock) : IImporter
{
    private const string KnownSql = """
        select k.id, k.innovation_id, k.statement, k.source, k.person_id, p.name as person_name, k.from_group, k.place, k.topic, k.heard_on,
            k.consent, k.consent_until, k.is_sensitive, k.attribution, k.attributed_as, k.agreement, k.recorded_by, k.note_id, k.recorded_at,
            k.version
        from knowledge_item k left join host_person p on p.id = k.person_id
        where k.withdrawn = false and (k.id in @ids or k.innovation_id in @innovations) order by k.id
        """;

    private const string Gone = "select count(*) from knowledge_item where id = @id";

    private const string PeopleSql = "select name_key, id from host_person where name_key in @keys";

    private const string TakingPart = "select innovation_id, person_id from host_access where person_id in @people";

    private const string Person = "said by";

    // Our heading, and the field of the form that it fills.
    private static readonly (string Heading, string Field)[] Plain =
    [
        ("what they know", "statement"),
        ("kind", "source"),
        (Person, "personId"),
        ("group", "fromGroup"),
        ("topic", "topic"),
        ("place", "place"),
        ("heard on", "heardOn"),
        ("may be read by", "consent"),
        ("until", "consentUntil"),
        ("private", "isSensitive"),
        ("named by", "attribution"),
        ("named as", "attributedAs"),
        ("agreement", "agreement"),
    ];

    public string Id => "knowledge-csv";

    public string Title => T["What people know, as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        new CsvRows { Needs = ["innovation", "what they know"], Reads = KnowledgeCsvExport.Headings }.TakeIn(
            database,
            file,
            how,
            Take,
            ct
        );

    private ImportReport Take(DbConnection c, IWriting? writing, IReadOnlyList<CsvRow> rows)
    {
        var innovations = NamedInnovations.Of(c, rows);
        var asked = new
        {
            ids = rows.Select(row => row.Id ?? Guid.Empty).Append(Guid.Empty).ToArray(),
            innovations = innovations.Ids.Append(Guid.Empty).ToArray(),
        };
        var known = c.Query<KnowledgeItem>(KnownSql, asked).ToList();
        var people = Tellers.Of(c, rows);
        return RowOutcome.Of(rows, row => TakeOne(c, writing, row, innovations, people, known));
    }

    private RowOutcome TakeOne(
        DbConnection c,
        IWriting? writing,
        CsvRow row,
        NamedInnovations innovations,
        Tellers people,
        List<KnowledgeItem> known
    )
    {
        var own = row.Id is { } id ? known.Find(item => item.Id == id) : null;
        var (found, unknown) = innovations.In(row, own?.InnovationId);
        if (found is not { } innovation)
            return RowOutcome.Rejected(row.Fault("innovation", unknown));
        if (own is null ? row.Id is { } gone && IsGone(c, gone) : own.InnovationId != innovation)
            return RowOutcome.Rejected(
                row.Fault("id", T["belongs to a record that was withdrawn, or to another innovation"])
            );
        var before = own ?? Same(row, known, innovation);
        if (before?.Consent == ConsentScope.TakenBack)
            return RowOutcome.Rejected(
                row.Fault("may be read by", T["was taken back by whoever said it, and stays so"])
            );
        var (form, faults) = Read(row, before, people, innovation);
        if (faults.Count > 0)
            return RowOutcome.Rejected([.. faults]);
        var after = AsKept(form, innovation, before);
        if (after == before)
            return RowOutcome.Unchanged;
        if (writing is not null)
            Write(writing, form, innovation, before);
        // Two rows of one file that say the same are one, also before anything is written.
        known.RemoveAll(item => item.Id == form.Id);
        known.Add(after with { Version = form.Version + 1 });
        return RowOutcome.Kept(before is null);
    }

    private static bool IsGone(DbConnection c, Guid id) => c.ExecuteScalar<long>(Gone, new { id }) > 0;

    private static KnowledgeItem? Same(CsvRow row, List<KnowledgeItem> known, Guid innovation)
    {
        var day = Input.Of(("day", row["heard on"])).Date("day", "");
        return row.Id is not null
            ? null
            : known.Find(item =>
                item.InnovationId == innovation
                && (row["heard on"].Length == 0 || item.HeardOn == day)
                && Words.Fold(item.Statement) == Words.Fold(row["what they know"])
            );
    }

    // The row as the form would carry it, and looked at as the form is. A column that the file lacks leaves what is kept as it is.
    private (RecordItem.Form Form, IReadOnlyList<RejectedRow> Faults) Read(
        CsvRow row,
        KnowledgeItem? before,
        Tellers people,
        Guid innovation
    )
    {
        var input = before is null ? new Input() : RecordItem.InputOf(before);
        foreach (var (heading, field) in Plain.Where(each => row.Has(each.Heading) && each.Heading != Person))
            input.Set(field, row[heading]);
        if (row[Person] is { Length: > 0 } name)
        {
            var (person, reason) = people.Called(name, innovation);
            input.Set("personId", person?.ToString() ?? "");
            if (person is null)
                input.Error("personId", reason);
        }
        else if (row.Has(Person))
            input.Set("personId", "");
        var today = clock.Today();
        var form = RecordItem.Read(input);
        if (form.HeardOn > today)
            input.Error("heardOn", T["is still to come"]);
        if (form is { Attribution: Attribution.Name, PersonId: null } && input.ErrorOf("personId") is null)
            input.Error("attribution", T["asks to be named, and nobody is named under “{0}”", Person]);
        if (row["private"].Length > 0 && !IsYesOrNo(row["private"]))
            input.Error("isSensitive", T["is neither yes nor no"]);
        return (
            form with
            {
                Id = before?.Id ?? row.Id ?? Guid.CreateVersion7(),
                HeardOn = form.HeardOn ?? before?.HeardOn ?? today,
                Version = before?.Version ?? 0,
            },
            [.. input.Errors.Select(error => row.Fault(HeadingOf(error.Field), error.Sentence))]
        );
    }

    private static bool IsYesOrNo(string typed) =>
        typed.Equals("yes", StringComparison.OrdinalIgnoreCase)
        || typed.Equals("no", StringComparison.OrdinalIgnoreCase);

    private static string HeadingOf(string field) => Array.Find(Plain, each => each.Field == field).Heading ?? field;

    private static void Write(IWriting writing, RecordItem.Form form, Guid innovation, KnowledgeItem? before)
    {
        var row = RecordItem.Row(form, form.PersonId, form.HeardOn!.Value, Guid.Empty);
        writing.Connection.Execute(
            before is null ? RecordItem.Insert : RecordItem.Update,
            Keeping.With(row, innovation, writing)
        );
        ItemText.Write(writing.Connection, form.Id, form.Statement, form.Topic, form.Place, form.FromGroup);
        if (before is not null && before.Consent != form.Consent)
            writing.Publish(KnowledgeHolds.ConsentOf(form.Id, form.Consent));
        writing.Changed(innovation);
    }

    private static KnowledgeItem AsKept(RecordItem.Form form, Guid innovation, KnowledgeItem? before) =>
        (before ?? new() { Id = form.Id, InnovationId = innovation }) with
        {
            Statement = form.Statement,
            Source = form.Source,
            PersonId = form.PersonId,
            FromGroup = form.FromGroup,
            Place = form.Place,
            Topic = form.Topic,
            HeardOn = form.HeardOn!.Value,
            Consent = form.Consent,
            ConsentUntil = form.ConsentUntil,
            IsSensitive = form.IsSensitive,
            Attribution = form.Attribution,
            AttributedAs = form.AttributedAs,
            Agreement = form.Agreement,
        };

    /// <summary>The people whom rows name. None is made here.</summary>
    private sealed class Tellers
    {
        private readonly ILookup<string, Guid> found;
        private readonly HashSet<(Guid Innovation, Guid Person)> takingPart;

        private Tellers(ILookup<string, Guid> found, HashSet<(Guid, Guid)> takingPart) =>
            (this.found, this.takingPart) = (found, takingPart);

        public static Tellers Of(DbConnection c, IReadOnlyList<CsvRow> rows)
        {
            var keys = rows.Select(row => Words.Key(row[Person])).Append("?").Distinct().ToArray();
            var found = c.Query<(string Key, Guid Id)>(PeopleSql, new { keys })
                .Where(one => one.Key.Length > 0)
                .ToLookup(one => one.Key, one => one.Id);
            var people = found.SelectMany(each => each).Append(Guid.Empty).ToArray();
            return new(found, [.. c.Query<(Guid, Guid)>(TakingPart, new { people })]);
        }

        /// <summary>Who is meant. Of several with one name it is the one who takes part in the innovation.</summary>
        public (Guid? Id, string Reason) Called(string name, Guid innovation)
        {
            var all = found[Words.Key(name)].ToArray();
            var here = all.Length > 1 ? all.Where(id => takingPart.Contains((innovation, id))).ToArray() : all;
            return (all, here) switch
            {
                ([], _) => (null, T["is nobody who is registered here. Record them first"]),
                (_, [var one]) => (one, ""),
                _ => (null, T["is the name of several people. Choose the right one on the page"]),
            };
        }
    }
}
