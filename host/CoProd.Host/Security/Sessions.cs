using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;

namespace CoProd.Host.Security;

/// <summary>Each sign-in, kept here and not in the cookie: it is seen, and ended, at this side.</summary>
internal sealed class Sessions(Database host, InstitutionSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    private const string Columns =
        "s.id, s.account_id, s.method, s.address, s.browser, s.started_at, s.last_used_at, s.ended_at";

    private const string Living = "s.ended_at is null and s.last_used_at > @idleSince and s.started_at > @startedSince";

    private const string Insert = """
        insert into sign_in_session (id, account_id, secret_hash, method, address, browser, started_at, last_used_at)
        values (@Id, @AccountId, @Hash, @Method, @Address, @Browser, @Now, @Now)
        """;

    private const string ByHash = $"select {Columns} from sign_in_session s where s.secret_hash = @hash and {Living}";

    private const string OfAccount = $"""
        select {Columns} from sign_in_session s where s.account_id = @accountId and {Living} order by s.started_at desc limit 100
        """;

    private const string Use = """
        update sign_in_session set last_used_at = @now where id = @Id and ended_at is null and last_used_at < @now
        """;

    private const string EndOne = """
        update sign_in_session set ended_at = @Now where id = @id and account_id = @accountId and ended_at is null
        """;

    private const string EndMany = """
        update sign_in_session set ended_at = @Now where account_id = @accountId and ended_at is null and id <> @except
        """;

    // What is long over tells nobody anything.
    private const string Sweep = "delete from sign_in_session where started_at < @longAgo and last_used_at < @longAgo";

    /// <summary>Begins one; gives the secret that the cookie carries.</summary>
    public async Task<string> Begin(Guid accountId, string method, string address, string browser, CancellationToken ct)
    {
        var secret = Secret.New();
        await host.Write(
            w =>
            {
                w.Connection.Execute(Sweep, new { longAgo = w.Now - TimeSpan.FromDays(400) });
                return w.Connection.Execute(
                    Insert,
                    new
                    {
                        Id = Guid.CreateVersion7(),
                        AccountId = accountId,
                        Hash = Secret.Hash(secret),
                        Method = method,
                        Address = address,
                        Browser = browser,
                        w.Now,
                    }
                );
            },
            ct
        );
        return secret;
    }

    /// <summary>The session of a secret and its account, unless it was ended, lay idle too long or is too old. One visit to the database.</summary>
    public Task<(SessionRow Session, Account Account)?> Find(string secret, CancellationToken ct)
    {
        var (idleSince, startedSince) = Limits();
        return host.Read<(SessionRow, Account)?>(
            async c =>
            {
                var session = await c.QuerySingleOrDefaultAsync<SessionRow>(
                    ByHash,
                    new
                    {
                        hash = Secret.Hash(secret),
                        idleSince,
                        startedSince,
                    }
                );
                return session is not null && await AccountStore.On(c, session.AccountId) is { } account
                    ? (session, account)
                    : null;
            },
            ct
        );
    }

    /// <summary>Notes that it is used, once a minute. A page is not refused because that could not be written.</summary>
    public async Task Note(SessionRow session, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now - session.LastUsedAt < NotedEvery)
            return;
        try
        {
            await host.Write(w => w.Connection.Execute(Use, new { session.Id, now }), ct);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException)
        {
            // The next request tries again.
        }
    }

    public async Task<IReadOnlyList<SessionRow>> List(Guid accountId, CancellationToken ct)
    {
        var (idleSince, startedSince) = Limits();
        return (
            await host.Read(
                c =>
                    c.QueryAsync<SessionRow>(
                        OfAccount,
                        new
                        {
                            accountId,
                            idleSince,
                            startedSince,
                        }
                    ),
                ct
            )
        ).AsList();
    }

    public Task<bool> End(Guid id, Guid accountId, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute(
                    EndOne,
                    new
                    {
                        id,
                        accountId,
                        w.Now,
                    }
                ) == 1,
            ct
        );

    /// <summary>Ends all of an account, but for one where one is to go on; tells how many.</summary>
    public Task<int> EndAll(Guid accountId, Guid? except, CancellationToken ct) =>
        host.Write(w => EndAll(w, accountId, except), ct);

    /// <summary>The same within another write.</summary>
    public static int EndAll(Contracts.Data.IWriting w, Guid accountId, Guid? except = null) =>
        w.Connection.Execute(
            EndMany,
            new
            {
                accountId,
                except = except ?? Guid.Empty,
                w.Now,
            }
        );

    private (DateTimeOffset IdleSince, DateTimeOffset StartedSince) Limits()
    {
        var now = clock.GetUtcNow();
        return (
            now - TimeSpan.FromHours(settings.Whole(HostSettings.SessionIdleHours)),
            now - TimeSpan.FromHours(settings.Whole(HostSettings.SessionLongestHours))
        );
    }
}

/// <summary>A sign-in as it is kept.</summary>
internal sealed record SessionRow
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public string Method { get; init; } = "";

    public string Address { get; init; } = "";

    public string Browser { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset LastUsedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
