using System.Security.Claims;
using CoProd.Contracts.Modules;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CoProd.Host.Security.Sso;

/// <summary>Whom the provider let through: known by its issuer and their subject there, never by an address, which may change hands.</summary>
internal sealed record SsoPerson
{
    public const string IssuerKey = "issuer";

    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    /// <summary>What they are called.</summary>
    public string Name { get; init; } = "";

    /// <summary>The user name there, to make one here of.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The role that their groups give; null where none opens the site.</summary>
    public Role? Role { get; init; }

    /// <summary>Of all that came, what is needed. Groups stay out of the cookie: some people are in hundreds.</summary>
    public static SsoPerson Of(ClaimsPrincipal came, AuthenticationProperties properties, SsoSettings sso)
    {
        var subject =
            came.FindFirstValue("sub") ?? throw new AuthenticationFailureException("Nobody was named: no subject.");
        var userName = Short(came.FindFirstValue("preferred_username") ?? came.FindFirstValue("email") ?? "");
        var name = Short(came.FindFirstValue("name") ?? "");
        return new SsoPerson
        {
            Issuer = properties.Items[IssuerKey] ?? sso.Issuer,
            Subject = subject,
            Name = name.Length > 0 ? name : userName,
            UserName = userName,
            Role = sso.RoleOf([.. came.FindAll(sso.Claim).Select(claim => claim.Value)]),
        };
    }

    // A name holds no control characters and is of a length that a page can show.
    private static string Short(string text)
    {
        var plain = new string([.. text.Where(c => !char.IsControl(c))]).Trim();
        return plain.Length <= 100 ? plain : plain[..100];
    }

    public ClaimsPrincipal Principal() =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(IssuerKey, Issuer),
                    new Claim("sub", Subject),
                    new Claim("name", Name),
                    new Claim("user", UserName),
                    .. Role is { } role ? new[] { new Claim("role", role.ToString()) } : [],
                ],
                IdentityConstants.ExternalScheme
            )
        );

    /// <summary>Reads it back; null where nobody has just come from the provider.</summary>
    public static SsoPerson? Read(ClaimsPrincipal? kept) =>
        kept?.FindFirstValue(IssuerKey) is { } issuer && kept.FindFirstValue("sub") is { } subject
            ? new SsoPerson
            {
                Issuer = issuer,
                Subject = subject,
                Name = kept.FindFirstValue("name") ?? "",
                UserName = kept.FindFirstValue("user") ?? "",
                Role = Enum.TryParse<Role>(kept.FindFirstValue("role"), out var role) ? role : null,
            }
            : null;
}
