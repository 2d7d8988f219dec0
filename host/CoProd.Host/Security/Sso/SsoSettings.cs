using System.Security.Cryptography;
using CoProd.Contracts.Modules;
using CoProd.Host.Modules;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace CoProd.Host.Security.Sso;

/// <summary>The sign-in of an institution that an administrator named. Until then it is not offered, and no connection is made.</summary>
internal sealed class SsoSettings(
    InstitutionSettings settings,
    IDataProtectionProvider protection,
    IOptionsMonitorCache<OpenIdConnectOptions> known
)
{
    /// <summary>The scheme that leads there and back.</summary>
    public const string Scheme = "sso";

    public const string DefaultClaim = "groups";
    public const string DefaultScopes = "openid profile";

    private const string IssuerName = "host.sso.issuer";
    private const string ClientName = "host.sso.client";
    private const string SecretName = "host.sso.secret";
    private const string CalledName = "host.sso.called";
    private const string ScopesName = "host.sso.scopes";
    private const string ClaimName = "host.sso.claim";
    private const string RolesName = "host.sso.roles";

    public bool IsSetUp => Issuer.Length > 0 && Client.Length > 0;

    /// <summary>Its address, as it calls itself: <c>https://login.microsoftonline.com/TENANT/v2.0</c>.</summary>
    public string Issuer => settings.Find(IssuerName) ?? "";

    public string Client => settings.Find(ClientName) ?? "";

    public bool HasSecret => settings.Find(SecretName) is { Length: > 0 };

    /// <summary>What people call it.</summary>
    public string Called => settings.Find(CalledName) is { Length: > 0 } called ? called : new Uri(Issuer).Host;

    public string Scopes => settings.Find(ScopesName) is { Length: > 0 } scopes ? scopes : DefaultScopes;

    /// <summary>The claim that names somebody's groups.</summary>
    public string Claim => settings.Find(ClaimName) is { Length: > 0 } claim ? claim : DefaultClaim;

    /// <summary>Which group has which role, as it was written.</summary>
    public string Roles => settings.Find(RolesName) ?? "";

    /// <summary>The secret for it; empty where there is none, or where the keys it was sealed with are gone.</summary>
    public string Secret()
    {
        try
        {
            return settings.Find(SecretName) is { Length: > 0 } kept ? Protector.Unprotect(kept) : "";
        }
        catch (CryptographicException)
        {
            return "";
        }
    }

    /// <summary>The role of somebody in these groups, the one that may most; null where none of them opens the site.</summary>
    public Role? RoleOf(IReadOnlyCollection<string> groups)
    {
        var held = GroupRoles
            .Read(Roles)
            .Rows.Where(row => groups.Contains(row.Group))
            .Select(row => row.Role)
            .ToList();
        return held.Count == 0 ? null : held.Min();
    }

    /// <summary>Keeps it; with no issuer, people sign in here alone from now on.</summary>
    public async Task Keep(SsoSetUp setUp, CancellationToken ct)
    {
        // A secret kept for one provider is never sent to another.
        var secret =
            setUp.Secret is { Length: > 0 } typed ? Protector.Protect(typed)
            : setUp.Issuer == Issuer ? settings.Find(SecretName) ?? ""
            : "";
        await settings.Set(SecretName, secret, ct);
        await settings.Set(ClientName, setUp.Client, ct);
        await settings.Set(CalledName, setUp.Called, ct);
        await settings.Set(ScopesName, setUp.Scopes, ct);
        await settings.Set(ClaimName, setUp.Claim, ct);
        await settings.Set(RolesName, setUp.Roles, ct);
        await settings.Set(IssuerName, setUp.Issuer, ct);
        known.TryRemove(Scheme);
    }

    /// <summary>Whether a text can be the address of a provider: by https, or on this machine.</summary>
    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0
        && url.Fragment.Length == 0
        && url.UserInfo.Length == 0;

    private IDataProtector Protector => protection.CreateProtector("CoProd.SingleSignOn");
}

/// <summary>What an administrator says of the provider.</summary>
internal sealed record SsoSetUp
{
    public required string Issuer { get; init; }

    public required string Client { get; init; }

    /// <summary>Null or empty keeps the one that is kept for this issuer.</summary>
    public string? Secret { get; init; }

    public string Called { get; init; } = "";

    public string Scopes { get; init; } = "";

    public string Claim { get; init; } = "";

    public string Roles { get; init; } = "";
}

/// <summary>Which group has which role: a line each, <c>group = role</c>.</summary>
internal static class GroupRoles
{
    /// <summary>The rows, and the first line that is none.</summary>
    public static (IReadOnlyList<(string Group, Role Role)> Rows, string? Wrong) Read(string text)
    {
        var rows = new List<(string, Role)>();
        foreach (
            var line in text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            // A group may bear the sign itself: CN=Coordinators,DC=example.
            var at = line.LastIndexOf('=');
            if (at < 1 || RoleOf(line[(at + 1)..].Trim()) is not { } role)
                return (rows, line);
            rows.Add((line[..at].Trim(), role));
        }
        return (rows, null);
    }

    // A co-producer is somebody in the register, whom no group of a directory names.
    private static Role? RoleOf(string word) =>
        Enum.TryParse<Role>(word, ignoreCase: true, out var role)
        && Enum.IsDefined(role)
        && role != Role.CoProducer
        && !char.IsDigit(word[0])
            ? role
            : null;
}
