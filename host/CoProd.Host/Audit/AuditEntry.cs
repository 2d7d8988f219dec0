using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CoProd.Host.Data;

namespace CoProd.Host.Audit;

/// <summary>What kind of thing was done.</summary>
public enum AuditKind
{
    /// <summary>A form was sent, by a page or by the API.</summary>
    Sent,

    /// <summary>A person's record was opened.</summary>
    Read,

    /// <summary>A file was taken away.</summary>
    Downloaded,

    /// <summary>Somebody came in, failed to, or left.</summary>
    SignIn,

    /// <summary>A verb of the console was run.</summary>
    Console,

    /// <summary>CoProd did it by itself: a module came, a rule was applied, words were forgotten.</summary>
    Host,
}

/// <summary>How it ended.</summary>
public enum AuditOutcome
{
    Done,
    Refused,
    Denied,
    Missing,
    Conflict,
    Failed,
}

/// <summary>Something to be noted. It holds ids and the names of routes, modules and settings; never a person's words.</summary>
internal sealed record AuditEntry
{
    public required AuditKind Kind { get; init; }

    /// <summary>The route with its method, the verb, or what CoProd did.</summary>
    public required string Action { get; init; }

    public AuditOutcome Outcome { get; init; } = AuditOutcome.Done;

    /// <summary>The account; <see cref="Guid.Empty"/> for the console, null for nobody.</summary>
    public Guid? Who { get; init; }

    public string ModuleId { get; init; } = "host";

    public Guid? RecordId { get; init; }

    public Guid? InnovationId { get; init; }

    public Guid? PersonId { get; init; }

    /// <summary>A module, a setting, a role: nothing personal.</summary>
    public string Detail { get; init; } = "";

    /// <summary>From which address; kept apart.</summary>
    public string? From { get; init; }
}

/// <summary>An entry as it stands in the trail.</summary>
internal sealed record AuditRow
{
    public long Seq { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid? Who { get; init; }

    public string Kind { get; init; } = "";

    public string Action { get; init; } = "";

    public string ModuleId { get; init; } = "";

    public Guid? RecordId { get; init; }

    public Guid? InnovationId { get; init; }

    public Guid? PersonId { get; init; }

    public string Outcome { get; init; } = "";

    public string Detail { get; init; } = "";

    public Guid? Origin { get; init; }

    public string Seal { get; init; } = "";

    /// <summary>What the seal must be after a row with that seal. Written as a JSON list, so that no two rows read alike.</summary>
    public string SealAfter(string before, byte[] key)
    {
        string?[] all =
        [
            before,
            Seq.ToString(CultureInfo.InvariantCulture),
            (At.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
            Who?.ToString(),
            Kind,
            Action,
            ModuleId,
            RecordId?.ToString(),
            InnovationId?.ToString(),
            PersonId?.ToString(),
            Outcome,
            Detail,
            Origin?.ToString(),
        ];
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, JsonSerializer.SerializeToUtf8Bytes(all)));
    }
}

/// <summary>Personal words that an entry points to.</summary>
internal sealed record AuditWords
{
    public Guid Id { get; init; }

    public Guid? AccountId { get; init; }

    public string Salt { get; init; } = "";

    public string Words { get; init; } = "";

    public static AuditWords Of(Guid? account, string words, byte[] key)
    {
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return new()
        {
            Id = IdOf(account, salt, words, key),
            AccountId = account,
            Salt = salt,
            Words = words,
        };
    }

    public bool IsAsWritten(byte[] key) => Id == IdOf(AccountId, Salt, Words, key);

    private static Guid IdOf(Guid? account, string salt, string words, byte[] key)
    {
        string?[] all = ["words", account?.ToString(), salt, words];
        return MadeId.Of(HMACSHA256.HashData(key, JsonSerializer.SerializeToUtf8Bytes(all)));
    }
}
