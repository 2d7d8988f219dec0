using System.Globalization;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Web.Routing;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Host.Board;

/// <summary>The page for a board: what opens by a link, and what makes, shows and ends links.</summary>
internal static class BoardRoutes
{
    public const string List = "/board";

    private const int RowsOnAPage = 50;

    private const string NameOf = "select name from host_innovation where id = @id and withdrawn = false";

    public static void Map(RouteTable host)
    {
        host.Form(OpenBoard.Typed);
        host.Page(OpenBoard.Start + "/{code}", Permission.Anyone, OpenBoard.Show);
        host.Query("/api" + OpenBoard.Start + "/{code}", Permission.Anyone, OpenBoard.Answer);
        host.Page(List, HostPermissions.Board, visit => ShowList(visit, new()));
        host.Query("/api" + List, HostPermissions.Board, Listed);
        host.Form(MakeBoardLink.Route);
        host.Page(List + "/links/{linkId:guid}", HostPermissions.Board, MakeBoardLink.ShowOne);
        host.Form(EndBoardLink.Route);
        host.Page(List + "/look", HostPermissions.Board, Look);
        host.Query("/api" + List + "/look", HostPermissions.Board, LookedAt);
    }

    /// <summary>All links, the latest first.</summary>
    public static async Task<IResult?> ShowList(IVisit visit, Contracts.Forms.Input input)
    {
        var request = ListRequest.From(visit);
        var links = await visit.Get<BoardLinks>().List(Before(request), RowsOnAPage + 1, visit.Gone);
        return visit.Page<BoardLinksPage>(
            (
                "Links",
                ListPage<BoardLink>.Of(
                    links,
                    RowsOnAPage,
                    link => Keys.Write(link.MadeAt.ToString("O", CultureInfo.InvariantCulture), link.Id)
                )
            ),
            ("Request", request),
            ("Input", input),
            ("Today", Contracts.Words.Today(visit.Clock))
        );
    }

    private static async Task<IReadOnlyList<BoardLink>?> Listed(IVisit visit) =>
        await visit.Get<BoardLinks>().List(Before(ListRequest.From(visit)), RowsOnAPage, visit.Gone);

    private static (DateTimeOffset, Guid) Before(ListRequest request)
    {
        var (at, id) = Keys.Read(request.After);
        return DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when)
            ? (when, id)
            : (DateTimeOffset.MaxValue.AddYears(-1), id);
    }

    // What a link would show, before it is given to anybody.
    private static async Task<IResult?> Look(IVisit visit) =>
        await LookedAt(visit) is { } view
            ? visit.Page<BoardPage>(
                ("View", view),
                ("MakePath", "/board/links/new" + (Innovation(visit) is { } id ? $"?innovationId={id}" : ""))
            )
            : null;

    private static async Task<BoardView?> LookedAt(IVisit visit)
    {
        var (innovation, name) = (Innovation(visit), (string?)null);
        if (innovation is { } id)
        {
            name = await visit
                .Get<Database>()
                .Read(c => c.QuerySingleOrDefaultAsync<string>(NameOf, new { id }), visit.Gone);
            if (name is null)
                return null;
        }
        return await visit.Get<BoardBook>().Of(innovation, name, visit.Gone);
    }

    private static Guid? Innovation(IVisit visit) => Guid.TryParse(visit.Asked("innovationId"), out var id) ? id : null;
}
