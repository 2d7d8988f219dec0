using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Decisions;

/// <summary>Somebody takes back a decision, or what it made of something, that was recorded by mistake.</summary>
internal static class WithdrawDecision
{
    private const string Find =
        "select question from knowledge_decision where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Update = """
        update knowledge_decision set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string FindLink = """
        select d.question from knowledge_link l join knowledge_decision d on d.id = l.decision_id and d.withdrawn = false
        where l.id = @Id and l.innovation_id = @InnovationId and l.withdrawn = false
        """;

    private const string UpdateLink = """
        update knowledge_link set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.DecisionRoute,
                RouteId = "decisionId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this decision"],
                Lede = () => T["For one that nobody took. What people said stays."],
                Said = () => T["The decision is withdrawn."],
                Back = visit => Paths.Knowledge(visit.InnovationId),
            }
        );

    internal static FormRoute<bool> LinkRoute { get; } =
        Withdrawal.Asking(
            FindLink,
            UpdateLink,
            new Withdrawal
            {
                Record = Paths.Route + "/links/{linkId:guid}",
                RouteId = "linkId",
                Permission = Permissions.Record,
                Title = () => T["It was not considered in this decision"],
                Lede = () => T["For something that was tied to the wrong decision. What was said stays."],
                Said = () => T["They are no longer tied."],
                Back = visit => Paths.Knowledge(visit.InnovationId),
            }
        );
}
