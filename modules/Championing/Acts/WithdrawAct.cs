using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Acts;

/// <summary>Somebody takes back an act that was recorded by mistake, with the effect it was said to have.</summary>
internal static class WithdrawAct
{
    private const string Find = """
        select case when a.said = '' then coalesce(m.words, '–') else a.said end from advocacy_act a left join kit_message m on m.id = a.message_id
        where a.id = @Id and a.innovation_id = @InnovationId and a.withdrawn = false
        """;

    private const string Update = """
        update advocacy_act set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/acts/{actId:guid}",
                RouteId = "actId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this act"],
                Lede = () => T["For one that was recorded by mistake. The effect that was told with it goes too."],
                Said = () => T["The act is withdrawn."],
                Back = visit => Paths.Champions(visit.InnovationId) + "#acts",
            }
        );
}
