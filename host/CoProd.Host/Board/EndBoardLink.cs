using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using static CoProd.Host.Texts;

namespace CoProd.Host.Board;

/// <summary>Somebody ends a link to the page for a board. It opens nothing from that moment.</summary>
internal static class EndBoardLink
{
    internal static FormRoute<Guid?> Route { get; } =
        new()
        {
            Page = "/board/links/end",
            Api = "/api/board/links/end",
            Permission = HostPermissions.Board,
            Read = input => input.Id("linkId", T["the link"], required: true),
            Handle = Handle,
            Show = (input, visit) => BoardRoutes.ShowList(visit, input),
            Then = (_, _) => BoardRoutes.List,
            Said = () => T["The link is ended. It opens nothing any more."],
        };

    private static async Task<Outcome<Guid>> Handle(Guid? link, IVisit visit) =>
        await visit.Get<BoardLinks>().End(link!.Value, visit.Caller.AccountId, visit.Gone)
            ? Outcome<Guid>.Done(link.Value)
            : Outcome<Guid>.Refused("", T["That link has ended already."]);
}
