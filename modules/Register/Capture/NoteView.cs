using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using CoProd.Ui.Parts;
using CoProd.Ui.Shell;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Capture;

/// <summary>A note, and the notes of an innovation, for those who may see that innovation.</summary>
public static class NoteView
{
    private const int PageSize = 30;

    /// <summary>A note with the names of those who were there.</summary>
    public sealed record Row
    {
        public Guid Id { get; init; }

        public Guid InnovationId { get; init; }

        public string Innovation { get; init; } = "";

        public string Words { get; init; } = "";

        public DateOnly HappenedOn { get; init; }

        public double? Hours { get; init; }

        public string Ticks { get; init; } = "";

        public Guid WrittenBy { get; init; }

        /// <summary>Whether the words are held back from this reader; they are empty then.</summary>
        public bool IsHeld { get; init; }

        /// <summary>Empty where the reader may not see people.</summary>
        public string People { get; init; } = "";

        internal IEnumerable<string> TickWords =>
            NoteWords.Ticks.Where(tick => Ticks.Split(' ').Contains(tick.Value)).Select(tick => tick.Text);
    }

    private const string Head = """
        select n.id, n.innovation_id, i.name as innovation, n.words, n.happened_on, n.hours, n.ticks, n.written_by
        from note n join innovation i on i.id = n.innovation_id
        where n.undone = false and i.withdrawn = false
        """;

    private const string OneSql = $"""
        {Head} and n.id = @Id
            and (n.written_by = @AccountId or {Seen.ByCaller})
        """;

    private const string First = $"""
        {Head} and n.innovation_id = @InnovationId order by n.happened_on desc, n.id desc limit @Limit
        """;

    private const string Next = $"""
        {Head} and n.innovation_id = @InnovationId and (n.happened_on, n.id) < (@On, @Id)
        order by n.happened_on desc, n.id desc limit @Limit
        """;

    private const string PeopleSql = """
        select np.note_id, case when p.name <> '' then p.name else p.role_label end as name, np.hours
        from note_person np join person p on p.id = np.person_id
        where np.note_id in @ids and p.withdrawn = false order by p.name_key
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        await One(visit, visit.RouteId("noteId")) is { } note
            ? visit.Page<NotePage>(("Note", note), ("MayUndo", MayUndo(visit, note)))
            : null;

    internal static bool MayUndo(IVisit visit, Row note) =>
        visit.Caller.May(Permissions.Record)
        || (visit.Caller.May(Permissions.Note) && note.WrittenBy == visit.Caller.AccountId);

    internal static async Task<Row?> One(IVisit visit, Guid id)
    {
        var asked = new
        {
            Id = id,
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            visit.Caller.AccountId,
            Today = visit.Clock.Today(),
        };
        var rows = await visit.Database.Read(async c => (await c.QueryAsync<Row>(OneSql, asked)).AsList(), visit.Gone);
        return (await WithPeople(visit, await Readable(visit, rows))).FirstOrDefault();
    }

    internal static async Task<IResult?> ShowAll(IVisit visit) =>
        visit.Page<NoteListPage>(
            ("Rows", await Answer(visit)),
            ("InnovationId", visit.InnovationId),
            ("MayTell", visit.Caller.May(Permissions.Note)),
            ("MayTypeIn", visit.Caller.May(Permissions.People))
        );

    internal static async Task<ListPage<Row>?> Answer(IVisit visit)
    {
        var (on, id) = Keys.Read(visit.Asked("after"));
        var known = DateOnly.TryParseExact(on, "yyyy-MM-dd", out var day);
        var asked = new
        {
            visit.InnovationId,
            On = day,
            Id = id,
            Limit = PageSize + 1,
        };
        var rows = await visit.Database.Read(
            async c => (await c.QueryAsync<Row>(known ? Next : First, asked)).AsList(),
            visit.Gone
        );
        return ListPage<Row>.Of(
            await WithPeople(visit, await Readable(visit, rows)),
            PageSize,
            row => Keys.Write(row.HappenedOn.Iso(), row.Id)
        );
    }

    private static Task<IReadOnlyList<Row>> Readable(IVisit visit, IReadOnlyList<Row> rows) =>
        HeldWords.Readable(visit, rows, row => (row.Id, row.WrittenBy), row => row with { Words = "", IsHeld = true });

    // Names go to those who may see people, and to those who take part themselves.
    private static async Task<IReadOnlyList<Row>> WithPeople(IVisit visit, IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0 || !(visit.Caller.May(Permissions.People) || visit.Caller.TakesPart))
            return rows;
        var ids = rows.Select(row => row.Id).ToList();
        var names = await visit.Database.Read(
            c => c.QueryAsync<(Guid NoteId, string Name, double? Hours)>(PeopleSql, new { ids }),
            visit.Gone
        );
        var people = names.ToLookup(
            row => row.NoteId,
            row => row.Hours is { } hours ? T["{0} ({1} hours)", row.Name, hours.ToString("0.##")] : row.Name
        );
        return [.. rows.Select(row => row with { People = string.Join(", ", people[row.Id]) })];
    }
}
