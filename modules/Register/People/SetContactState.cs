using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Contributions;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>Somebody writes down that a person is not to be contacted, or may be again. It holds at once, everywhere.</summary>
public static class SetContactState
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required ContactState State { get; init; }

        public required DateOnly? Until { get; init; }

        public required bool ReadBack { get; init; }
    }

    private const string Current = """
        select contact_state as state, contact_until as until from person where id = @id and withdrawn = false
        """;

    private const string Set = """
        update person set contact_state = @State, contact_until = @Until, contact_said_on = @Today,
            version = version + 1, changed_at = @Now
        where id = @Id and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/people/{personId:guid}/contact",
            Api = "/api/people/{personId:guid}/contact",
            Permission = Permissions.People,
            Start = Start,
            Read = Read,
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<SetContactStatePage>(("Input", input), ("Back", $"/people/{visit.RouteId("personId")}"))
                ),
            Then = (visit, _) => $"/people/{visit.RouteId("personId")}",
            Said = () => T["It is kept, and holds from now on."],
        };

    private static async Task<Input?> Start(IVisit visit) =>
        await Now(visit) is { } now ? Input.Of(("state", now.State.ToString()), ("until", now.Until?.Iso())) : null;

    private static Form Read(Input input)
    {
        var form = new Form
        {
            State = input.Choice<ContactState>("state", T["how it stands"], required: true) ?? ContactState.Open,
            Until = input.Date("until", T["the last day of the pause"]),
            ReadBack = input.Tick("readBack"),
        };
        return form with { Until = form.State == ContactState.Paused ? form.Until : null };
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await Now(visit) is not { } now)
            return Outcome<Guid>.Missing();
        // A stop is the person's own word. Lifting it for them needs that word.
        if (form.State == ContactState.Open && now.State != ContactState.Open && !form.ReadBack)
            return Outcome<Guid>.Refused(
                "readBack",
                T["Only the person can lift this. Tick the box if they told you so, and you read it back to them."]
            );
        if (form.Until < visit.Clock.Today())
            return Outcome<Guid>.Refused("until", T["The pause would be over already. Give a later day, or none."]);
        var id = visit.RouteId("personId");
        var lifted = Guid.CreateVersion7();
        await visit.Database.Write(
            writing =>
            {
                Write(writing, id, form.State, form.Until);
                // They hear of it themselves, unless they lifted it themselves.
                if (form.State == ContactState.Open && now.State != ContactState.Open && visit.Caller.PersonId != id)
                    LiftedStop.Keep(writing, lifted, id, now.State, visit.Caller.AccountId);
            },
            visit.Gone
        );
        return Outcome<Guid>.Done(id);
    }

    /// <summary>Writes the state down, for whoever asked: a coordinator, or the person on their own page.</summary>
    internal static void Write(IWriting writing, Guid id, ContactState state, DateOnly? until)
    {
        if (Update(writing, id, state, until))
            writing.Publish(RegisterHolds.ContactOf(id, state, until));
    }

    /// <summary>The same, where it is not said anew but done again.</summary>
    internal static bool Update(IWriting writing, Guid id, ContactState state, DateOnly? until)
    {
        var row = new
        {
            Id = id,
            State = state.ToString(),
            Until = until,
            Today = DateOnly.FromDateTime(writing.Now.UtcDateTime),
            writing.Now,
        };
        if (writing.Connection.Execute(Set, row) != 1)
            return false;
        writing.Publish(new PersonChanged { PersonId = id });
        return true;
    }

    private static Task<Row?> Now(IVisit visit) =>
        visit.Database.Read(
            c => c.QuerySingleOrDefaultAsync<Row>(Current, new { id = visit.RouteId("personId") }),
            visit.Gone
        );

    private sealed record Row
    {
        public ContactState State { get; init; }

        public DateOnly? Until { get; init; }
    }
}
