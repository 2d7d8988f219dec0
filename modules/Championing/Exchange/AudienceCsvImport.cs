using System.Data.Common;
using System.Globalization;
using CoProd.Championing.Audiences;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Ui;
using Dapper;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Exchange;

/// <summary>
/// Takes a list of audiences in, written here or elsewhere. A row is known by its id, or by its name within its innovation. A position that
/// differs from where the audience stood that day is added to its history; nothing in the history is overwritten.
/// </summary>
internal sealed class AudienceCsvImport(IModuleDatabase database, TimeProvider clock) : IImporter
{
    internal static IReadOnlyList<string> Headings { get; } =
    ["innovation", "audience", "weight", "its yes is needed", "what we ask", "position", "as of", "id"];

    private static readonly Dictionary<string, string> HeadingOf = new(StringComparer.Ordinal)
    {
        ["name"] = "audience",
        ["power"] = "weight",
        ["isRequired"] = "its yes is needed",
        ["asks"] = "what we ask",
        ["stance"] = "position",
        ["on"] = "as of",
    };

    private const string Known = """
        select id, innovation_id, name, power, is_required, asks, version from audience
        where withdrawn = false and (id in @ids or innovation_id in @innovations)
        """;

    private const string Gone = "select count(*) from audience where id = @id";

    private const string StoodAt = """
        select p.stance from audience_position p left join advocacy_act t on t.id = p.act_id
        where p.audience_id = @id and p.withdrawn = false and p.on_day <= @on and (t.id is null or t.withdrawn = false)
        order by p.on_day desc, p.id desc limit 1
        """;

    private const string Stand = """
        insert into audience_position (id, innovation_id, audience_id, stance, on_day, why, recorded_at, changed_at)
        values (@PositionId, @InnovationId, @Id, @Stance, @On, '', @Now, @Now) on conflict (id) do nothing
        """;

    public string Id => "audiences-csv";

    public string Title => T["Audiences and where they stand, as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        new CsvRows { Needs = ["innovation", "audience"] }.TakeIn(database, file, how, Take, ct);

    private ImportReport Take(DbConnection c, IWriting? writing, IReadOnlyList<CsvRow> rows)
    {
        var innovations = NamedInnovations.Of(c, rows);
        var asked = new
        {
            ids = rows.Select(row => row.Id ?? Guid.Empty).ToArray(),
            innovations = innovations.Ids.Append(Guid.Empty).ToArray(),
        };
        var known = c.Query<Audience>(Known, asked).ToList();
        return RowOutcome.Of(rows, row => TakeOne(c, writing, row, innovations, known));
    }

    private RowOutcome TakeOne(
        DbConnection c,
        IWriting? writing,
        CsvRow row,
        NamedInnovations innovations,
        List<Audience> known
    )
    {
        var kept = known.Find(one => one.Id == row.Id);
        var (found, unknown) = innovations.In(row, kept?.InnovationId);
        if (found is not { } innovation)
            return Rejected("innovation", unknown);
        var same = known
            .Where(one =>
                one.InnovationId == innovation
                && (row.Id is { } id ? one.Id == id : Words.Fold(one.Name) == Words.Fold(row["audience"]))
            )
            .ToArray();
        if (same.Length > 1)
            return Rejected("id", T["is missing, and several audiences have this name"]);
        if (same.Length == 0 && row.Id is { } gone && c.ExecuteScalar<long>(Gone, new { id = gone }) > 0)
            return Rejected("id", T["belongs to a record that was withdrawn, or to another innovation"]);
        var before = same.FirstOrDefault();
        var input = InputOf(row, before, clock.Today());
        var form = RecordAudience.Read(input) with { Id = before?.Id ?? row.Id ?? Guid.CreateVersion7() };
        var stance = input.Whole("stance", T["the position"], -2, 2);
        var on = input.Date("on", T["the day"]) ?? clock.Today();
        if (on > clock.Today())
            input.Error("on", T["is still to come"]);
        if (!input.IsGood)
            return RowOutcome.Rejected(row, input, HeadingOf);
        var moves = stance is { } to && c.QueryFirstOrDefault<int?>(StoodAt, new { id = form.Id, on }) != to;
        if (before is not null && !moves && form == RecordAudience.Of(before))
            return RowOutcome.Unchanged;
        if (writing is not null)
            Write(writing, innovation, form, before is null, moves ? (stance!.Value, on) : null);
        // Two rows of one file that name the same audience are one audience, also before anything is written.
        known.RemoveAll(one => one.Id == form.Id);
        known.Add(RecordAudience.Kept(form, innovation));
        return RowOutcome.Kept(before is null);

        RowOutcome Rejected(string field, string reason) => RowOutcome.Rejected(row.Fault(field, reason));
    }

    private static void Write(
        IWriting writing,
        Guid innovation,
        RecordAudience.Form form,
        bool isNew,
        (int Stance, DateOnly On)? moved
    )
    {
        var values = Keeping.With(RecordAudience.Row(form), innovation, writing);
        if (isNew)
            writing.Connection.Execute(RecordAudience.Insert, values);
        else
            writing.Connection.Execute(RecordAudience.Update, values);
        if (moved is var (stance, on))
            writing.Connection.Execute(
                Stand,
                new
                {
                    PositionId = Guid.CreateVersion7(),
                    InnovationId = innovation,
                    form.Id,
                    Stance = stance,
                    On = on,
                    writing.Now,
                }
            );
        writing.Changed(innovation);
    }

    // The row as the form would carry it. A column that the file lacks leaves what is kept as it is.
    private static Input InputOf(CsvRow row, Audience? before, DateOnly today)
    {
        var yes = row.Has("its yes is needed") ? row.SaysYes("its yes is needed") : before?.IsRequired ?? false;
        return Input.Of(
            ("name", row["audience"]),
            ("power", row.Has("weight") ? row["weight"] : before?.Power.ToString(CultureInfo.InvariantCulture)),
            ("isRequired", yes ? "yes" : null),
            ("asks", row.Has("what we ask") ? row["what we ask"] : before?.Asks),
            ("stance", row["position"]),
            ("on", row["as of"].Length > 0 ? row["as of"] : today.Iso()),
            ("version", (before?.Version ?? 1).ToString(CultureInfo.InvariantCulture))
        );
    }
}
