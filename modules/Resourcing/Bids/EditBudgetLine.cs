using System.Globalization;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Bids;

/// <summary>Somebody corrects a line of a bid's budget.</summary>
internal static class EditBudgetLine
{
    private const string One = """
        select id, bid_id, innovation_id, label, amount_minor, currency, is_co_production, version from bid_budget_line
        where id = @id and bid_id = @BidId and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update bid_budget_line set label = @Label, amount_minor = @AmountMinor, currency = @Currency,
            is_co_production = @IsCoProduction, version = version + 1, changed_at = @Now
        where id = @Id and bid_id = @BidId and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<RecordBudgetLine.Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/bids/{bidId:guid}/budget/{lineId:guid}",
            Api = Paths.Api + "/bids/{bidId:guid}/budget/{lineId:guid}",
            Permission = Permissions.Record,
            Start = visit => Read(visit, visit.RouteId("lineId")),
            Read = RecordBudgetLine.Read,
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordBudgetLinePage>(
                        ("Input", input),
                        ("Back", Paths.Bid(visit.InnovationId, visit.RouteId("bidId"))),
                        ("LineId", visit.RouteId("lineId"))
                    )
                ),
            Then = (visit, _) => Paths.Bid(visit.InnovationId, visit.RouteId("bidId")),
            Said = () => T["The change is kept."],
        };

    private static Task<Outcome<Guid>> Handle(RecordBudgetLine.Form form, IVisit visit)
    {
        var id = visit.RouteId("lineId");
        return RecordBudgetLine.Kept(form with { Id = id }, visit, row => Keeping.Change(visit, Update, id, row, Read));
    }

    private static async Task<Input?> Read(IVisit visit, Guid id)
    {
        var asked = new
        {
            id,
            BidId = visit.RouteId("bidId"),
            visit.InnovationId,
        };
        var line = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<BudgetLine>(One, asked), visit.Gone);
        return line is null
            ? null
            : Input.Of(
                ("label", line.Label),
                ("amount", line.Amount.ToPlainString()),
                ("amountCurrency", line.Currency),
                ("isCoProduction", line.IsCoProduction ? "yes" : null),
                ("version", line.Version.ToString(CultureInfo.InvariantCulture))
            );
    }
}
