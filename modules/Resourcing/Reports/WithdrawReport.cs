using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Reports;

/// <summary>Somebody takes back a report that is not asked for after all.</summary>
internal static class WithdrawReport
{
    private const string Find = """
        select case when title = '' then funder else funder || ': ' || title end from funder_report where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update funder_report set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/reports/{reportId:guid}",
                RouteId = "reportId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this report"],
                Lede = () =>
                    T[
                        "For one that the funder does not ask for after all. One that has gone out is marked as sent instead."
                    ],
                Said = () => T["The report is withdrawn. We no longer remind you of it."],
                Back = visit => Paths.Money(visit.InnovationId) + "#reports",
            }
        );
}
