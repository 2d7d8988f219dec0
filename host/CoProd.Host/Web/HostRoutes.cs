using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Web.Pages;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web;

/// <summary>The host's own addresses, as a table of contents.</summary>
internal static class HostRoutes
{
    private static readonly RouteRule Open = new() { Permission = null, ModuleId = "host" };

    public static void Map(RouteTable host, Site site)
    {
        site.Services.GetRequiredService<AssetFiles>().Map(host);
        MapSignIn(host, site);
        host.Page("/", HostPermissions.Home, Home.HomePage.Show);
        host.Page("/search", HostPermissions.Home, Home.SearchPage.Show);
        host.Page("/innovations/{innovationId:guid}", HostPermissions.Home, Innovations.InnovationPage.Show);
        Innovations.ReportRoutes.Map(host);
        Leaving.LeavingRoutes.Map(host);
        Board.BoardRoutes.Map(host);
        host.Page("/due.ics", HostPermissions.Home, Home.DueCalendar.Download);
        host.Form(Innovations.GiveAccess.Route);
        host.Form(Innovations.EndAccess.Route);
        host.Form(Innovations.SnoozeWarning.Route);
        host.Page("/modules", HostPermissions.Modules, ModulesPage.Show);
        host.Form(ParkedDeliveries.Route);
        host.Form(SwitchModule.Route);
        host.Form(GetModule.Route);
        host.Page("/modules/getting", HostPermissions.Modules, GetModule.Watch);
        host.Form(ChangeModule.Route);
        host.Form(WishModule.Route);
        host.Page("/modules/data", HostPermissions.Modules, ModuleData.Download);
        host.Page("/modules/kept", HostPermissions.Modules, ModuleData.DownloadKept);
        host.Form(ModuleData.Import);
        host.Form(RestartSite.Route);
        host.Page("/modules/starting", HostPermissions.Modules, RestartSite.Wait);
        host.Page("/modules/started", HostPermissions.Modules, RestartSite.Progress);
        host.Page("/accounts", HostPermissions.Accounts, Accounts.AccountListPage.Show);
        host.Form(Accounts.MakeAccount.Route);
        host.Form(Accounts.EndAccount.Route);
        host.Page("/accounts/{accountId:guid}", HostPermissions.Accounts, Accounts.OneAccount.Show);
        host.Form(Accounts.SetAddress.Route);
        host.Form(Accounts.GiveWayIn.Route);
        host.Page(
            "/accounts/{accountId:guid}/way-in/printed",
            HostPermissions.Accounts,
            Accounts.GiveWayIn.ShowPrinted
        );
        host.Form(Accounts.SetRole.Route);
        host.Page("/roles", HostPermissions.Accounts, Access.RoleListPage.Show);
        host.Query("/api/roles", HostPermissions.Accounts, Access.RoleListPage.Answer);
        host.Form(Access.MakeRole.Route);
        host.Form(Access.ChangeRole.Route);
        host.Form(Access.EndRole.Route);
        host.Form(Accounts.AskSecondStep.Route);
        host.Form(Accounts.RemoveSecondStep.Route);
        host.Form(Accounts.RemovePasskeys.Route);
        Privacy.PrivacyRoutes.Map(host);
        host.Page("/audit", HostPermissions.Audit, Audit.AuditList.Show);
        host.Page("/account", HostPermissions.Home, Accounts.AccountPage.Show);
        host.Form(Accounts.ChangePassword.Route);
        host.Form(Accounts.TurnOnSecondStep.Route);
        host.Page("/account/second-step/codes", HostPermissions.Home, Accounts.RecoveryCodes.Show);
        host.Form(Accounts.RenewRecoveryCodes.Route);
        host.Form(Accounts.TurnOffSecondStep.Route);
        host.Form(Accounts.AddPasskey.Route);
        host.Form(Accounts.KeepPasskey.Route);
        host.Form(Accounts.RemovePasskey.Route);
        host.Form(Accounts.ChangeAddress.Route);
        host.Form(Accounts.LinkLogin.Route);
        host.Page(Accounts.LinkLogin.Page + "/begin", HostPermissions.Home, Accounts.LinkLogin.Begin);
        host.Form(Accounts.UnlinkLogin.Route);
        host.Form(Accounts.AskForDigest.Route);
        host.Form(Accounts.EndSession.Route);
        host.Form(Accounts.EndOtherSessions.Route);
        host.Page("/settings", HostPermissions.Settings, Accounts.SettingsPage.Show);
        host.Form(Accounts.ChangeSetting.Route);
        host.Form(Accounts.SetUpBackups.Route);
        host.Form(Accounts.BackUpNow.Route);
        host.Form(Accounts.SetUpMail.Route);
        host.Form(Accounts.TryMail.Route);
        host.Form(Accounts.SetUpSso.Route);
        host.Form(Accounts.TrySso.Route);
        Imports.ImportRoutes.Map(host, site);
        Leaving.ArrivalRoutes.Map(host);
        Exports.Map(host);
        Health.Map(host, site);
        ApiDescription.Map(host);
    }

    private static void MapSignIn(RouteTable host, Site site)
    {
        Get(host, "/sign-in", SignInDoor.Show);
        // It checks its own token, and takes more than others do: a form kept from before is sealed in it.
        host.MapPost("/sign-in", Plain(SignInDoor.Post))
            .ExcludeFromDescription()
            .WithMetadata(Open, new RequestSize(4 << 20));
        host.MapPost("/sign-in/code", Plain(SecondStepDoor.Code))
            .ExcludeFromDescription()
            .WithMetadata(Open, new RequestSize(4 << 20));
        host.MapPost("/sign-in/second-step", Plain(SecondStepDoor.TurnOn))
            .ExcludeFromDescription()
            .WithMetadata(Open, new RequestSize(4 << 20));
        host.MapPost(PasskeyDoor.Start, Plain(PasskeyDoor.Begin)).ExcludeFromDescription().WithMetadata(Open);
        host.MapPost(PasskeyDoor.In, Plain(PasskeyDoor.Post))
            .ExcludeFromDescription()
            .WithMetadata(Open, new RequestSize(4 << 20));
        // Opened anew, a page within signing in begins from the start.
        Get(host, PasskeyDoor.In, _ => Task.FromResult(Results.LocalRedirect("/sign-in")));
        Get(host, "/sign-in/code", _ => Task.FromResult(Results.LocalRedirect("/sign-in")));
        Get(host, "/sign-in/second-step", _ => Task.FromResult(Results.LocalRedirect("/sign-in")));
        Get(host, "/sign-in/forgotten", ForgottenDoor.Show);
        Post(host, "/sign-in/forgotten", ForgottenDoor.Post);
        host.Form(WayInDoor.Typed);
        host.Form(WayInDoor.Opened);
        Get(host, SsoDoor.Start, SsoDoor.Begin);
        Get(host, SsoDoor.In, SsoDoor.Enter);
        Get(host, SsoDoor.Out, SsoDoor.Leave);
        // Nothing is done by it, and its page is older than the sign-in: it checks where it comes from instead of a token.
        host.MapPost(KeptDoor.Address, Plain(KeptDoor.Show))
            .ExcludeFromDescription()
            .WithMetadata(Open, new RequestSize(4 << 20));
        Get(host, KeptDoor.Address, KeptDoor.Come);
        Post(host, "/sign-out", SignInDoor.Leave);
        Get(host, "/set-up", SetupDoor.Show);
        Post(host, "/set-up", SetupDoor.Post);
        Post(host, "/look", Look);
        if (site.Options.Demo)
            Get(host, "/demo/{role}/{code}", SignInDoor.Demo);
    }

    private static async Task<IResult> Look(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var theme = form["theme"].ToString();
        if (theme is "light" or "dark" or "contrast")
            http.Response.Cookies.Append(
                "theme",
                theme,
                new CookieOptions
                {
                    MaxAge = TimeSpan.FromDays(365),
                    SameSite = SameSiteMode.Lax,
                    Secure = http.Request.IsHttps,
                }
            );
        else
            http.Response.Cookies.Delete("theme");
        return Results.LocalRedirect(SignInDoor.Local(form["back"]));
    }

    private static void Get(RouteTable host, string pattern, Func<HttpContext, Task<IResult>> answer) =>
        host.MapGet(pattern, Plain(answer)).ExcludeFromDescription().WithMetadata(Open);

    private static void Post(RouteTable host, string pattern, Func<HttpContext, Task<IResult>> answer) =>
        host.MapPost(pattern, Plain(Checked(answer))).ExcludeFromDescription().WithMetadata(Open);

    private static RequestDelegate Plain(Func<HttpContext, Task<IResult>> answer) =>
        async http => await (await answer(http)).ExecuteAsync(http);

    private static Func<HttpContext, Task<IResult>> Checked(Func<HttpContext, Task<IResult>> answer) =>
        async http =>
        {
            // Read here, so that what is too large is said to be that: antiforgery would wrap it in an exception of its own.
            await Routing.FormReading.Page(http);
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)
                ? await answer(http)
                : Results.StatusCode(StatusCodes.Status400BadRequest);
        };
}
