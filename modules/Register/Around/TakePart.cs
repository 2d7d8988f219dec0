using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
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
        public required Guid? PersonId { get; init; }

        public required string Role { get; init; }

        public required DateOnly? FromOn { get; init; }
    }

    private const string Known = "select count(*) from person where id = @PersonId and withdrawn = false";

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
            Read = input => new Form
            {
                PersonId = input.Id("personId", T["a person"], required: true),
                Role = input.Text("role", T["the role"], max: 120),
                FromOn = input.Date("fromOn", T["the first day"]),
            },
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => $"/innovations/{visit.InnovationId}/people",
            Said = () => T["They take part now, and can see the innovation when they sign in."],
        };

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        visit.Page<TakePartPage>(
            ("Input", input),
            ("People", await PeopleChoices.AllPeople(visit, input["personId"])),
            ("Back", $"/innovations/{visit.InnovationId}/people")
        );

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var innovation = visit.InnovationId;
        var done = await visit.Database.Write(
            writing =>
            {
                if (writing.Connection.ExecuteScalar<long>(Known, new { form.PersonId }) == 0)
                    return false;
                Put(writing, innovation, form);
                return true;
            },
            visit.Gone
        );
        return done ? Outcome<Guid>.Done(form.PersonId!.Value) : Outcome<Guid>.Missing();
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
