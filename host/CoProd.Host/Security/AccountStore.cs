using CoProd.Contracts;
using CoProd.Host.Data;
using Dapper;
using Microsoft.AspNetCore.Identity;

namespace CoProd.Host.Security;

/// <summary>ASP.NET Core Identity's stores on Dapper.</summary>
internal sealed class AccountStore(Database host)
    : IUserPasswordStore<Account>,
        IUserSecurityStampStore<Account>,
        IUserPasskeyStore<Account>
{
    private const string Columns = """
        id, user_name, display_name, role, own_role_id, person_id, password_hash, security_stamp, disabled, email, wants_digest,
            exists (select 1 from second_step s where s.account_id = account.id) as has_second_step,
            exists (select 1 from account_login l where l.account_id = account.id and l.made_account = true) as by_sso,
            exists (select 1 from second_step_role r where r.role = account.role) as needs_second_step,
            (select changes from role_change) as role_changes,
            coalesce((select max(x.level) from innovation_access x where x.account_id = account.id), 0) as most_access,
            coalesce((select min(x.level) from innovation_access x where x.account_id = account.id), 0) as least_access
        """;

    private const string ById = $"select {Columns} from account where id = @id";

    private const string ByName = $"select {Columns} from account where user_name_key = @key";

    private const string All = $"select {Columns} from account order by user_name_key limit 1000";

    // More than a family shares an address.
    private const string ByNameOrAddress = $"""
        select {Columns} from account where user_name_key = @key or lower(email) = @address order by id limit 10
        """;

    private const string Insert = """
        insert into account (id, user_name, user_name_key, display_name, role, own_role_id, person_id, password_hash,
            security_stamp, disabled, email, created_at)
        values (@Id, @UserName, @Key, @DisplayName, @Role, @OwnRoleId, @PersonId, @PasswordHash, @SecurityStamp, @Disabled, @Email, @Now)
        on conflict do nothing
        """;

    private const string Update = """
        update account set user_name = @UserName, user_name_key = @Key, display_name = @DisplayName, role = @Role,
            own_role_id = @OwnRoleId, person_id = @PersonId, password_hash = @PasswordHash, security_stamp = @SecurityStamp, disabled = @Disabled
        where id = @Id
        """;

    private readonly Passkeys passkeys = new(host);

    public Task<Account?> Find(Guid id, CancellationToken ct) => host.Read(c => On(c, id), ct);

    /// <summary>The account, on a connection that is read from anyway.</summary>
    public static Task<Account?> On(System.Data.Common.DbConnection connection, Guid id) =>
        connection.QuerySingleOrDefaultAsync<Account>(ById, new { id });

    public async Task<IReadOnlyList<Account>> List(CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<Account>(All), ct)).AsList();

    public async Task<bool> Any(CancellationToken ct) =>
        await host.Read(c => c.ExecuteScalarAsync<long>("select count(*) from (select 1 from account limit 1) t"), ct)
        > 0;

    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        if (user.Id == Guid.Empty)
            user.Id = Guid.CreateVersion7();
        // Two who take a name at the same moment both found it free.
        return await host.Write(w => w.Connection.Execute(Insert, Row(user, w.Now)), cancellationToken) == 1
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityErrorDescriber().DuplicateUserName(user.UserName));
    }

    /// <summary>Makes it within another write. The name is free: whoever calls has looked within the same.</summary>
    public static int Put(Contracts.Data.IWriting w, Account user) => w.Connection.Execute(Insert, Row(user, w.Now));

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        await host.Write(w => w.Connection.Execute(Update, Row(user, w.Now)), cancellationToken);
        return IdentityResult.Success;
    }

    // An account that did something stays, disabled: its id is a tombstone.
    public async Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken)
    {
        user.Disabled = true;
        return await UpdateAsync(user, cancellationToken);
    }

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? Find(id, cancellationToken) : Task.FromResult<Account?>(null);

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        host.Read(
            c => c.QuerySingleOrDefaultAsync<Account>(ByName, new { key = Words.Fold(normalizedUserName) }),
            cancellationToken
        );

    /// <summary>The accounts of this user name or address.</summary>
    public async Task<IReadOnlyList<Account>> Called(string typed, CancellationToken ct) =>
        (
            await host.Read(
                c =>
                    c.QueryAsync<Account>(
                        ByNameOrAddress,
                        new { key = Words.Fold(typed), address = typed.ToLowerInvariant() }
                    ),
                ct
            )
        ).AsList();

    private static object Row(Account user, DateTimeOffset now) =>
        new
        {
            user.Id,
            user.UserName,
            Key = Words.Fold(user.UserName),
            user.DisplayName,
            Role = user.Role.ToString(),
            user.OwnRoleId,
            user.PersonId,
            user.PasswordHash,
            user.SecurityStamp,
            user.Disabled,
            user.Email,
            Now = now,
        };

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.UserName);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        Done(() => user.UserName = userName ?? "");

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(Words.Fold(user.UserName));

    // The folded name is computed when the row is written.
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) =>
        Done(() => user.PasswordHash = passwordHash);

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) =>
        Done(() => user.SecurityStamp = stamp);

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SecurityStamp);

    private static Task Done(Action change)
    {
        change();
        return Task.CompletedTask;
    }

    // What Identity's own judge of passkeys reads. They are kept, counted and taken away by Passkeys, which tells their owner in the same write.
    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await passkeys.Of(user.Id, cancellationToken)).Select(row => row.Info)];

    public async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.Find(Passkeys.Written(credentialId), cancellationToken) is { } row
            ? await Find(row.AccountId, cancellationToken)
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        Account user,
        byte[] credentialId,
        CancellationToken cancellationToken
    ) =>
        await passkeys.Find(Passkeys.Written(credentialId), cancellationToken) is { } row && row.AccountId == user.Id
            ? row.Info
            : null;

    public async Task AddOrUpdatePasskeyAsync(
        Account user,
        UserPasskeyInfo passkey,
        CancellationToken cancellationToken
    )
    {
        if (!await passkeys.Add(user.Id, passkey, passkey.Name ?? "", cancellationToken))
            await passkeys.Use(user.Id, passkey, cancellationToken);
    }

    public async Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await passkeys.Find(Passkeys.Written(credentialId), cancellationToken) is { } row)
            await host.Write(w => Passkeys.Remove(w, user.Id, row.Id), cancellationToken);
    }

    public void Dispose() { }
}
