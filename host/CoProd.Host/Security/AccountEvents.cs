using CoProd.Contracts.Data;
using CoProd.Host.Data;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Security;

/// <summary>What can happen to an account that its owner should know of.</summary>
internal enum AccountEventKind
{
    PasswordChanged,
    SecondStepOn,
    SecondStepOff,
    RecoveryCodeUsed,
    RecoveryCodesRenewed,
    AddressChanged,
    WayInGiven,
    LoginLinked,
    LoginUnlinked,
    RoleChanged,
    AccessGiven,
    AccessEnded,
    PasskeyAdded,
    PasskeyRemoved,
    PasskeyRefused,
}

/// <summary>What happened to an account: shown on its owner's page, and said at the next sign-in where somebody else did it.</summary>
internal sealed class AccountEvents(Database host)
{
    private const string Insert = """
        insert into account_event (id, account_id, kind, by_id, happened_at) values (@id, @account, @Kind, @by, @Now)
        """;

    private const string HasAddress = "select count(*) from account where id = @account and email is not null";

    private const string Latest = """
        select e.kind, e.by_id, e.happened_at, u.display_name as by_name
        from account_event e left join account u on u.id = e.by_id
        where e.account_id = @account order by e.happened_at desc, e.id desc limit 20
        """;

    private const string Untold = """
        select e.kind, e.by_id, e.happened_at, u.display_name as by_name
        from account_event e left join account u on u.id = e.by_id
        where e.account_id = @account and e.by_id is not null and e.told_at is null order by e.happened_at
        """;

    private const string Told = """
        update account_event set told_at = @Now where account_id = @account and by_id is not null and told_at is null
        """;

    /// <param name="w">The write that does it.</param>
    /// <param name="account">Whose account.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="by">Who did it, where it was not the owner; the empty id for the console.</param>
    public static void Put(IWriting w, Guid account, AccountEventKind kind, Guid? by = null)
    {
        var id = Guid.CreateVersion7();
        w.Connection.Execute(
            Insert,
            new
            {
                id,
                account,
                Kind = kind.ToString(),
                by = by == account ? null : by,
                w.Now,
            }
        );
        // The way in is a mail or a paper already.
        if (kind != AccountEventKind.WayInGiven && w.Connection.ExecuteScalar<long>(HasAddress, new { account }) == 1)
            Mail.Mails.Put(w, Mail.MailKind.Notice, account, id);
    }

    public async Task<IReadOnlyList<AccountEventRow>> List(Guid account, CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<AccountEventRow>(Latest, new { account }), ct)).AsList();

    /// <summary>What somebody else did to the account since its owner was last here, as one text; null when nothing.</summary>
    public async Task<string?> Tell(Guid account, CancellationToken ct)
    {
        var rows = (await host.Read(c => c.QueryAsync<AccountEventRow>(Untold, new { account }), ct)).AsList();
        if (rows.Count == 0)
            return null;
        await host.Write(w => w.Connection.Execute(Told, new { account, w.Now }), ct);
        return string.Join(' ', rows.Select(row => row.Sentence).Distinct());
    }
}

/// <summary>Something that happened to an account.</summary>
internal sealed record AccountEventRow
{
    public AccountEventKind Kind { get; init; }

    public Guid? ById { get; init; }

    public string? ByName { get; init; }

    public DateTimeOffset HappenedAt { get; init; }

    public string Sentence
    {
        get
        {
            var by = ById == Guid.Empty ? T["whoever looks after this computer system"] : ByName;
            return (Kind, by) switch
            {
                (AccountEventKind.PasswordChanged, null) => T["You changed your password."],
                (AccountEventKind.PasswordChanged, _) => T["Your password was changed by {0}.", by],
                (AccountEventKind.SecondStepOn, _) => T["You turned the second step on."],
                (AccountEventKind.SecondStepOff, null) => T["You turned the second step off."],
                (AccountEventKind.SecondStepOff, _) => T[
                    "The second step of your account was taken away by {0}. You sign in with your password alone until you turn it on again. If you did not ask for this, tell them.",
                    by
                ],
                (AccountEventKind.RecoveryCodeUsed, _) => T["A recovery code was used to sign in."],
                (AccountEventKind.RecoveryCodesRenewed, _) => T["You made new recovery codes."],
                (AccountEventKind.AddressChanged, null) => T["You gave another address."],
                (AccountEventKind.AddressChanged, _) => T["Your address was changed by {0}.", by],
                (AccountEventKind.LoginLinked, _) => T[
                    "You let a login of your institution open your account as well."
                ],
                (AccountEventKind.LoginUnlinked, _) => T["You no longer let that login open your account."],
                (AccountEventKind.RoleChanged, _) => T["You were given another role by {0}.", by],
                (AccountEventKind.AccessGiven, _) => T["You were given access to an innovation by {0}.", by],
                (AccountEventKind.AccessEnded, null) => T["You gave up your access to an innovation."],
                (AccountEventKind.AccessEnded, _) => T["Your access to an innovation was ended by {0}.", by],
                (AccountEventKind.PasskeyAdded, _) => T["You added a passkey."],
                (AccountEventKind.PasskeyRemoved, null) => T["You removed a passkey."],
                (AccountEventKind.PasskeyRemoved, _) => T[
                    "A passkey of yours was taken away by {0}. It opens your account no longer; your password does. If you did not ask for this, tell them.",
                    by
                ],
                (AccountEventKind.PasskeyRefused, _) => T[
                    "A passkey of yours was refused: its device counts backwards, as a copy of it would. Remove that passkey, and add a new one."
                ],
                (_, null) => T["You got a link to choose a password."],
                (_, _) => T["A way to choose a password was given by {0}.", by],
            };
        }
    }
}
