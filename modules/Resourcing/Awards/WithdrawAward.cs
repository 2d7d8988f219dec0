using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Awards;

/// <summary>Somebody takes back an award that was recorded by mistake. An import does not bring it back.</summary>
internal static class WithdrawAward
{
    private const string Find = """
        select case when title = '' then funder else funder || ': ' || title end from award where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update award set withdrawn = true, edited_by_hand = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/awards/{awardId:guid}",
                RouteId = "awardId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this award"],
                Lede = () =>
                    T["For one that was recorded by mistake. One that has been spent stays: it is part of the story."],
                Said = () => T["The award is withdrawn. It no longer counts."],
                Back = visit => Paths.Money(visit.InnovationId),
            }
        );
}
