using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Resources;

/// <summary>Somebody takes back what was recorded as needed or there by mistake.</summary>
internal static class WithdrawResource
{
    private const string Find = """
        select label from resource where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update resource set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/resources/{resourceId:guid}",
                RouteId = "resourceId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw what is needed or there"],
                Lede = () =>
                    T["For one that was recorded by mistake. If it was there for a time, edit it and say until when."],
                Said = () => T["It is withdrawn. It no longer counts."],
                Back = visit => Paths.Money(visit.InnovationId) + "#resources",
            }
        );
}
