using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Bids;

/// <summary>Somebody takes a line out of a bid's budget.</summary>
internal static class WithdrawBudgetLine
{
    private const string Find = """
        select label from bid_budget_line where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update bid_budget_line set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/bids/{bidId:guid}/budget/{lineId:guid}",
                RouteId = "lineId",
                Permission = Permissions.Record,
                Title = () => T["Take this line out of the budget"],
                Lede = () => T["The rest of the budget stays as it is."],
                Said = () => T["The line is out of the budget."],
                Back = visit => Paths.Bid(visit.InnovationId, visit.RouteId("bidId")),
            }
        );
}
