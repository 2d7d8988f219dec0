using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Around;

/// <summary>A tie was recorded by mistake, or is no more.</summary>
internal static class WithdrawTie
{
    private const string Update = "update tie set withdrawn = true where id = @Id and withdrawn = false";

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["Remove this tie"],
            Label = () => T["Yes, remove it"],
            Send = () => T["Remove it"],
            Said = () => T["The tie is removed."],
            Do = Do,
        }.Route("/ties/{tieId:guid}/withdraw", "/api/ties/{tieId:guid}/withdraw", Permissions.People, _ => "/people");

    private static bool Do(IVisit visit, IWriting writing) =>
        writing.Connection.Execute(Update, new { Id = visit.RouteId("tieId") }) == 1;
}
