using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Contributions;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>A person takes a consent back. That they once gave it stays on record.</summary>
internal static class WithdrawConsent
{
    private const string Update = """
        update consent set withdrawn_on = @Today where id = @Id and person_id = @PersonId and withdrawn_on is null
        """;

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["Take this consent back"],
            Lede = () => T["It ends today. That it was given stays on record, so that nobody wonders later."],
            Label = () => T["Yes, they took it back"],
            Send = () => T["End it"],
            Said = () => T["The consent has ended."],
            Do = Do,
        }.Route(
            "/people/{personId:guid}/consents/{consentId:guid}/withdraw",
            "/api/people/{personId:guid}/consents/{consentId:guid}/withdraw",
            Permissions.People,
            visit => $"/people/{visit.RouteId("personId")}"
        );

    private static bool Do(IVisit visit, IWriting writing)
    {
        var asked = new
        {
            Id = visit.RouteId("consentId"),
            PersonId = visit.RouteId("personId"),
            Today = DateOnly.FromDateTime(writing.Now.UtcDateTime),
        };
        if (writing.Connection.Execute(Update, asked) != 1)
            return false;
        writing.Publish(RegisterHolds.ConsentBack(asked.Id, asked.Today));
        return true;
    }
}
