using System.Text.Json;
using CoProd.Host.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace CoProd.Host.Security;

/// <summary>Lets somebody in by a passkey, or not. It counts as both steps: nothing is asked after it.</summary>
internal sealed class PasskeySignIn(
    IPasskeyHandler<Account> judge,
    PasskeyCeremonies ceremonies,
    Passkeys passkeys,
    AccountStore accounts,
    Guesses guesses
)
{
    /// <summary>What the browser is to ask of the device; null where too many wait.</summary>
    public async Task<string?> Begin(HttpContext http)
    {
        var asked = await judge.MakeRequestOptionsAsync(user: null, http);
        return await ceremonies.Begin(http, account: null, asked.AssertionState!) ? asked.RequestOptionsJson : null;
    }

    /// <param name="http">The request.</param>
    /// <param name="answer">What the device answered, as the browser wrote it down.</param>
    public async Task<PasskeyAnswer> Try(HttpContext http, string answer)
    {
        var ct = http.RequestAborted;
        if (await ceremonies.Take(http, account: null) is not { } state)
            return new PasskeyAnswer(PasskeyTrouble.Late);
        var named = await Named(answer, ct);
        AuditNote.Of(http).RecordId = named?.Id;
        var address = http.Connection.RemoteIpAddress;
        var guess = named is null
            ? await guesses.MakeAtNone(address, ct)
            : await guesses.Make(named.UserName, address, ct);
        if (guess is null)
            return new PasskeyAnswer(PasskeyTrouble.Closed);
        var judged = await judge.PerformAssertionAsync(
            new PasskeyAssertionContext
            {
                HttpContext = http,
                CredentialJson = answer,
                AssertionState = state,
            }
        );
        if (!judged.Succeeded)
            return new PasskeyAnswer(PasskeyTrouble.Wrong);
        if (judged.User.Disabled)
            return new PasskeyAnswer(PasskeyTrouble.Ended);
        var use = await passkeys.Use(judged.User.Id, judged.Passkey, ct);
        if (use == PasskeyUse.CountsBackwards)
            AuditNote.Of(http).Detail = "the device counts backwards";
        if (use != PasskeyUse.Taken)
            return new PasskeyAnswer(use == PasskeyUse.Gone ? PasskeyTrouble.Wrong : PasskeyTrouble.CountsBackwards);
        await guesses.Right(guess, ct);
        return new PasskeyAnswer(judged.User);
    }

    // Whose passkey it says it is. Only for counting guesses: whether that is so is judged afterwards.
    private async Task<Account?> Named(string answer, CancellationToken ct)
    {
        try
        {
            using var read = JsonDocument.Parse(answer);
            return
                read.RootElement.ValueKind == JsonValueKind.Object
                && read.RootElement.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.String
                && id.GetString() is { Length: > 0 and <= 1400 } credential
                && !credential.Contains('\0', StringComparison.Ordinal)
                && await passkeys.Find(credential, ct) is { } row
                ? await accounts.Find(row.AccountId, ct)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is half a surrogate pair in the text.
            return null;
        }
    }
}

/// <summary>What came of an answer: the account, or why not.</summary>
internal sealed record PasskeyAnswer(Account? Account, PasskeyTrouble Trouble = PasskeyTrouble.None)
{
    public PasskeyAnswer(PasskeyTrouble trouble)
        : this(null, trouble) { }
}

/// <summary>Why a passkey opened nothing.</summary>
internal enum PasskeyTrouble
{
    None,

    /// <summary>Nothing waits for this browser's answer: too late, answered already, or asked elsewhere.</summary>
    Late,

    /// <summary>Too many wrong guesses at the account or from the address.</summary>
    Closed,
    Wrong,

    /// <summary>Theirs, and their account has ended.</summary>
    Ended,
    CountsBackwards,
}
