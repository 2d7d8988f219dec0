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

    private const string UpdateAmong = $"""
        {Update} and id in (select t.id from tie t where {Ties.BothAround})
        """;

    private static readonly AskOnce Ask = new()
    {
        Title = () => T["Remove this tie"],
        Label = () => T["Yes, remove it"],
        Send = () => T["Remove it"],
        Said = () => T["The tie is removed."],
        Do = (visit, writing) => writing.Connection.Execute(Update, new { Id = visit.RouteId("tieId") }) == 1,
    };

    internal static FormRoute<bool> Route { get; } =
        Ask.Route("/ties/{tieId:guid}/withdraw", "/api/ties/{tieId:guid}/withdraw", Permissions.People, _ => "/people");

    /// <summary>The same for a tie around an innovation, also for those who know that innovation alone.</summary>
    internal static FormRoute<bool> AroundRoute { get; } =
        (Ask with { Do = DoAround }).Route(
            "/innovations/{innovationId:guid}/ties/{tieId:guid}/withdraw",
            "/api/innovations/{innovationId:guid}/ties/{tieId:guid}/withdraw",
            Permissions.People,
            visit => $"/innovations/{visit.InnovationId}/people"
        );

    private static bool DoAround(IVisit visit, IWriting writing)
    {
        var asked = new { Id = visit.RouteId("tieId"), InnovationId = visit.InnovationId };
        if (writing.Connection.Execute(UpdateAmong, asked) != 1)
            return false;
        writing.Changed(visit.InnovationId);
        return true;
    }
}
