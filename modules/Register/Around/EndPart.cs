using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Around;

/// <summary>Somebody no longer takes part. From then on they no longer see the innovation; what they gave stays.</summary>
internal static class EndPart
{
    private const string Update = """
        update participation set until_on = @Today
        where innovation_id = @InnovationId and person_id = @PersonId and (until_on is null or until_on > @Today)
        """;

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["They no longer take part"],
            Lede = () => T["They will not see this innovation any more. What they gave stays in its story."],
            Label = () => T["Yes, they have stopped"],
            Send = () => T["Keep it"],
            Said = () => T["It is kept."],
            Do = Do,
        }.Route(
            "/innovations/{innovationId:guid}/people/{personId:guid}/end",
            "/api/innovations/{innovationId:guid}/people/{personId:guid}/end",
            Permissions.People,
            visit => $"/innovations/{visit.InnovationId}/people"
        );

    private static bool Do(IVisit visit, IWriting writing)
    {
        var asked = new
        {
            visit.InnovationId,
            PersonId = visit.RouteId("personId"),
            Today = DateOnly.FromDateTime(writing.Now.UtcDateTime),
        };
        if (writing.Connection.Execute(Update, asked) != 1)
            return false;
        writing.Publish(new InnovationChanged { InnovationId = asked.InnovationId });
        return true;
    }
}
