using System.Text.Json;
using CoProd.Contracts;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Security;

/// <summary>
/// Answers somebody who must sign in first. A form that was sent after the sign-in had expired is kept, sealed, in the sign-in page
/// itself, and comes back afterwards with its text.
/// </summary>
internal static class SignInFirst
{
    private const long LongestKept = 1 << 20;

    public static async Task Answer(HttpContext http, RouteRule? rule)
    {
        if (rule is { Api: true })
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return;
        }
        var back = http.Request.PathBase + http.Request.Path + http.Request.QueryString;
        if (HttpMethods.IsPost(http.Request.Method) && await Keep(http, rule) is { } kept)
        {
            await Web.Pages.SignInPage.Show(http, back, kept, StatusCodes.Status401Unauthorized).ExecuteAsync(http);
            return;
        }
        http.Response.Redirect(
            "/sign-in?back=" + Uri.EscapeDataString(HttpMethods.IsGet(http.Request.Method) ? back : "/")
        );
    }

    private static async Task<string?> Keep(HttpContext http, RouteRule? rule)
    {
        if (
            http.Request.ContentType?.StartsWith(
                "application/x-www-form-urlencoded",
                StringComparison.OrdinalIgnoreCase
            ) != true
        )
            return null;
        if (http.Request.ContentLength is null or > LongestKept || !IsOurs(http))
            return null;
        var sent = await http.Request.ReadFormAsync(http.RequestAborted);
        // A password is typed again rather than sent back and forth.
        var fields = sent.Where(f => f.Key != "__RequestVerificationToken" && !IsPassword(f.Key))
            .ToDictionary(f => f.Key, f => f.Value.ToArray());
        var labels = rule?.Labelled?.Invoke() ?? [];
        var kept = new KeptForm(http.Request.Path, fields!)
        {
            Labels = labels
                .Where(field => field.Label.Length > 0)
                .ToDictionary(field => field.Name, field => field.Label),
            LacksPassword = sent.Any(f => IsPassword(f.Key) && f.Value.ToString().Length > 0),
        };
        return Protector(http).Protect(JsonSerializer.Serialize(kept), TimeSpan.FromHours(12));
    }

    private static bool IsPassword(string field) => field.EndsWith("password", StringComparison.Ordinal);

    // The cookie stays away from what another site posts, so that it looks like a form whose sign-in ran out. Kept, it would put a
    // stranger's words before somebody who has just signed in.
    public static bool IsOurs(HttpContext http) =>
        http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
        && (
            http.Request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value)
        );

    /// <summary>What was kept, for whoever is signed in by now and sends it from a page of ours; else null.</summary>
    public static KeptForm? Waiting(HttpContext http, string? kept) =>
        http.Features.Get<Contracts.Web.ICaller>() is not null && IsOurs(http) ? Open(http, kept) : null;

    /// <summary>Opens what was kept; null when it is not ours or too old.</summary>
    public static KeptForm? Open(HttpContext http, string? kept)
    {
        if (string.IsNullOrEmpty(kept))
            return null;
        try
        {
            return JsonSerializer.Deserialize<KeptForm>(Protector(http).Unprotect(kept));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static ITimeLimitedDataProtector Protector(HttpContext http) =>
        http
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("CoProd.KeptForm")
            .ToTimeLimitedDataProtector();
}

/// <summary>A form that waits for its sender to sign in.</summary>
public sealed record KeptForm(string Path, Dictionary<string, string[]> Fields)
{
    /// <summary>What people call the fields, in the form's own order.</summary>
    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>A password was typed. Sent without it, the form could mean something else.</summary>
    public bool LacksPassword { get; init; }

    /// <summary>What was typed, field by field, as people call them: a day, a month and a year are one date. Ids say nothing to anybody.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<(string Label, string Value)> Typed =>
        Labels
            .Select(label => (Label: label.Value.Capital(), Value: Value(label.Key)))
            .Where(typed => typed.Value.Length > 0);

    private string Value(string field)
    {
        var whole = Of(field);
        var date = string.Join(' ', new[] { "-day", "-month", "-year" }.Select(part => Of(field + part))).Trim();
        return whole.Length > 0
            ? Of(field + "Currency") is { Length: > 0 } currency
                ? $"{currency} {whole}"
                : whole
            : date;
    }

    private string Of(string field) =>
        string.Join(
            ", ",
            Fields.GetValueOrDefault(field, []).Where(v => !string.IsNullOrWhiteSpace(v) && !Guid.TryParse(v, out _))
        );
}
