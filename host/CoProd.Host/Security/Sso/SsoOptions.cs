using System.Security.Claims;
using CoProd.Host.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CoProd.Host.Security.Sso;

/// <summary>How the provider is spoken to: authorization code with PKCE, state and nonce; what comes back is judged by the framework.</summary>
internal sealed class SsoOptions(SsoSettings sso, HostOptions options) : IConfigureNamedOptions<OpenIdConnectOptions>
{
    public const string Back = "/sign-in/sso/back";
    public const string Left = "/sign-in/sso/left";
    private static readonly TimeSpan ProviderPatience = TimeSpan.FromSeconds(15);

    public void Configure(OpenIdConnectOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, OpenIdConnectOptions connect)
    {
        if (name != SsoSettings.Scheme)
            return;
        connect.Authority = sso.Issuer;
        connect.RequireHttpsMetadata = new Uri(sso.Issuer).Scheme == Uri.UriSchemeHttps;
        connect.ClientId = sso.Client;
        connect.ClientSecret = sso.Secret() is { Length: > 0 } secret ? secret : null;
        connect.ResponseType = OpenIdConnectResponseType.Code;
        // In the address, not in a form of theirs: the cookies of the way there need not go with what other sites post.
        connect.ResponseMode = OpenIdConnectResponseMode.Query;
        connect.UsePkce = true;
        connect.Scope.Clear();
        foreach (var scope in sso.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            connect.Scope.Add(scope);
        connect.CallbackPath = Back;
        connect.SignedOutCallbackPath = Left;
        connect.SignedOutRedirectUri = "/sign-in";
        connect.RemoteSignOutPath = PathString.Empty;
        connect.SignInScheme = IdentityConstants.ExternalScheme;
        connect.MapInboundClaims = false;
        connect.GetClaimsFromUserInfoEndpoint = true;
        connect.ClaimActions.MapJsonKey(sso.Claim, sso.Claim);
        connect.ClaimActions.MapJsonKey("preferred_username", "preferred_username");
        connect.SaveTokens = false;
        connect.DisableTelemetry = true;
        connect.BackchannelTimeout = ProviderPatience;
        Harden(connect.CorrelationCookie, "coprod.there.");
        Harden(connect.NonceCookie, "coprod.once.");
        connect.Events = Events();
    }

    private static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private OpenIdConnectEvents Events() =>
        new()
        {
            OnRedirectToIdentityProvider = context =>
            {
                if (options.PublicUrl is { } url)
                    context.ProtocolMessage.RedirectUri = new Uri(url, Back).AbsoluteUri;
                return Task.CompletedTask;
            },
            OnRedirectToIdentityProviderForSignOut = context =>
            {
                if (options.PublicUrl is { } url)
                    context.ProtocolMessage.PostLogoutRedirectUri = new Uri(url, Left).AbsoluteUri;
                // Without a token of theirs, which we do not keep, this tells them who sends somebody back.
                context.ProtocolMessage.ClientId = context.Options.ClientId;
                return Task.CompletedTask;
            },
            // Also where they sent nothing along: nobody shall end on an empty page.
            OnSignedOutCallbackRedirect = context =>
            {
                context.Response.Redirect("/sign-in");
                context.HandleResponse();
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                // The framework takes a token that came straight from the provider without a seal as well. We ask for one: the way there may
                // lead through somebody's proxy.
                if (context.SecurityToken.RawSignature.Length == 0)
                    context.Fail("The token bears no signature.");
                context.Properties!.Items[SsoPerson.IssuerKey] = context.SecurityToken.Issuer;
                return Task.CompletedTask;
            },
            OnTicketReceived = context =>
            {
                context.Principal = SsoPerson.Of(context.Principal!, context.Properties!, sso).Principal();
                return Task.CompletedTask;
            },
            OnRemoteFailure = context =>
            {
                context
                    .HttpContext.RequestServices.GetRequiredService<ILogger<SsoOptions>>()
                    .LogWarning(context.Failure, "Somebody came back from the provider in a way that is not taken");
                context.HandleResponse();
                context.Response.Redirect(SsoDoor.In + "?" + SsoDoor.Failed);
                return Task.CompletedTask;
            },
        };
}
