using System.Net;
using System.Security.Cryptography;
using System.Text;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using OtpNet;

namespace CoProd.Host.Security;

/// <summary>
/// The second step of signing in: six figures from an app on the person's phone (RFC 6238), or one of the recovery codes they keep on
/// paper. Either is taken once.
/// </summary>
internal sealed class SecondSteps(
    Database host,
    IDataProtectionProvider protection,
    Guesses guesses,
    HashGate gate,
    TimeProvider clock
)
{
    public const int RecoveryCodes = 8;

    private const int KeyBytes = 20;

    // A code has 58 bits; with so many rounds each try at a stolen hash costs what 75 bits would.
    private const int Rounds = 100_000;

    private const string Insert = """
        insert into second_step (account_id, sealed_key, last_used, recovery_salt, started_at)
        values (@account, @SealedKey, @LastUsed, @Salt, @Now) on conflict (account_id) do nothing
        """;

    private const string InsertCode = "insert into recovery_code (account_id, hash) values (@account, @hash)";

    private const string ForgetCodes = "delete from recovery_code where account_id = @account";

    private const string Forget = "delete from second_step where account_id = @account";

    private const string NewSalt = "update second_step set recovery_salt = @salt where account_id = @account";

    private const string Find = """
        select s.sealed_key, s.recovery_salt, s.started_at,
            (select count(*) from recovery_code r where r.account_id = s.account_id and r.used_at is null) as codes_left
        from second_step s where s.account_id = @account
        """;

    private const string UseCode =
        "update second_step set last_used = @step where account_id = @account and last_used < @step";

    private const string UseRecovery = """
        update recovery_code set used_at = @Now where account_id = @account and hash = @hash and used_at is null
        """;

    /// <summary>A new key for somebody's phone, sealed: their page carries it until they show that the phone has it.</summary>
    public string Offer(Guid account) => Offered(account).Protect(NewKey(), TimeSpan.FromHours(1));

    /// <summary>The key as a phone takes it (base 32); null when it is not ours, too old or another account's.</summary>
    public string? Read(string? offered, Guid account)
    {
        try
        {
            return string.IsNullOrEmpty(offered) ? null : Offered(account).Unprotect(offered);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Turns it on where the code shows that the phone has the key; gives the recovery codes, or null where it does not.</summary>
    /// <exception cref="BusyException">Too many at this moment.</exception>
    public async Task<IReadOnlyList<string>?> TurnOn(Guid account, string key, string code, CancellationToken ct)
    {
        if (Step(key, code) is not { } step)
            return null;
        var (codes, salt, hashes) = await NewCodes(ct);
        var row = new
        {
            account,
            SealedKey = Kept(account).Protect(key),
            LastUsed = step,
            Salt = salt,
        };
        var turnedOn = await host.Write(
            w =>
            {
                var asked = new DynamicParameters(row);
                asked.Add("Now", w.Now);
                // Another page of theirs was first: its key and codes hold.
                if (w.Connection.Execute(Insert, asked) != 1)
                    return false;
                PutCodes(w, account, hashes);
                AccountEvents.Put(w, account, AccountEventKind.SecondStepOn);
                return true;
            },
            ct
        );
        return turnedOn ? codes : null;
    }

    /// <summary>Fresh recovery codes; the old ones open nothing any more. Null where there is no second step.</summary>
    /// <exception cref="BusyException">Too many at this moment.</exception>
    public async Task<IReadOnlyList<string>?> Renew(Guid account, CancellationToken ct)
    {
        var (codes, salt, hashes) = await NewCodes(ct);
        var renewed = await host.Write(
            w =>
            {
                if (w.Connection.Execute(NewSalt, new { account, salt }) != 1)
                    return false;
                PutCodes(w, account, hashes);
                AccountEvents.Put(w, account, AccountEventKind.RecoveryCodesRenewed);
                return true;
            },
            ct
        );
        return renewed ? codes : null;
    }

    /// <summary>Takes it away; false where there was none.</summary>
    public static bool TurnOff(IWriting w, Guid account, Guid? by = null)
    {
        w.Connection.Execute(ForgetCodes, new { account });
        if (w.Connection.Execute(Forget, new { account }) != 1)
            return false;
        AccountEvents.Put(w, account, AccountEventKind.SecondStepOff, by);
        return true;
    }

    public Task<SecondStepRow?> Of(Guid account, CancellationToken ct) =>
        host.Read(c => c.QuerySingleOrDefaultAsync<SecondStepRow>(Find, new { account }), ct);

    /// <summary>Whether what was typed is the code of this moment, or a recovery code. It counts as a guess before it is looked at.</summary>
    /// <exception cref="BusyException">Too many at this moment.</exception>
    public async Task<StepAnswer> Try(Guid account, string typed, IPAddress? address, CancellationToken ct)
    {
        if (await guesses.MakeAtStep(account, address, ct) is not { } guess)
            return StepAnswer.Closed;
        var answer = await Look(account, typed, ct);
        if (answer is StepAnswer.Code or StepAnswer.Recovery)
            await guesses.Right(guess, ct);
        return answer;
    }

    private async Task<StepAnswer> Look(Guid account, string typed, CancellationToken ct)
    {
        if (await Of(account, ct) is not { } row)
            return StepAnswer.Wrong;
        if (KeyOf(row, account) is { } key && Step(key, typed) is { } step)
            return await host.Write(w => w.Connection.Execute(UseCode, new { account, step }) == 1, ct)
                ? StepAnswer.Code
                : StepAnswer.UsedBefore;
        if (ReadableCode.Plain(typed) is not { } plain)
            return StepAnswer.Wrong;
        var hash = await gate.Run(() => Hash(plain, row.RecoverySalt), ct);
        return await host.Write(w => UseUp(w, account, hash), ct) ? StepAnswer.Recovery : StepAnswer.Wrong;
    }

    private static bool UseUp(IWriting w, Guid account, string hash)
    {
        var used = new
        {
            account,
            hash,
            w.Now,
        };
        if (w.Connection.Execute(UseRecovery, used) != 1)
            return false;
        AccountEvents.Put(w, account, AccountEventKind.RecoveryCodeUsed);
        return true;
    }

    // The half minute whose code was typed; one before and one after count too, for clocks differ.
    private long? Step(string key, string typed)
    {
        var figures = new string([.. typed.Where(sign => !char.IsWhiteSpace(sign))]);
        if (figures.Length != 6 || !figures.All(char.IsAsciiDigit))
            return null;
        var totp = new Totp(Base32Encoding.ToBytes(key));
        return totp.VerifyTotp(clock.GetUtcNow().UtcDateTime, figures, out var step, new VerificationWindow(1, 1))
            ? step
            : null;
    }

    private async Task<(IReadOnlyList<string> Codes, string Salt, IReadOnlyList<string> Hashes)> NewCodes(
        CancellationToken ct
    )
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => ReadableCode.New()).ToList();
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var hashes = await gate.Run(() => codes.Select(code => Hash(ReadableCode.Plain(code)!, salt)).ToList(), ct);
        return (codes, salt, hashes);
    }

    private static void PutCodes(IWriting w, Guid account, IReadOnlyList<string> hashes)
    {
        w.Connection.Execute(ForgetCodes, new { account });
        foreach (var hash in hashes)
            w.Connection.Execute(InsertCode, new { account, hash });
    }

    private static string Hash(string plain, string salt) =>
        Convert.ToHexStringLower(
            Rfc2898DeriveBytes.Pbkdf2(plain, Encoding.ASCII.GetBytes(salt), Rounds, HashAlgorithmName.SHA256, 32)
        );

    private static string NewKey() => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(KeyBytes));

    private string? KeyOf(SecondStepRow row, Guid account)
    {
        try
        {
            return Kept(account).Unprotect(row.SealedKey);
        }
        catch (CryptographicException)
        {
            // The keys of the installation are gone. Recovery codes still open, and an administrator can take the step away.
            return null;
        }
    }

    // Sealed for one account: moved to another's row it opens nothing.
    private IDataProtector Kept(Guid account) => protection.CreateProtector("CoProd.SecondStep", account.ToString());

    private ITimeLimitedDataProtector Offered(Guid account) =>
        protection.CreateProtector("CoProd.SecondStep.Offered", account.ToString()).ToTimeLimitedDataProtector();
}

/// <summary>Somebody's second step as it is kept.</summary>
internal sealed record SecondStepRow
{
    public string SealedKey { get; init; } = "";

    public string RecoverySalt { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public long CodesLeft { get; init; }
}

/// <summary>What came of a code that was typed.</summary>
internal enum StepAnswer
{
    Wrong,

    /// <summary>Right, and taken once already.</summary>
    UsedBefore,

    /// <summary>Too many wrong ones; not looked at.</summary>
    Closed,
    Code,
    Recovery,
}
