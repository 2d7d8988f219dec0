using System.Buffers.Text;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using Dapper;
using Microsoft.AspNetCore.Identity;

namespace CoProd.Host.Security;

/// <summary>The passkeys that open accounts. Whether one is genuine is judged by ASP.NET Core Identity; here they are kept and counted.</summary>
internal sealed class Passkeys(Database host)
{
    /// <summary>More devices than these nobody tells apart.</summary>
    public const int Most = 20;

    public const int LongestName = 60;

    private const string Columns = """
        id, account_id, credential, public_key, sign_count, transports, backup_eligible, backed_up, name, made_at, last_used_at
        """;

    private const string OfAccount = $"""
        select {Columns} from passkey where account_id = @account order by made_at, id
        """;

    private const string ByCredential = $"select {Columns} from passkey where credential = @credential";

    private const string Counted = "select count(*) from passkey where account_id = @account";

    private const string Insert = """
        insert into passkey (id, account_id, credential, public_key, sign_count, transports, backup_eligible, backed_up, name, made_at)
        values (@Id, @account, @Credential, @PublicKey, @SignCount, @Transports, @BackupEligible, @BackedUp, @Name, @Now)
        on conflict (credential) do nothing
        """;

    // Compared where it is written: of two answers with one number, one opens.
    private const string Count = """
        update passkey set sign_count = @count, backed_up = @backedUp, last_used_at = @Now
        where account_id = @account and credential = @credential and (sign_count < @count or (sign_count = 0 and @count = 0))
        """;

    private const string IsThere =
        "select count(*) from passkey where account_id = @account and credential = @credential";

    private const string DeleteOne = "delete from passkey where account_id = @account and id = @id";

    private const string DeleteAll = "delete from passkey where account_id = @account";

    public async Task<IReadOnlyList<PasskeyRow>> Of(Guid account, CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<PasskeyRow>(OfAccount, new { account }), ct)).AsList();

    public Task<PasskeyRow?> Find(string credential, CancellationToken ct) =>
        host.Read(c => c.QuerySingleOrDefaultAsync<PasskeyRow>(ByCredential, new { credential }), ct);

    public Task<long> CountOf(Guid account, CancellationToken ct) =>
        host.Read(c => c.ExecuteScalarAsync<long>(Counted, new { account }), ct);

    /// <summary>Keeps one; false where the account has as many as it may, or somebody has this one already.</summary>
    public Task<bool> Add(Guid account, UserPasskeyInfo made, string name, CancellationToken ct)
    {
        var row = new
        {
            Id = Guid.CreateVersion7(),
            account,
            Credential = Written(made.CredentialId),
            PublicKey = Written(made.PublicKey),
            SignCount = (long)made.SignCount,
            Transports = string.Join(' ', made.Transports ?? []),
            BackupEligible = made.IsBackupEligible,
            BackedUp = made.IsBackedUp,
            Name = name,
        };
        return host.Write(
            w =>
            {
                if (w.Connection.ExecuteScalar<long>(Counted, new { account }) >= Most)
                    return false;
                var asked = new DynamicParameters(row);
                asked.Add("Now", w.Now);
                if (w.Connection.Execute(Insert, asked) != 1)
                    return false;
                AccountEvents.Put(w, account, AccountEventKind.PasskeyAdded);
                return true;
            },
            ct
        );
    }

    /// <summary>One was used, and its answer was found genuine. A device that counts backwards may be a copy: its owner is told.</summary>
    public Task<PasskeyUse> Use(Guid account, UserPasskeyInfo used, CancellationToken ct)
    {
        var credential = Written(used.CredentialId);
        return host.Write(
            w =>
            {
                var asked = new
                {
                    account,
                    credential,
                    count = (long)used.SignCount,
                    backedUp = used.IsBackedUp,
                    w.Now,
                };
                if (w.Connection.Execute(Count, asked) == 1)
                    return PasskeyUse.Taken;
                if (w.Connection.ExecuteScalar<long>(IsThere, new { account, credential }) == 0)
                    return PasskeyUse.Gone;
                AccountEvents.Put(w, account, AccountEventKind.PasskeyRefused);
                return PasskeyUse.CountsBackwards;
            },
            ct
        );
    }

    /// <summary>Takes one away; false where it was not theirs.</summary>
    public static bool Remove(IWriting w, Guid account, Guid id, Guid? by = null)
    {
        if (w.Connection.Execute(DeleteOne, new { account, id }) != 1)
            return false;
        AccountEvents.Put(w, account, AccountEventKind.PasskeyRemoved, by);
        return true;
    }

    /// <summary>Takes all of an account away; tells how many.</summary>
    public static int RemoveAll(IWriting w, Guid account, Guid? by = null)
    {
        var removed = w.Connection.Execute(DeleteAll, new { account });
        if (removed > 0)
            AccountEvents.Put(w, account, AccountEventKind.PasskeyRemoved, by);
        return removed;
    }

    /// <summary>Bytes as they stand in the table, and as browsers send them.</summary>
    public static string Written(byte[] bytes) => Base64Url.EncodeToString(bytes);
}

/// <summary>A passkey as it is kept.</summary>
internal sealed record PasskeyRow
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public string Credential { get; init; } = "";

    public string PublicKey { get; init; } = "";

    public long SignCount { get; init; }

    public string Transports { get; init; } = "";

    public bool BackupEligible { get; init; }

    public bool BackedUp { get; init; }

    /// <summary>What its owner calls it.</summary>
    public string Name { get; init; } = "";

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>
    /// As Identity takes it. Its count is left at nought: that the number grows is asked where it is written (<see cref="Passkeys.Use"/>), so
    /// that a copied device is told apart from an answer that is merely wrong, and two at the same moment do not both pass.
    /// </summary>
    public UserPasskeyInfo Info =>
        new(
            Base64Url.DecodeFromChars(Credential),
            Base64Url.DecodeFromChars(PublicKey),
            MadeAt,
            signCount: 0,
            Transports.Length == 0 ? [] : Transports.Split(' '),
            isUserVerified: true,
            BackupEligible,
            BackedUp,
            // How it was made was looked at then, and is not kept.
            attestationObject: [],
            clientDataJson: []
        )
        {
            Name = Name,
        };
}

/// <summary>What came of a genuine answer.</summary>
internal enum PasskeyUse
{
    Taken,

    /// <summary>It was removed meanwhile.</summary>
    Gone,
    CountsBackwards,
}
