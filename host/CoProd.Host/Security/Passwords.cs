using Microsoft.AspNetCore.Identity;

namespace CoProd.Host.Security;

/// <summary>Hashes and compares passwords, a few at a time.</summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher, HashGate gate)
{
    // A name nobody has costs as much time as one somebody has: the answer's delay gives nothing away.
    private static readonly Account Nobody = new() { PasswordHash = null };

    /// <exception cref="BusyException">Too many at this moment.</exception>
    public Task<string> Hash(Account account, string password, CancellationToken ct) =>
        gate.Run(() => hasher.HashPassword(account, password), ct);

    /// <summary>Whether it is the account's password; of nobody's account, and of one without a password, it never is.</summary>
    /// <exception cref="BusyException">Too many at this moment.</exception>
    public Task<bool> Fits(Account? account, string password, CancellationToken ct) =>
        gate.Run(
            () =>
            {
                if (account?.PasswordHash is { } hash)
                    return hasher.VerifyHashedPassword(account, hash, password) != PasswordVerificationResult.Failed;
                hasher.HashPassword(Nobody, password);
                return false;
            },
            ct
        );
}
