using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Register.People;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Around;

/// <summary>Somebody takes part in an innovation. From then on they see it.</summary>
public static class TakePart
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        /// <summary>The id of whoever is new.</summary>
        public Guid Id { get; init; }

        public required Guid? PersonId { get; init; }

        /// <summary>The name of somebody who is not recorded yet.</summary>
        public string Name { get; init; } = "";

        public required string Role { get; init; }

        public required DateOnly? FromOn { get; init; }
    }

    private const string Known = $"""
        select count(*) from person where id = @PersonId and withdrawn = false and {PeopleChoices.IsKnown}
        """;

    private const string SameName = """
        select count(*) from person where withdrawn = false and name_key = @Key and id <> @Id
        """;

    // Somebody who had stopped takes part again.
    private const string Upsert = """
        insert into participation (innovation_id, person_id, role, from_on, recorded_at)
        values (@InnovationId, @PersonId, @Role, @FromOn, @Now)
        on conflict (innovation_id, person_id) do update set role = excluded.role, from_on = excluded.from_on, until_on = null
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/innovations/{innovationId:guid}/people/new",
            Api = "/api/innovations/{innovationId:guid}/people",
            Permission = Permissions.People,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => $"/innovations/{visit.InnovationId}/people",
            Said = () => T["They take part now, and can see the innovation when they sign in."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            PersonId = input.Id("personId", T["a person"]),
            Name = input.Text("name", T["a name"], max: 120),
            Role = input.Text("role", T["the role"], max: 120),
            FromOn = input.Date("fromOn", T["the first day"]),
        };
        if (form is { PersonId: null, Name.Length: 0 } && input.ErrorOf("personId") is null)
            input.Error("personId", T["Choose somebody, or write the name of somebody new."]);
        if (form is { PersonId: not null, Name.Length: > 0 })
            input.Error("name", T["Somebody was chosen from the list as well. Leave one of the two empty."]);
        return form;
    }

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        visit.Page<TakePartPage>(
            ("Input", input),
            ("People", await PeopleChoices.AllPeople(visit, input["personId"])),
            ("Back", $"/innovations/{visit.InnovationId}/people")
        );

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var innovation = visit.InnovationId;
        if (form.PersonId is null)
            return await HandleNew(form, visit);
        var asked = new
        {
            form.PersonId,
            visit.Caller.KnowsEverybody,
            visit.Caller.SeesAs,
        };
        var done = await visit.Database.Write(
            writing =>
            {
                if (writing.Connection.ExecuteScalar<long>(Known, asked) == 0)
                    return false;
                Put(writing, innovation, form);
                return true;
            },
            visit.Gone
        );
        return done ? Outcome<Guid>.Done(form.PersonId!.Value) : Outcome<Guid>.Missing();
    }

    // In the words of whoever sees the whole register: others may not learn from it who is in there.
    private static Task<Outcome<Guid>> HandleNew(Form form, IVisit visit)
    {
        var person = new RecordPerson.Form
        {
            Id = form.Id,
            Name = form.Name,
            Role = "",
            Email = "",
            Phone = "",
            ContactWish = "",
            Locality = "",
            Stakeholders = "",
            Version = 0,
        };
        var same = new { Key = Words.Key(form.Name), form.Id };
        var innovation = visit.InnovationId;
        return visit.Database.Write(
            writing =>
            {
                if (visit.Caller.KnowsEverybody && writing.Connection.ExecuteScalar<long>(SameName, same) > 0)
                    return Outcome<Guid>.Refused(
                        "name",
                        T[
                            "Somebody of this name is recorded already. Choose them from the list, or write the name so that the two can be told apart."
                        ]
                    );
                PersonWriting.Insert(writing, person);
                Put(writing, innovation, form with { PersonId = form.Id });
                return Outcome<Guid>.Done(form.Id);
            },
            visit.Gone
        );
    }

    /// <summary>Writes it, whoever asks: the form, a sign-in sheet.</summary>
    internal static void Put(IWriting writing, Guid innovationId, Form form)
    {
        var row = new
        {
            InnovationId = innovationId,
            form.PersonId,
            form.Role,
            form.FromOn,
            writing.Now,
        };
        writing.Connection.Execute(Upsert, row);
        writing.Publish(new InnovationChanged { InnovationId = innovationId });
    }
}
