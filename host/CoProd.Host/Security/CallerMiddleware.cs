using System.Security.Claims;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Security.Access;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace CoProd.Host.Security;

/// <summary>
/// Finds out who asks, from the cookie or the token, and opens the route only to those who hold its permission.
/// Account and session are read anew each time: what was ended a moment ago opens nothing.
/// </summary>
internal sealed class CallerMiddleware(
    RequestDelegate next,
    AccountStore accounts,
    Sessions sessions,
    Tokens tokens,
    RoleBook roles,
    InnovationAccess access,
    OpenDoor open
)
{
    public async Task Invoke(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        var rule = endpoint?.Metadata.GetMetadata<RouteRule>();
        if (rule is { Permission: Permission.Anyone })
        {
            // Whoever is signed in as well is nobody here: what they tell is not tied to their account.
            http.Features.Set<ICaller>(new NobodyCaller());
            http.User = new ClaimsPrincipal(new ClaimsIdentity());
            await open.Invoke(http, next);
            return;
        }
        if (await Who(http, rule) is { } account)
            http.Features.Set<ICaller>(await Here(http, rule, account));
        // What is no route is the framework's own answer: not found, or not with this method.
        if (endpoint is not RouteEndpoint || rule is { Permission: null })
        {
            await next(http);
            return;
        }
        var caller = http.Features.Get<ICaller>();
        if (caller is null)
            await SignInFirst.Answer(http, rule);
        else if (rule is null || !caller.May(rule.Permission!))
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        else
            await next(http);
    }

    private async Task<Caller> Here(HttpContext http, RouteRule? rule, Account account)
    {
        var caller = await roles.CallerOf(account, http.RequestAborted);
        if (http.GetRouteValue("innovationId") is string about)
        {
            var given =
                account.MostAccess != AccessLevel.None && Guid.TryParse(about, out var innovation)
                    ? await access.Here(account, innovation, http.RequestAborted)
                    : new AccessHere();
            return caller.At(given);
        }
        return rule?.Permission is { } permission ? caller.Across(permission) ?? caller : caller;
    }

    private async Task<Account?> Who(HttpContext http, RouteRule? rule)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            // Tokens are for programs: a page never takes one, so no page acts on a header some other site could set.
            return
                rule is { Api: true }
                && await tokens.AccountOf(header["Bearer ".Length..].Trim(), http.RequestAborted) is { } id
                ? Usable(await accounts.Find(id, http.RequestAborted))
                : null;
        }
        var signedIn = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (
            signedIn.Principal?.FindFirstValue(SignIn.SessionClaim) is not { } secret
            || await sessions.Find(secret, http.RequestAborted) is not { } found
        )
            return null;
        if (LacksSecondStep(found.Session, found.Account))
            return null;
        await sessions.Note(found.Session, http.RequestAborted);
        http.Features.Set(found.Session);
        return Usable(found.Account);
    }

    // Their role asks for a second step since they came in: they come in anew, and are shown how to turn it on. Whoever comes by the
    // institution's own sign-in took its steps there; a passkey is both steps at once; the demo's links have no password behind them.
    private static bool LacksSecondStep(SessionRow session, Account account) =>
        account is { NeedsSecondStep: true, HasSecondStep: false }
        && session.Method is not (SignIn.BySso or SignIn.ByPasskey or SignIn.ByDemo);

    private static Account? Usable(Account? account) => account is { Disabled: false } ? account : null;
}
