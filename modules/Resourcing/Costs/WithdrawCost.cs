using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Costs;

/// <summary>Somebody takes back a cost that was recorded by mistake.</summary>
internal static class WithdrawCost
{
    private const string Find = """
        select label from cost_line where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update cost_line set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/costs/{costId:guid}",
                RouteId = "costId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this cost"],
                Lede = () =>
                    T[
                        "For one that was recorded by mistake. One that is no longer paid for is ended instead: what was paid stays."
                    ],
                Said = () => T["The cost is withdrawn. It no longer counts."],
                Back = visit => Paths.Money(visit.InnovationId),
            }
        );
}
