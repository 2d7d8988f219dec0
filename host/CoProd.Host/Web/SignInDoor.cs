using System.Globalization;
using CoProd.Contracts.Forms;
using CoProd.Host.Data;
using CoProd.Host.Security;
using CoProd.Host.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>Coming in and going out.</summary>
internal static class SignInDoor
{
    public static async Task<IResult> Show(HttpContext http) =>
        await http.RequestServices.GetRequiredService<AccountStore>().Any(http.RequestAborted)
            ? SignInPage.Show(
                http,
                Local(http.Request.Query["back"]),
                kept: null,
                StatusCodes.Status200OK,
                Input.Of(("name", http.Request.Query["name"].FirstOrDefault()))
            )
            : Results.LocalRedirect("/set-up");

    public static Task<IResult> Post(HttpContext http) => Sent(http, Come);

    /// <summary>Somebody wants in, in one way or another. What waits to be sent stays in the page, whatever becomes of it.</summary>
    public static async Task<IResult> Sent(
        HttpContext http,
        Func<HttpContext, IFormCollection, string?, Task<IResult>> come
    )
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var kept = form["kept"].ToString() is { Length: > 0 } sealed_ ? sealed_ : null;
        if (!await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            // They have signed in beside this page: that is all it was for.
            if (SignInFirst.Waiting(http, kept) is { } waiting)
                return Ui.Show.Page<SignInPage>(("SendAgain", waiting));
            // What waits to be sent must not be lost over an old token.
            var late = Input.Of(("name", form["name"].ToString()));
            late.Error("", T["This page was open for a long time. Check what you typed and send it again."]);
            return SignInPage.Show(http, Local(form["back"]), kept, StatusCodes.Status400BadRequest, late);
        }
        try
        {
            return await come(http, form, kept);
        }
        catch (DiskFullException)
        {
            // Signing in is itself something to be kept. What waits to be sent stays in the page.
            var full = Input.Of(("name", form["name"].ToString()));
            NoRoom.Say(http, full);
            return SignInPage.Show(http, Local(form["back"]), kept, StatusCodes.Status503ServiceUnavailable, full);
        }
    }

    private static async Task<IResult> Come(HttpContext http, IFormCollection form, string? kept)
    {
        if (await Try(http, form) is not { } answer)
        {
            var busy = Input.Of(("name", form["name"].ToString()));
            busy.Error("", AccountMaking.BusyWords);
            http.Response.Headers.RetryAfter = HashGate.TryAfter.ToString(CultureInfo.InvariantCulture);
            return SignInPage.Show(http, Local(form["back"]), kept, StatusCodes.Status503ServiceUnavailable, busy);
        }
        if (answer.Account is null)
        {
            var input = Input.Of(("name", form["name"].ToString()));
            input.Error(
                "name",
                answer.Locked
                    ? T["That was wrong too often. Wait five minutes, then try again."]
                    : T["That user name and password do not fit together. Check both and try again."]
            );
            return SignInPage.Show(http, Local(form["back"]), kept, StatusCodes.Status400BadRequest, input);
        }
        return await SecondStepDoor.Enter(http, answer.Account, Local(form["back"]), kept);
    }

    // Null when too many sign in at this moment.
    private static async Task<SignInAnswer?> Try(HttpContext http, IFormCollection form)
    {
        try
        {
            return await http
                .RequestServices.GetRequiredService<SignIn>()
                .Try(http, form["name"].ToString().Trim(), form["password"].ToString());
        }
        catch (BusyException)
        {
            return null;
        }
    }

    public static async Task<IResult> Leave(HttpContext http)
    {
        try
        {
            if (http.Features.Get<SessionRow>() is { } session)
                await http
                    .RequestServices.GetRequiredService<Sessions>()
                    .End(session.Id, session.AccountId, http.RequestAborted);
        }
        catch (DiskFullException)
        {
            // The browser forgets its secret all the same, and nobody else knows it.
        }
        var bySso = http.Features.Get<SessionRow>() is { Method: SignIn.BySso };
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        // Whoever sits here next, in a library say, finds nothing that was being typed.
        http.Response.Headers["Clear-Site-Data"] = "\"storage\"";
        return Results.LocalRedirect(bySso ? "/sign-in?left=here" : "/sign-in");
    }

    public static async Task<IResult> Demo(HttpContext http)
    {
        var links = http.RequestServices.GetRequiredService<DemoLinks>();
        if (
            links.RoleOf(http.Request.RouteValues["role"] as string, http.Request.RouteValues["code"] as string)
            is not { } role
        )
            return Results.NotFound();
        var users = http.RequestServices.GetRequiredService<UserManager<Account>>();
        if (await users.FindByNameAsync(DemoLinks.UserNameOf(role)) is not { } account)
            return Results.NotFound();
        await SignIn.Let(http, account, SignIn.ByDemo);
        return Results.LocalRedirect("/");
    }

    /// <summary>Leads only to our own pages, never to somebody else's address. Our own are written in plain ASCII; a header takes no more.</summary>
    public static string Local(string? back) =>
        back is { Length: > 0 }
        && back[0] == '/'
        && !back.StartsWith("//", StringComparison.Ordinal)
        && back.All(c => c is > ' ' and <= '~' and not '\\')
            ? back
            : "/";
}
