using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Security.Sso;

/// <summary>Which login at a provider belongs to which account, and who is let in without having one.</summary>
internal sealed class SsoLogins(Database host)
{
    private const string Find = """
        select issuer, subject, account_id, made_account, linked_at from account_login
        where issuer = @Issuer and subject = @Subject
        """;

    private const string OfAccountSql = """
        select issuer, subject, account_id, made_account, linked_at from account_login where account_id = @account
        """;

    private const string Insert = """
        insert into account_login (issuer, subject, account_id, linked_at, made_account)
        values (@Issuer, @Subject, @account, @Now, @made) on conflict (issuer, subject) do nothing
        """;

    private const string Delete = "delete from account_login where account_id = @account and made_account = false";

    private const string SetRole =
        "update account set role = @role, own_role_id = null where id = @account and role <> @role";

    private const string IsTaken = "select count(*) from account where user_name_key = @key";

    /// <summary>The account of somebody who came from the provider; made where a group of theirs opens the site.</summary>
    public Task<SsoAnswer> Enter(SsoPerson person, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.QuerySingleOrDefault<SsoLogin>(Find, new { person.Issuer, person.Subject }) switch
                {
                    { MadeAccount: true } made => Follow(w, made, person.Role),
                    { } linked => new SsoAnswer(linked.AccountId),
                    null when person.Role is { } role => Make(w, person, role),
                    null => new SsoAnswer(null),
                },
            ct
        );

    public async Task<SsoLogin?> Of(Guid account, CancellationToken ct) =>
        await host.Read(c => c.QuerySingleOrDefaultAsync<SsoLogin>(OfAccountSql, new { account }), ct);

    /// <summary>Ties a login to the account of somebody who is signed in and gave its password; false when it belongs to another.</summary>
    public Task<bool> Link(SsoPerson person, Guid account, CancellationToken ct) =>
        host.Write(
            w =>
            {
                if (w.Connection.QuerySingleOrDefault<SsoLogin>(OfAccountSql, new { account }) is not null)
                    return false;
                if (Put(w, person, account, made: false) != 1)
                    return false;
                AccountEvents.Put(w, account, AccountEventKind.LoginLinked);
                return true;
            },
            ct
        );

    /// <summary>Unties it. An account that was made for a login has no other way in and keeps it.</summary>
    public Task<bool> Unlink(Guid account, CancellationToken ct) =>
        host.Write(
            w =>
            {
                if (w.Connection.Execute(Delete, new { account }) != 1)
                    return false;
                AccountEvents.Put(w, account, AccountEventKind.LoginUnlinked);
                return true;
            },
            ct
        );

    // The role follows the groups. Where none is left, whatever was open closes.
    private static SsoAnswer Follow(IWriting w, SsoLogin login, Role? role)
    {
        if (role is not { } held)
        {
            Sessions.EndAll(w, login.AccountId);
            return new SsoAnswer(null);
        }
        if (w.Connection.Execute(SetRole, new { account = login.AccountId, role = held.ToString() }) == 1)
            Sessions.EndAll(w, login.AccountId);
        return new SsoAnswer(login.AccountId);
    }

    private static SsoAnswer Make(IWriting w, SsoPerson person, Role role)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = FreeName(w, person),
            DisplayName = person.Name.Length > 0 ? person.Name : person.UserName,
            Role = role,
            SecurityStamp = Secret.New(),
        };
        AccountStore.Put(w, account);
        Put(w, person, account.Id, made: true);
        return new SsoAnswer(account.Id);
    }

    // A name that somebody has here already stays theirs: a directory cannot take over an account by calling somebody alike.
    private static string FreeName(IWriting w, SsoPerson person)
    {
        var wanted =
            person.UserName.Length > 0 ? person.UserName
            : person.Name.Length > 0 ? person.Name
            : "sso";
        for (var n = 1; ; n++)
        {
            var name = n == 1 ? wanted : $"{wanted} ({n})";
            if (w.Connection.ExecuteScalar<long>(IsTaken, new { key = Contracts.Words.Fold(name) }) == 0)
                return name;
        }
    }

    private static int Put(IWriting w, SsoPerson person, Guid account, bool made) =>
        w.Connection.Execute(
            Insert,
            new
            {
                person.Issuer,
                person.Subject,
                account,
                made,
                w.Now,
            }
        );
}

/// <summary>A login at a provider that belongs to an account.</summary>
internal sealed record SsoLogin
{
    public string Issuer { get; init; } = "";

    public string Subject { get; init; } = "";

    public Guid AccountId { get; init; }

    /// <summary>The account was made for it: its role follows the groups there.</summary>
    public bool MadeAccount { get; init; }

    public DateTimeOffset LinkedAt { get; init; }
}

/// <summary>The account that opens; null where no rule lets them in.</summary>
internal sealed record SsoAnswer(Guid? Account);
