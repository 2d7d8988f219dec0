using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace CoProd.Host.Security;

/// <summary>Lets somebody in, or not.</summary>
internal sealed class SignIn(UserManager<Account> users, IPasswordHasher<Account> hasher)
{
    public const string StampClaim = "stamp";

    // A name nobody has costs as much time as one somebody has: the answer's delay gives nothing away.
    private static readonly Account Nobody = new() { PasswordHash = null };

    public async Task<SignInAnswer> Try(string userName, string password)
    {
        var account = await users.FindByNameAsync(userName);
        if (account is null or { Disabled: true } or { PasswordHash: null })
        {
            hasher.HashPassword(Nobody, password);
            return new SignInAnswer(null, Locked: false);
        }
        if (await users.IsLockedOutAsync(account))
            return new SignInAnswer(null, Locked: true);
        if (await users.CheckPasswordAsync(account, password))
        {
            await users.ResetAccessFailedCountAsync(account);
            return new SignInAnswer(account, Locked: false);
        }
        await users.AccessFailedAsync(account);
        return new SignInAnswer(null, Locked: await users.IsLockedOutAsync(account));
    }

    public static Task Let(HttpContext http, Account account) =>
        http.SignInAsync(
            IdentityConstants.ApplicationScheme,
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()),
                        new Claim(ClaimTypes.Name, account.UserName),
                        new Claim(StampClaim, account.SecurityStamp),
                    ],
                    IdentityConstants.ApplicationScheme
                )
            ),
            new AuthenticationProperties { IsPersistent = true }
        );
}

/// <summary>The account when the password was right; whether too many guesses closed it for a while.</summary>
internal sealed record SignInAnswer(Account? Account, bool Locked);
