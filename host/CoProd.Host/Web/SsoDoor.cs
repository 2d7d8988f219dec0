using CoProd.Contracts.Forms;
using CoProd.Host.Audit;
using CoProd.Host.Security;
using CoProd.Host.Security.Sso;
using CoProd.Host.Web.Pages;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>Signing in by the institution's own sign-in: the way there, the way back, and out of it.</summary>
internal static class SsoDoor
{
    public const string Start = "/sign-in/sso";
    public const string In = "/sign-in/sso/in";
    public const string Out = "/sign-in/sso/out";
    public const string Failed = "failed";

    public static async Task<IResult> Begin(HttpContext http)
    {
        if (!Settings(http).IsSetUp)
            return Results.NotFound();
        var back = SignInDoor.Local(http.Request.Query["back"]);
        return await Lead(http, In + "?back=" + Uri.EscapeDataString(back))
            ?? Refused(http, back, StatusCodes.Status502BadGateway, Away(http));
    }

    /// <summary>Leads to the provider and from there to a page of ours; null when it leads there, else nothing was done.</summary>
    public static async Task<IResult?> Lead(HttpContext http, string to)
    {
        try
        {
            await http.ChallengeAsync(SsoSettings.Scheme, new AuthenticationProperties { RedirectUri = to });
            return Results.Empty;
        }
        catch (Exception e) when (IsAway(e, http))
        {
            http.RequestServices.GetRequiredService<ILogger<SsoSettings>>()
                .LogWarning(e, "The provider of the sign-in could not be asked");
            return null;
        }
    }

    private static bool IsAway(Exception e, HttpContext http) =>
        e is InvalidOperationException or IOException or HttpRequestException
        || (e is OperationCanceledException && !http.RequestAborted.IsCancellationRequested);

    public static string Away(HttpContext http) =>
        T["{0} does not answer at the moment. Nothing was changed. Try again in a few minutes.", Settings(http).Called];

    /// <summary>Somebody is back, and the framework has looked at what they brought.</summary>
    public static async Task<IResult> Enter(HttpContext http)
    {
        var sso = Settings(http);
        if (!sso.IsSetUp)
            return Results.NotFound();
        var back = SignInDoor.Local(http.Request.Query["back"]);
        if (await Came(http) is not { } person)
            return Refused(
                http,
                back,
                StatusCodes.Status400BadRequest,
                T[
                    "What came back from {0} could not be taken: the way took too long, was begun in another window, or was ended there. Nothing was changed. Begin again.",
                    sso.Called
                ]
            );
        await http.SignOutAsync(IdentityConstants.ExternalScheme);
        var answer = await http.RequestServices.GetRequiredService<SsoLogins>().Enter(person, http.RequestAborted);
        var account = answer.Account is { } id
            ? await http.RequestServices.GetRequiredService<AccountStore>().Find(id, http.RequestAborted)
            : null;
        AuditNote.Of(http).RecordId = account?.Id;
        if (account is not { Disabled: false })
            return Refused(http, back, StatusCodes.Status403Forbidden, NoWay(sso, account));
        await SignIn.Let(http, account, SignIn.BySso);
        if (
            await http.RequestServices.GetRequiredService<AccountEvents>().Tell(account.Id, http.RequestAborted) is
            { } said
        )
            Flash.Say(http, said);
        return Results.LocalRedirect(back);
    }

    private static string NoWay(SsoSettings sso, Account? account) =>
        account is null
            ? T[
                "{0} knows you, but none of your groups opens this site. Ask whoever looks after CoProd where you are. If you have a user name and password here, sign in with those.",
                sso.Called
            ]
            : T["Your account here has ended. Ask whoever looks after CoProd where you are."];

    /// <summary>Who has just come from the provider; null when nobody has.</summary>
    public static async Task<SsoPerson?> Came(HttpContext http) =>
        SsoPerson.Read((await http.AuthenticateAsync(IdentityConstants.ExternalScheme)).Principal);

    /// <summary>Out of the provider's own sign-in too, where it offers that: else the next person at this screen comes in with one click.</summary>
    public static async Task<IResult> Leave(HttpContext http)
    {
        if (!Settings(http).IsSetUp)
            return Results.NotFound();
        try
        {
            var connect = http
                .RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>()
                .Get(SsoSettings.Scheme);
            var told = await connect.ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
            if (string.IsNullOrEmpty(told.EndSessionEndpoint))
                return Results.LocalRedirect("/sign-in");
            await http.SignOutAsync(SsoSettings.Scheme, new AuthenticationProperties { RedirectUri = "/sign-in" });
            return Results.Empty;
        }
        catch (Exception e) when (IsAway(e, http))
        {
            return Refused(http, "/", StatusCodes.Status502BadGateway, Away(http));
        }
    }

    private static IResult Refused(HttpContext http, string back, int status, string sentence)
    {
        var input = new Input();
        input.Error("", sentence);
        return SignInPage.Show(http, back, kept: null, status, input);
    }

    private static SsoSettings Settings(HttpContext http) => http.RequestServices.GetRequiredService<SsoSettings>();
}
