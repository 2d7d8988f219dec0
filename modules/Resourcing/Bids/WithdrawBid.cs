using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Bids;

/// <summary>Somebody takes back a bid that was recorded by mistake.</summary>
internal static class WithdrawBid
{
    private const string Find = """
        select case when title = '' then funder else funder || ': ' || title end from bid where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update bid set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/bids/{bidId:guid}",
                RouteId = "bidId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this record of a bid"],
                Lede = () =>
                    T[
                        "For one that was recorded by mistake. If you have told the funder that you no longer ask, say how far the bid has come instead: what you learned from it stays."
                    ],
                Said = () => T["The bid is withdrawn. It no longer counts."],
                Back = visit => Paths.Money(visit.InnovationId),
            }
        );
}
