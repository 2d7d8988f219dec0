using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Groups;

/// <summary>Somebody withdraws a group that was recorded by mistake. Its id stays as a tombstone.</summary>
internal static class WithdrawGroup
{
    private const string Update = """
        update community_group set withdrawn = true, version = version + 1, changed_at = @Now where id = @id and withdrawn = false
        """;

    private const string Linked = "select innovation_id from group_link where group_id = @id";

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["Withdraw this group"],
            Lede = () => T["For one that was recorded by mistake. What was recorded is kept and no longer shown."],
            Label = () => T["Yes, withdraw it"],
            Send = () => T["Withdraw it"],
            Said = () => T["The group is withdrawn."],
            Do = Do,
        }.Route(
            "/groups/{groupId:guid}/withdraw",
            "/api/groups/{groupId:guid}/withdraw",
            Permissions.Record,
            visit => $"/groups/{visit.RouteId("groupId")}",
            _ => "/groups"
        );

    private static bool Do(IVisit visit, IWriting writing)
    {
        var id = visit.RouteId("groupId");
        if (writing.Connection.Execute(Update, new { id, writing.Now }) != 1)
            return false;
        foreach (var innovation in writing.Connection.Query<Guid>(Linked, new { id }).AsList())
            writing.Changed(innovation);
        return true;
    }
}
