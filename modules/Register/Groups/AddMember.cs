using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Groups;

/// <summary>A person belongs to a group.</summary>
public static class AddMember
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required Guid? PersonId { get; init; }

        public required string Role { get; init; }

        public required DateOnly? FromOn { get; init; }
    }

    private const string Known = """
        select (select count(*) from community_group where id = @groupId and withdrawn = false)
            + (select count(*) from person where id = @personId and withdrawn = false)
        """;

    private const string Insert = """
        insert into membership (id, group_id, person_id, role, from_on, recorded_at)
        values (@Id, @GroupId, @PersonId, @Role, @FromOn, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/groups/{groupId:guid}/members/new",
            Api = "/api/groups/{groupId:guid}/members",
            Permission = Permissions.People,
            Read = input => new Form
            {
                Id = input.NewId(),
                PersonId = input.Id("personId", T["a person"], required: true),
                Role = input.Text("role", T["the role"], max: 120),
                FromOn = input.Date("fromOn", T["the first day"]),
            },
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => $"/groups/{visit.RouteId("groupId")}",
            Said = () => T["The member is added."],
        };

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var id = visit.RouteId("groupId");
        var choices = await PeopleChoices.AllPeople(visit, input["personId"]);
        return visit.Page<AddMemberPage>(("Input", input), ("People", choices), ("Back", $"/groups/{id}"));
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var groupId = visit.RouteId("groupId");
        var done = await visit.Database.Write(
            writing =>
            {
                if (writing.Connection.ExecuteScalar<long>(Known, new { groupId, personId = form.PersonId }) != 2)
                    return false;
                var row = new
                {
                    form.Id,
                    GroupId = groupId,
                    form.PersonId,
                    form.Role,
                    form.FromOn,
                    writing.Now,
                };
                writing.Connection.Execute(Insert, row);
                return true;
            },
            visit.Gone
        );
        return done ? Outcome<Guid>.Done(form.Id) : Outcome<Guid>.Missing();
    }
}
