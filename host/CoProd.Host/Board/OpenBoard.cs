using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Security;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static CoProd.Host.Texts;

namespace CoProd.Host.Board;

/// <summary>The page for a board, for whoever holds a link to it. It shows what is known and takes nothing in.</summary>
public static class OpenBoard
{
    public const string Start = "/open/board";

    /// <summary>The code is typed off a paper.</summary>
    internal static FormRoute<string> Typed { get; } =
        new()
        {
            Page = Start,
            Permission = Permission.Anyone,
            Read = input => input.Text("code", T["the code"], required: true, max: 40),
            Handle = async (typed, visit) =>
                await visit.Get<BoardLinks>().Opens(typed, visit.Gone) is { } link
                    ? Outcome<Guid>.Done(link.Id)
                    : Outcome<Guid>.Refused("code", OpensNothing),
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<BoardCodePage>(("Input", input))),
            Then = (visit, _) => Path(visit.Http.Request.Form["code"]),
        };

    private static string OpensNothing =>
        T[
            "This code opens nothing, or not any more: each works until a day that was said, and can be ended before. Check it, or ask whoever gave it to you for a new one."
        ];

    /// <summary>The address that a code opens.</summary>
    internal static string Path(string? code) => $"{Start}/{ReadableCode.Plain(code)}";

    internal static async Task<IResult?> Show(IVisit visit)
    {
        // It would tell others the code.
        visit.Http.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (await Opened(visit) is not { } link)
        {
            // In words, for people open it; and still "not found", so that who tries codes is counted.
            visit.Http.Response.StatusCode = StatusCodes.Status404NotFound;
            var typed = new Input();
            typed.Error("code", OpensNothing);
            return visit.Page<BoardCodePage>(("Input", typed));
        }
        return visit.Page<BoardPage>(("View", await ViewOf(link, visit)), ("Link", link));
    }

    internal static async Task<BoardView?> Answer(IVisit visit) =>
        await Opened(visit) is { } link ? await ViewOf(link, visit) : null;

    private static Task<BoardView> ViewOf(BoardLink link, IVisit visit) =>
        visit.Get<BoardBook>().Of(link.InnovationId, link.Innovation, visit.Gone);

    private static async Task<BoardLink?> Opened(IVisit visit)
    {
        var links = visit.Get<BoardLinks>();
        if (await links.Opens(visit.Http.GetRouteValue("code") as string, visit.Gone) is not { } link)
            return null;
        try
        {
            await links.Count(link.Id, visit.Gone);
        }
        catch (Exception e) when (visit.Get<FullDisk>().Is(e))
        {
            // What can be read is read: only that somebody did is not counted.
        }
        return link;
    }
}
