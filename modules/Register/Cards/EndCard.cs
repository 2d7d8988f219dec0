using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Contributions;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Cards;

/// <summary>A card is lost, or no longer wanted: its code opens nothing from now on.</summary>
internal static class EndCard
{
    private const string Update = """
        update card set ended_on = @Today where id = @Id and person_id = @PersonId and ended_on is null
        """;

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["End this card"],
            Lede = () => T["Its code opens nothing from now on. What was told by it stays."],
            Label = () => T["Yes, end the card"],
            Send = () => T["End it"],
            Said = () => T["The card has ended."],
            Do = Do,
        }.Route(
            "/people/{personId:guid}/cards/{cardId:guid}/end",
            "/api/people/{personId:guid}/cards/{cardId:guid}/end",
            Permissions.People,
            visit => $"/people/{visit.RouteId("personId")}"
        );

    private static bool Do(IVisit visit, IWriting writing)
    {
        var asked = new
        {
            Id = visit.RouteId("cardId"),
            PersonId = visit.RouteId("personId"),
            Today = DateOnly.FromDateTime(writing.Now.UtcDateTime),
        };
        if (writing.Connection.Execute(Update, asked) != 1)
            return false;
        writing.Publish(RegisterHolds.CardEnded(asked.Id, asked.Today));
        return true;
    }
}
