using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Groups;

/// <summary>Somebody has left a group. That they once belonged stays on record.</summary>
internal static class EndMembership
{
    private const string Update = """
        update membership set until_on = @Today where id = @Id and group_id = @GroupId and withdrawn = false and until_on is null
        """;

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["They have left the group"],
            Lede = () => T["That they belonged to it stays on record."],
            Label = () => T["Yes, they have left"],
            Send = () => T["Keep it"],
            Said = () => T["It is kept."],
            Do = Do,
        }.Route(
            "/groups/{groupId:guid}/members/{memberId:guid}/end",
            "/api/groups/{groupId:guid}/members/{memberId:guid}/end",
            Permissions.People,
            visit => $"/groups/{visit.RouteId("groupId")}"
        );

    private static bool Do(IVisit visit, IWriting writing)
    {
        var asked = new
        {
            Id = visit.RouteId("memberId"),
            GroupId = visit.RouteId("groupId"),
            Today = DateOnly.FromDateTime(writing.Now.UtcDateTime),
        };
        return writing.Connection.Execute(Update, asked) == 1;
    }
}
