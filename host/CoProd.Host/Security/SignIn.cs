using System.Security.Claims;
using CoProd.Host.Audit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Security;

/// <summary>Lets somebody in, or not.</summary>
internal sealed class SignIn(UserManager<Account> users, Guesses guesses, Passwords passwords)
{
    public const string SessionClaim = "session";
    public const string ByPassword = "password";
    public const string BySecondStep = "second step";
    public const string BySetup = "setup";
    public const string ByDemo = "demo";
    public const string BySso = "single sign-on";
    public const string ByPasskey = "passkey";

    public async Task<SignInAnswer> Try(HttpContext http, string userName, string password)
    {
        var ct = http.RequestAborted;
        var account = await Find(userName);
        // Whose account somebody tries to open. What was typed is not kept: it may be a password in the wrong field.
        AuditNote.Of(http).RecordId = account?.Id;
        if (await guesses.Make(userName, http.Connection.RemoteIpAddress, ct) is not { } guess)
            return new SignInAnswer(null, Locked: true);
        // Whoever may not come in costs the same time and gets the same words, known or not.
        if (await passwords.Fits(account, password, ct) && account is { Disabled: false })
        {
            await guesses.Right(guess, ct);
            return new SignInAnswer(account, Locked: false);
        }
        return new SignInAnswer(null, Locked: await guesses.IsClosed(userName, ct));
    }

    // A name holds no control characters; PostgreSQL would not even look for one.
    private async Task<Account?> Find(string userName) =>
        userName.Length is 0 or > 100 || userName.Any(char.IsControl) ? null : await users.FindByNameAsync(userName);

    /// <param name="http">The request.</param>
    /// <param name="account">Who came in.</param>
    /// <param name="method">How, as <see cref="SessionRow.Method"/> keeps it.</param>
    public static async Task Let(HttpContext http, Account account, string method)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        var secret = await http
            .RequestServices.GetRequiredService<Sessions>()
            .Begin(
                account.Id,
                method,
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                BrowserWords.Of(agent),
                http.RequestAborted
            );
        var principal = PrincipalOf(account, secret);
        await http.SignInAsync(
            IdentityConstants.ApplicationScheme,
            principal,
            new AuthenticationProperties { IsPersistent = true }
        );
        // A form on the page that answers must belong to the person who has just come in.
        http.User = principal;
    }

    public static ClaimsPrincipal PrincipalOf(Account account, string secret) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()),
                    new Claim(ClaimTypes.Name, account.UserName),
                    new Claim(SessionClaim, secret),
                ],
                IdentityConstants.ApplicationScheme
            )
        );
}

/// <summary>The account when the password was right; whether too many guesses closed it for a while.</summary>
internal sealed record SignInAnswer(Account? Account, bool Locked);
