using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Around;

/// <summary>A group has a part in an innovation.</summary>
public static class LinkGroup
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid? GroupId { get; init; }

        public required string Role { get; init; }
    }

    private const string Known = "select count(*) from community_group where id = @GroupId and withdrawn = false";

    private const string Upsert = """
        insert into group_link (innovation_id, group_id, role, recorded_at) values (@InnovationId, @GroupId, @Role, @Now)
        on conflict (innovation_id, group_id) do update set role = excluded.role
        """;

    private const string Delete = "delete from group_link where innovation_id = @InnovationId and group_id = @GroupId";

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/innovations/{innovationId:guid}/groups/new",
            Api = "/api/innovations/{innovationId:guid}/groups",
            Permission = Permissions.Record,
            Read = input => new Form
            {
                GroupId = input.Id("groupId", T["a group"], required: true),
                Role = input.Text("role", T["the part it has"], max: 200),
            },
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => $"/innovations/{visit.InnovationId}/people",
            Said = () => T["The group is linked."],
        };

    internal static FormRoute<bool> EndRoute { get; } =
        new AskOnce
        {
            Title = () => T["Remove this link"],
            Lede = () => T["The group itself stays in the register."],
            Label = () => T["Yes, remove the link"],
            Send = () => T["Remove it"],
            Said = () => T["The link is removed."],
            Do = Unlink,
        }.Route(
            "/innovations/{innovationId:guid}/groups/{groupId:guid}/unlink",
            "/api/innovations/{innovationId:guid}/groups/{groupId:guid}/unlink",
            Permissions.Record,
            visit => $"/innovations/{visit.InnovationId}/people"
        );

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        visit.Page<LinkGroupPage>(
            ("Input", input),
            ("Groups", await PeopleChoices.AllGroups(visit, input["groupId"])),
            ("MayRecord", visit.Caller.MayOpen(Permissions.Record)),
            ("Back", $"/innovations/{visit.InnovationId}/people")
        );

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var innovation = visit.InnovationId;
        var done = await visit.Database.Write(
            writing =>
            {
                if (writing.Connection.ExecuteScalar<long>(Known, new { form.GroupId }) == 0)
                    return false;
                var row = new
                {
                    InnovationId = innovation,
                    form.GroupId,
                    form.Role,
                    writing.Now,
                };
                writing.Connection.Execute(Upsert, row);
                writing.Changed(innovation);
                return true;
            },
            visit.Gone
        );
        return done ? Outcome<Guid>.Done(form.GroupId!.Value) : Outcome<Guid>.Missing();
    }

    private static bool Unlink(IVisit visit, IWriting writing)
    {
        if (writing.Connection.Execute(Delete, new { visit.InnovationId, GroupId = visit.RouteId("groupId") }) != 1)
            return false;
        writing.Changed(visit.InnovationId);
        return true;
    }
}
