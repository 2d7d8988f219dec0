using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Objections;

/// <summary>Somebody takes back an objection that was recorded by mistake.</summary>
internal static class WithdrawObjection
{
    private const string Find =
        "select words from objection where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Update = """
        update objection set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/objections/{objectionId:guid}",
                RouteId = "objectionId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this objection"],
                Lede = () => T["For one that nobody made. One that was answered is kept: it shows how things were."],
                Said = () => T["The objection is withdrawn."],
                Back = visit => Paths.Champions(visit.InnovationId) + "#objections",
            }
        );
}
