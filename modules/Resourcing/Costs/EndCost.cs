using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Costs;

/// <summary>Something is no longer paid for after a day. What was paid until then stays.</summary>
internal static class EndCost
{
    private const string Update = """
        update cost_line set to_on = @On, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<DateOnly?> Route { get; } =
        new()
        {
            Page = Paths.Route + "/costs/{costId:guid}/end",
            Api = Paths.Api + "/costs/{costId:guid}/end",
            Permission = Permissions.Record,
            Start = async visit => await Find(visit) is null ? null : new Input(),
            Read = input => input.Date("on", T["the last day"], required: true),
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<EndCostPage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId),
            Said = () => T["The cost ends then."],
        };

    private static Task<Cost?> Find(IVisit visit) =>
        visit.Database.Read(
            c =>
                c.QuerySingleOrDefaultAsync<Cost>(
                    EditCost.One,
                    new { id = visit.RouteId("costId"), visit.InnovationId }
                ),
            visit.Gone
        );

    private static async Task<Outcome<Guid>> Handle(DateOnly? on, IVisit visit)
    {
        if (await Find(visit) is not { } cost)
            return Outcome<Guid>.Missing();
        if (cost.Timing == CostRhythm.Once)
            return Outcome<Guid>.Refused("on", T["This cost falls due once, on one day. Edit it instead."]);
        if (on < cost.FromOn)
            return Outcome<Guid>.Refused("on", T["The last day must not be before the first day."]);
        return await Keeping.Do(visit, Update, cost.Id, new { cost.Id, On = on });
    }
}
