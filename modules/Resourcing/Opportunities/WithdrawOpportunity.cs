using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Opportunities;

/// <summary>Somebody takes back a fund that does not fit after all.</summary>
internal static class WithdrawOpportunity
{
    private const string Find = """
        select case when title = '' then funder else funder || ': ' || title end from opportunity where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update opportunity set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/opportunities/{opportunityId:guid}",
                RouteId = "opportunityId",
                Permission = Permissions.Record,
                Title = () => T["Take this fund off the list"],
                Lede = () => T["For one that does not fit after all, or was noted by mistake."],
                Said = () => T["The fund is off the list."],
                Back = visit => Paths.Money(visit.InnovationId) + "#opportunities",
            }
        );
}
