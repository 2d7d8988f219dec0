using CoProd.Host.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CoProd.Testing;

/// <summary>The cookie a person has after signing in, without the second that hashing a password takes.</summary>
internal static class TestCookie
{
    public static async Task<string> For(IServiceProvider services, Account account)
    {
        var options = services
            .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme);
        var secret = await services
            .GetRequiredService<Sessions>()
            .Begin(account.Id, "test", "127.0.0.1", "A test", CancellationToken.None);
        var ticket = new AuthenticationTicket(SignIn.PrincipalOf(account, secret), IdentityConstants.ApplicationScheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }
}
