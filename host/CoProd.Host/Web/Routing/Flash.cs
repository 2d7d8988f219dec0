using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web.Routing;

/// <summary>A sentence for the next page, carried by a cookie that only this installation can read.</summary>
internal static class Flash
{
    private const string Cookie = "coprod.say";

    public static void Say(HttpContext http, string sentence) =>
        http.Response.Cookies.Append(
            Cookie,
            Protector(http).Protect(sentence),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = TimeSpan.FromMinutes(5),
                IsEssential = true,
            }
        );

    /// <summary>The sentence said, once.</summary>
    public static string? Hear(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } said)
            return null;
        if (!http.Response.HasStarted)
            http.Response.Cookies.Delete(Cookie);
        try
        {
            return Protector(http).Unprotect(said);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("CoProd.Say");
}
