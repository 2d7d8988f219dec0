using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Board;

/// <summary>Somebody makes a link to the page for a board. It is shown once, to whoever made it.</summary>
internal static class MakeBoardLink
{
    private const string Cookie = "coprod.board";

    // Also a name of the request's item: the code, for whom it has to be told at once.
    private const string Code = "board code";

    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);

    private const string Innovations = """
        select id, name from host_innovation where withdrawn = false order by name_key, id limit 1000
        """;

    internal static FormRoute<NewBoardLink> Route { get; } =
        new()
        {
            Page = "/board/links/new",
            Api = "/api/board/links",
            Permission = HostPermissions.Board,
            Read = input =>
                new()
                {
                    Id = input.NewId(),
                    ForWhom = input.Text("forWhom", T["for whom it is"], required: true, max: 100),
                    InnovationId = input.Id("innovationId", T["the innovation"]),
                    Until = input.Date("until", T["the last day it works"]),
                },
            Handle = Handle,
            Show = Show,
            // A program that made it is told the address itself: it has no page to see it on.
            Then = (visit, id) =>
                visit.Http.Request.Path.StartsWithSegments("/api") && visit.Http.Items[Code] is string code
                    ? OpenBoard.Path(code)
                    : Path(id),
        };

    private static string Path(Guid id) => $"/board/links/{id}";

    private static async Task<Outcome<Guid>> Handle(NewBoardLink link, IVisit visit)
    {
        var links = visit.Get<BoardLinks>();
        if (await links.Refusal(link, visit.Gone) is { } refusal)
            return Outcome<Guid>.Refused(refusal.Field, refusal.Sentence);
        var (code, isKnown) = await links.Make(link, visit.Caller.AccountId, visit.Gone);
        // Sent twice, the first code holds, and it is in the cookie already.
        if (code is not null)
            Keep(visit, link.Id, code);
        return isKnown
            ? Outcome<Guid>.Done(link.Id)
            : Outcome<Guid>.Refused("", T["This page has made a link already. Open it anew to make another."]);
    }

    private static void Keep(IVisit visit, Guid id, string code)
    {
        visit.Http.Items[Code] = code;
        visit.Http.Response.Cookies.Append(
            Cookie,
            Protector(visit, id).Protect(code, Shown),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = visit.Http.Request.IsHttps,
                MaxAge = Shown,
                Path = Path(id),
                IsEssential = true,
            }
        );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var rows = await visit.Get<Database>().Read(c => c.QueryAsync<(Guid Id, string Name)>(Innovations), visit.Gone);
        return visit.Page<MakeBoardLinkPage>(
            ("Input", input),
            ("Innovations", rows.Select(row => new Choice(row.Id.ToString(), row.Name)).ToList()),
            ("UsualEnd", visit.Get<BoardLinks>().UsualEnd)
        );
    }

    /// <summary>The link to print or send, for a quarter of an hour in the browser it was made in; afterwards only that there is one.</summary>
    internal static async Task<IResult?> ShowOne(IVisit visit)
    {
        var id = visit.RouteId("linkId");
        if (await visit.Get<BoardLinks>().Find(id, visit.Gone) is not { } link)
            return null;
        var code = Kept(visit, id);
        return visit.Page<BoardLinkPage>(
            ("Link", link),
            ("Today", Contracts.Words.Today(visit.Clock)),
            ("Code", code),
            ("Start", visit.Address(OpenBoard.Start)),
            ("Address", visit.Address(OpenBoard.Path(code)))
        );
    }

    private static string? Kept(IVisit visit, Guid id)
    {
        try
        {
            return visit.Http.Request.Cookies[Cookie] is { } kept ? Protector(visit, id).Unprotect(kept) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static ITimeLimitedDataProtector Protector(IVisit visit, Guid id) =>
        visit
            .Get<IDataProtectionProvider>()
            .CreateProtector("CoProd.Board", id.ToString())
            .ToTimeLimitedDataProtector();
}
