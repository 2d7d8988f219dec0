using System.Security.Cryptography;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web.Accounts;

/// <summary>
/// The recovery codes, once: for a quarter of an hour after they were made, in the browser they were made in. They travel to their page in
/// a sealed cookie that nothing but this page is sent; on our side only hashes are kept.
/// </summary>
internal static class RecoveryCodes
{
    public const string Path = "/account/second-step/codes";

    private const string Cookie = "coprod.codes";

    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);

    public static void Keep(HttpContext http, Guid account, IReadOnlyList<string> codes) =>
        http.Response.Cookies.Append(
            Cookie,
            Protector(http, account).Protect(string.Join(' ', codes), Shown),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = Shown,
                Path = Path,
                IsEssential = true,
            }
        );

    public static Task<IResult?> Show(IVisit visit)
    {
        IReadOnlyList<string> codes = Kept(visit)?.Split(' ') ?? [];
        return Task.FromResult<IResult?>(visit.Page<RecoveryCodesPage>(("Codes", codes), ("Next", "/account")));
    }

    private static string? Kept(IVisit visit)
    {
        try
        {
            return visit.Http.Request.Cookies[Cookie] is { } kept
                ? Protector(visit.Http, visit.Caller.AccountId).Unprotect(kept)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Of one account: who signs in after somebody else at the same machine sees none of theirs.
    private static ITimeLimitedDataProtector Protector(HttpContext http, Guid account) =>
        http
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("CoProd.RecoveryCodes", account.ToString())
            .ToTimeLimitedDataProtector();
}
