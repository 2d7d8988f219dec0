using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Register.Around;
using CoProd.Register.Capture;
using CoProd.Register.Parts;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Register.People;

/// <summary>One person, with what they take part in.</summary>
public static class PersonView
{
    /// <summary>What the page shows.</summary>
    public sealed record Model
    {
        public required PersonRow Person { get; init; }

        public required IReadOnlyList<string> SpeaksFor { get; init; }

        public required IReadOnlyList<Named> TakesPartIn { get; init; }

        public required IReadOnlyList<Named> Groups { get; init; }

        public required IReadOnlyList<TieRow> Ties { get; init; }

        public required IReadOnlyList<ConsentRow> Consents { get; init; }

        public required IReadOnlyList<NoteLine> Notes { get; init; }

        public required IReadOnlyList<CardLine> Cards { get; init; }

        /// <summary>When somebody else lifted their stop, as long as they were not told.</summary>
        public DateOnly? LiftedOn { get; init; }
    }

    /// <summary>A card that works, with what it was last used for.</summary>
    public sealed record CardLine
    {
        public Guid Id { get; init; }

        public DateOnly GivenOn { get; init; }

        public DateOnly UntilOn { get; init; }

        public DateOnly? LastUsedOn { get; init; }
    }

    /// <summary>The record itself.</summary>
    public sealed record PersonRow
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string Email { get; init; } = "";

        public string Phone { get; init; } = "";

        public string ContactWish { get; init; } = "";

        public string? Locality { get; init; }

        public ContactState ContactState { get; init; }

        public DateOnly? ContactUntil { get; init; }

        public int Version { get; init; }

        /// <summary>The name, or the role where no name is known.</summary>
        public string Shown => Name.Length > 0 ? Name : Role;
    }

    /// <summary>A consent.</summary>
    public sealed record ConsentRow
    {
        public Guid Id { get; init; }

        public ConsentScope Scope { get; init; }

        public string Purpose { get; init; } = "";

        public DateOnly GivenOn { get; init; }

        public DateOnly? UntilOn { get; init; }

        public DateOnly? WithdrawnOn { get; init; }

        /// <summary>Whether it holds on a day.</summary>
        public bool HoldsOn(DateOnly day) => WithdrawnOn is null && (UntilOn is null || UntilOn >= day);
    }

    /// <summary>A note in one line.</summary>
    public sealed record NoteLine
    {
        public Guid Id { get; init; }

        public DateOnly HappenedOn { get; init; }

        /// <summary>Empty where they are held back.</summary>
        public string Words { get; init; } = "";

        public string Innovation { get; init; } = "";

        internal Guid WrittenBy { get; init; }
    }

    private const string One = """
        select p.id, p.name, p.role_label as role, p.email, p.phone, p.contact_wish, l.name as locality,
            p.contact_state, p.contact_until, p.version
        from person p left join locality l on l.id = p.locality_id
        where p.id = @id and p.withdrawn = false
        """;

    private const string SpeaksForSql = """
        select s.name from person_stakeholder_group g join stakeholder_group s on s.id = g.stakeholder_group_id
        where g.person_id = @id order by s.name_key
        """;

    private const string TakesPartSql = """
        select i.id, i.name, t.role as beside from participation t join innovation i on i.id = t.innovation_id
        where t.person_id = @id and i.withdrawn = false and (t.until_on is null or t.until_on > @today)
        order by i.name_key
        """;

    private const string GroupsSql = """
        select g.id, g.name, m.role as beside from membership m join community_group g on g.id = m.group_id
        where m.person_id = @id and m.withdrawn = false and g.withdrawn = false and (m.until_on is null or m.until_on > @today)
        order by g.name_key
        """;

    private const string ConsentsSql = """
        select id, scope, purpose, given_on, until_on, withdrawn_on from consent where person_id = @id order by given_on desc, id
        """;

    private const string CardsSql = """
        select id, given_on, until_on, last_used_on from card
        where person_id = @id and ended_on is null and until_on >= @today order by given_on, id
        """;

    private const string NotesSql = """
        select n.id, n.happened_on, n.words, i.name as innovation, n.written_by
        from note_person np join note n on n.id = np.note_id join innovation i on i.id = n.innovation_id
        where np.person_id = @id and n.undone = false
        order by n.happened_on desc, n.id desc limit 20
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        await Answer(visit) is { } model
            ? visit.Page<PersonPage>(
                ("Model", model),
                ("Today", visit.Clock.Today()),
                ("MayOpen", (Func<string, bool>)visit.Caller.MayOpen)
            )
            : null;

    internal static Task<Model?> Answer(IVisit visit) => Of(visit, visit.RouteId("personId"));

    internal static async Task<Model?> Of(IVisit visit, Guid id)
    {
        var today = visit.Clock.Today();
        if (await visit.Database.Read(c => Read(c, id, today), visit.Gone) is not { } model)
            return null;
        var notes = await HeldWords.Readable(
            visit,
            model.Notes,
            note => (note.Id, note.WrittenBy),
            note => note with { Words = "" }
        );
        return model with { Notes = notes };
    }

    private static async Task<Model?> Read(DbConnection c, Guid id, DateOnly today)
    {
        var asked = new { id, today };
        if (await c.QuerySingleOrDefaultAsync<PersonRow>(One, new { id }) is not { } person)
            return null;
        return new Model
        {
            Person = person with { ContactState = Contact.On(person.ContactState, person.ContactUntil, today) },
            SpeaksFor = (await c.QueryAsync<string>(SpeaksForSql, new { id })).AsList(),
            TakesPartIn = (await c.QueryAsync<Named>(TakesPartSql, asked)).AsList(),
            Groups = (await c.QueryAsync<Named>(GroupsSql, asked)).AsList(),
            Ties = await Ties.OfPerson(c, id),
            Consents = (await c.QueryAsync<ConsentRow>(ConsentsSql, new { id })).AsList(),
            Cards = (await c.QueryAsync<CardLine>(CardsSql, asked)).AsList(),
            Notes = (await c.QueryAsync<NoteLine>(NotesSql, new { id })).AsList(),
            LiftedOn = await LiftedStop.UntoldOf(c, id),
        };
    }
}
