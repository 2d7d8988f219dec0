using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Audiences;

/// <summary>Somebody takes back an audience that was recorded by mistake.</summary>
internal static class WithdrawAudience
{
    private const string Find =
        "select name from audience where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Update = """
        update audience set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/audiences/{audienceId:guid}",
                RouteId = "audienceId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this audience"],
                Lede = () => T["For one that was recorded by mistake. Its positions are no longer shown."],
                Said = () => T["The audience is withdrawn. It no longer counts."],
                Back = visit => Paths.Champions(visit.InnovationId),
            }
        );
}
