using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Kit;

/// <summary>Somebody takes a message out of the kit.</summary>
internal static class WithdrawMessage
{
    private const string Find =
        "select words from kit_message where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Update = """
        update kit_message set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/kit/{messageId:guid}",
                RouteId = "messageId",
                Permission = Permissions.Record,
                Title = () => T["Take this message out of the kit"],
                Lede = () => T["For one that no longer holds. What was said with it stays as it was."],
                Said = () => T["The message is out of the kit."],
                Back = visit => Paths.Champions(visit.InnovationId) + "#kit",
            }
        );
}
