using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using static CoProd.Host.Texts;

namespace CoProd.Host.Security.Sso;

/// <summary>Asks the provider for what it publishes of itself, to see whether the settings can be right. Nobody signs in for that.</summary>
internal static class SsoTest
{
    /// <summary>Null when it can be right, else what is wrong.</summary>
    public static async Task<string?> Run(
        SsoSettings sso,
        IOptionsMonitor<OpenIdConnectOptions> options,
        CancellationToken ct
    )
    {
        if (!sso.IsSetUp)
            return T["Name a provider first."];
        try
        {
            var connect = options.Get(SsoSettings.Scheme);
            // Asked anew, not remembered from before.
            connect.ConfigurationManager!.RequestRefresh();
            var told = await connect.ConfigurationManager.GetConfigurationAsync(ct);
            return Wrong(told, sso);
        }
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or IOException
                        or HttpRequestException
                        or ArgumentException
                        or JsonException
                || (e is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            return T["It could not be asked: {0}", e.InnerException?.Message ?? e.Message];
        }
    }

    private static string? Wrong(OpenIdConnectConfiguration told, SsoSettings sso) =>
        told.Issuer.TrimEnd('/') != sso.Issuer.TrimEnd('/')
            ? T["It calls itself {0}. Name it so: people are known by that name.", told.Issuer]
        : told.SigningKeys.Count == 0 ? T["It publishes no keys, so nothing it says could be checked."]
        : told.ResponseTypesSupported.Count > 0 && !told.ResponseTypesSupported.Contains("code")
            ? T["It does not offer the way that CoProd takes (authorization code)."]
        : told.CodeChallengeMethodsSupported.Count > 0 && !told.CodeChallengeMethodsSupported.Contains("S256")
            ? T["It does not offer the guard that CoProd needs on the way (PKCE with S256)."]
        : null;
}
