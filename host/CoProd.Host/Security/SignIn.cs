using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace CoProd.Host.Security;

/// <summary>Lets somebody in, or not.</summary>
internal sealed class SignIn(
    UserManager<Account> users,
    AccountStore accounts,
    IPasswordHasher<Account> hasher,
    TimeProvider clock
)
{
    public const string StampClaim = "stamp";

    // A name nobody has costs as much time as one somebody has: the answer's delay gives nothing away.
    private static readonly Account Nobody = new() { PasswordHash = null };

    public async Task<SignInAnswer> Try(string userName, string password, CancellationToken ct)
    {
        // A name holds no control characters; PostgreSQL would not even look for one.
        var account =
            userName.Length is 0 or > 100 || userName.Any(char.IsControl)
                ? null
                : await users.FindByNameAsync(userName);
        if (account is null or { Disabled: true } or { PasswordHash: null })
        {
            hasher.HashPassword(Nobody, password);
            return new SignInAnswer(null, Locked: false);
        }
        if (!await accounts.MayGuess(account.Id, clock.GetUtcNow(), ct))
            return new SignInAnswer(null, Locked: true);
        if (await users.CheckPasswordAsync(account, password))
        {
            await accounts.ForgetGuesses(account.Id, ct);
            return new SignInAnswer(account, Locked: false);
        }
        return new SignInAnswer(null, Locked: (await accounts.Find(account.Id, ct))?.LockedUntil > clock.GetUtcNow());
    }

    public static async Task Let(HttpContext http, Account account)
    {
        var principal = new ClaimsPrincipal(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()),
                    new Claim(ClaimTypes.Name, account.UserName),
                    new Claim(StampClaim, account.SecurityStamp),
                ],
                IdentityConstants.ApplicationScheme
            )
        );
        await http.SignInAsync(
            IdentityConstants.ApplicationScheme,
            principal,
            new AuthenticationProperties { IsPersistent = true }
        );
        // A form on the page that answers must belong to the person who has just come in.
        http.User = principal;
    }
}

/// <summary>The account when the password was right; whether too many guesses closed it for a while.</summary>
internal sealed record SignInAnswer(Account? Account, bool Locked);
