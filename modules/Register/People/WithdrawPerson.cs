using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>Somebody withdraws a person who was recorded by mistake. The id stays as a tombstone.</summary>
internal static class WithdrawPerson
{
    private const string Update = """
        update person set withdrawn = true, version = version + 1, changed_at = @Now where id = @id and withdrawn = false
        """;

    private const string TakesPart = "select innovation_id from participation where person_id = @id";

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["Withdraw this person's record"],
            Lede = () => T["For somebody who was recorded by mistake. What was recorded is kept and no longer shown."],
            Label = () => T["Yes, withdraw the record"],
            Send = () => T["Withdraw it"],
            Said = () => T["The record is withdrawn."],
            Do = Do,
        }.Route(
            "/people/{personId:guid}/withdraw",
            "/api/people/{personId:guid}/withdraw",
            Permissions.People,
            visit => $"/people/{visit.RouteId("personId")}",
            _ => "/people"
        );

    private static bool Do(IVisit visit, IWriting writing)
    {
        var id = visit.RouteId("personId");
        if (writing.Connection.Execute(Update, new { id, writing.Now }) != 1)
            return false;
        writing.Publish(new PersonChanged { PersonId = id });
        foreach (var innovation in writing.Connection.Query<Guid>(TakesPart, new { id }).AsList())
            writing.Publish(new InnovationChanged { InnovationId = innovation });
        return true;
    }
}
