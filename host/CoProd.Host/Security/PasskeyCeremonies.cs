using CoProd.Host.Data;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Host.Security;

/// <summary>
/// What a browser was asked, until it answers: kept on this side, for five minutes, for the browser that was asked, and taken once. An answer
/// that somebody saw on its way opens nothing a second time or elsewhere.
/// </summary>
internal sealed class PasskeyCeremonies(Database host, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>Begun and not answered, from one address: room for a whole ward behind one, and none for a flood.</summary>
    public const int MostWaiting = 100;

    private const string Cookie = "coprod.passkey";

    private const string Sweep = "delete from passkey_ceremony where expires_at <= @Now";

    private const string Waiting = "select count(*) from passkey_ceremony where begun_from = @from";

    private const string Insert = """
        insert into passkey_ceremony (hash, account_id, state, begun_from, expires_at)
        values (@Hash, @account, @state, @from, @ExpiresAt)
        """;

    private const string Find = """
        select state from passkey_ceremony
        where hash = @hash and expires_at > @Now and coalesce(account_id, @Nobody) = @account
        """;

    private const string Delete = "delete from passkey_ceremony where hash = @hash";

    private readonly SignInCookies cookies = new();

    /// <summary>Begins one; false where too many wait from this address.</summary>
    /// <param name="http">The request of the browser that is asked.</param>
    /// <param name="account">Whose passkey is made; null where somebody signs in.</param>
    /// <param name="state">What is needed to judge the answer.</param>
    public async Task<bool> Begin(HttpContext http, Guid? account, string state)
    {
        var secret = Secret.New();
        var from = Guesses.OfAddress(http.Connection.RemoteIpAddress);
        var begun = await host.Write(
            w =>
            {
                w.Connection.Execute(Sweep, new { w.Now });
                if (w.Connection.ExecuteScalar<long>(Waiting, new { from }) >= MostWaiting)
                    return false;
                w.Connection.Execute(
                    Insert,
                    new
                    {
                        Hash = Secret.Hash(secret),
                        account,
                        state,
                        from,
                        ExpiresAt = w.Now + Life,
                    }
                );
                return true;
            },
            http.RequestAborted
        );
        if (begun)
            cookies.AppendResponseCookie(http, Cookie, secret, Kept(http));
        return begun;
    }

    /// <summary>What waits for this browser's answer; null when nothing does.</summary>
    public async Task<string?> Look(HttpContext http, Guid account)
    {
        if (cookies.GetRequestCookie(http, Cookie) is not { Length: > 0 } secret)
            return null;
        return await host.Read(
            c => c.QuerySingleOrDefaultAsync<string>(Find, Asked(secret, account, clock.GetUtcNow())),
            http.RequestAborted
        );
    }

    /// <summary>The same, and it waits no longer, whatever the answer is worth.</summary>
    public async Task<string?> Take(HttpContext http, Guid? account)
    {
        if (cookies.GetRequestCookie(http, Cookie) is not { Length: > 0 } secret)
            return null;
        cookies.DeleteCookie(http, Cookie, Kept(http));
        return await host.Write(
            w =>
            {
                var asked = Asked(secret, account, w.Now);
                var state = w.Connection.QuerySingleOrDefault<string>(Find, asked);
                return w.Connection.Execute(Delete, asked) == 1 ? state : null;
            },
            http.RequestAborted
        );
    }

    private static object Asked(string secret, Guid? account, DateTimeOffset now) =>
        new
        {
            hash = Secret.Hash(secret),
            account = account ?? Guid.Empty,
            Nobody = Guid.Empty,
            Now = now,
        };

    private static CookieOptions Kept(HttpContext http) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            MaxAge = Life,
            Path = "/",
            IsEssential = true,
        };
}
