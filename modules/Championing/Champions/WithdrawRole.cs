using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Champions;

/// <summary>Somebody takes back a champion's role that was recorded by mistake.</summary>
internal static class WithdrawRole
{
    private const string Find = """
        select coalesce(p.name, '–') from champion_role r left join host_person p on p.id = r.person_id
        where r.id = @Id and r.innovation_id = @InnovationId and r.withdrawn = false
        """;

    private const string Update = """
        update champion_role set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/roles/{roleId:guid}",
                RouteId = "roleId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this champion’s role"],
                Lede = () => T["For one that was recorded by mistake. If they stopped, edit it and say until when."],
                Said = () => T["The role is withdrawn. It no longer counts."],
                Back = visit => Paths.Champions(visit.InnovationId) + "#champions",
            }
        );
}
