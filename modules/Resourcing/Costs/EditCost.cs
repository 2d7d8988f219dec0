using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Costs;

/// <summary>Somebody corrects a cost.</summary>
internal static class EditCost
{
    internal const string One = $"""
        select {Cost.Columns} from cost_line where id = @id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update cost_line set label = @Label, amount_minor = @AmountMinor, currency = @Currency, timing = @Timing, from_on = @From,
            to_on = @To, keep_alive = @KeepAlive, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<RecordCost.Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/costs/{costId:guid}",
            Api = Paths.Api + "/costs/{costId:guid}",
            Permission = Permissions.Record,
            Start = visit => Read(visit, visit.RouteId("costId")),
            Read = RecordCost.Read,
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordCostPage>(
                        ("Input", input),
                        ("InnovationId", visit.InnovationId),
                        ("CostId", visit.RouteId("costId"))
                    )
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId),
            Said = () => T["The change is kept."],
        };

    private static Task<Outcome<Guid>> Handle(RecordCost.Form form, IVisit visit)
    {
        var id = visit.RouteId("costId");
        return Keeping.Change(visit, Update, id, RecordCost.Row(form with { Id = id }), Read);
    }

    internal static async Task<Input?> Read(IVisit visit, Guid id)
    {
        var asked = new { id, visit.InnovationId };
        var cost = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<Cost>(One, asked), visit.Gone);
        return cost is null
            ? null
            : Input.Of(
                ("label", cost.Label),
                ("amount", cost.Amount.ToPlainString()),
                ("amountCurrency", cost.Currency),
                ("timing", cost.Timing.ToString()),
                ("from", cost.FromOn.Iso()),
                ("to", cost.ToOn?.Iso()),
                ("keepAlive", cost.KeepAlive ? "yes" : null),
                ("version", cost.Version.ToString(CultureInfo.InvariantCulture))
            );
    }
}
