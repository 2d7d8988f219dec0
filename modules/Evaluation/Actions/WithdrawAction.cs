using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Actions;

/// <summary>Somebody takes back an action that was recorded by mistake.</summary>
internal static class WithdrawAction
{
    private const string Find =
        "select what from evaluation_action where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Update = """
        update evaluation_action set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/actions/{actionId:guid}",
                RouteId = "actionId",
                Permission = Permissions.Record,
                Back = visit => Paths.Of(visit.InnovationId),
                Title = () => T["Withdraw this action"],
                Lede = () =>
                    T[
                        "For one that nobody decided. One that came to nothing is kept, and says so: people were told of it."
                    ],
                Said = () => T["The action is withdrawn."],
            }
        );
}
