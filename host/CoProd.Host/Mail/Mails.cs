using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Host.Backups;
using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Mail;

/// <summary>What kinds of mail leave.</summary>
internal enum MailKind
{
    Invitation,
    Reset,
    ConfirmAddress,
    Notice,
    Digest,
}

/// <summary>How a mail stands.</summary>
internal enum MailState
{
    Waiting,

    /// <summary>Handed to the server, whose answer is not known yet. It is never handed over again.</summary>
    Sending,
    Sent,

    /// <summary>The server's answer never came: it may have left or not.</summary>
    Doubtful,

    /// <summary>The server refused it, or it could not be brought there in time.</summary>
    Failed,

    /// <summary>Nothing to say any more when its turn came, or its person is not to be contacted.</summary>
    NotNeeded,
}

/// <summary>
/// The outbox: what is to leave waits here and is taken from it before it is handed to the server, once. A kill in between leaves a mail
/// that may have left or not; it is told, and not sent again by itself.
/// </summary>
internal sealed class Mails(Database host, TimeProvider clock) : IAfterRestore, IDisposable
{
    private const string Insert = """
        insert into mail (id, once_key, kind, account_id, subject_id, on_day, state, queued_at, next_try_at)
        values (@Id, @Key, @Kind, @account, @subject, @day, 'Waiting', @Now, @Now) on conflict (once_key) do nothing
        """;

    private const string Columns =
        "m.id, m.kind, m.account_id, m.subject_id, m.on_day, m.state, m.attempts, m.last_error, m.queued_at, m.next_try_at";

    // A time of the next try further away than any that we set was written before the clock was put back.
    private const string Due = $"""
        select {Columns} from mail m
        where m.state = 'Waiting' and (m.next_try_at <= @now or m.next_try_at > @tooFar) order by m.next_try_at, m.id limit 50
        """;

    private const string TakeOne =
        "update mail set state = 'Sending', attempts = attempts + 1, next_try_at = @Now where id = @id and state = 'Waiting'";

    private const string EndOne = """
        update mail set state = @State, last_error = @error, ended_at = @Now where id = @id and state in ('Waiting', 'Sending')
        """;

    private const string PutOffOne = """
        update mail set state = 'Waiting', last_error = @error, next_try_at = @next where id = @id and state in ('Waiting', 'Sending')
        """;

    private const string Doubt = """
        update mail set state = 'Doubtful', ended_at = @Now where state = 'Sending' and (next_try_at < @longAgo or next_try_at > @Now)
        """;

    private const string AfterRestore =
        "update mail set state = 'Doubtful', ended_at = @Now where state in ('Waiting', 'Sending')";

    private const string DigestsOf = "select id from account where wants_digest = true";

    private const string Latest = $"""
        select {Columns}, a.display_name from mail m join account a on a.id = m.account_id order by m.queued_at desc, m.id desc limit 50
        """;

    /// <summary>Longer than any wait that we set.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // Longer than a server is waited for.
    private static readonly TimeSpan LongestSending = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim news = new(0);

    /// <summary>Puts one into the outbox, within another write. Call <see cref="Wake"/> once that is committed.</summary>
    public static bool Put(IWriting w, MailKind kind, Guid account, Guid? subject = null, DateOnly? day = null) =>
        w.Connection.Execute(
            Insert,
            new
            {
                Id = Guid.CreateVersion7(),
                Key = day is { } on ? $"{kind} {account} {on.Iso()}" : $"{kind} {subject}",
                Kind = kind.ToString(),
                account,
                subject,
                day,
                w.Now,
            }
        ) == 1;

    public void Wake()
    {
        if (news.CurrentCount == 0)
            news.Release();
    }

    /// <summary>Waits until something was put in, and a while at most: another process may have put it.</summary>
    public Task Wait(TimeSpan longest, CancellationToken ct) => news.WaitAsync(longest, ct);

    public async Task<IReadOnlyList<MailRow>> DueNow(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (
            await host.Read(c => c.QueryAsync<MailRow>(Due, new { now, tooFar = now + LongestWait * 2 }), ct)
        ).AsList();
    }

    /// <summary>Takes it, with what else must be on disk before it leaves. Of several hosts one gets it.</summary>
    public Task<bool> Take(Guid id, Action<IWriting> with, CancellationToken ct) =>
        host.Write(
            w =>
            {
                if (w.Connection.Execute(TakeOne, new { id, w.Now }) != 1)
                    return false;
                with(w);
                return true;
            },
            ct
        );

    // What has happened is noted even when the service is told to stop meanwhile.
    public Task End(Guid id, MailState state, string? error = null) =>
        host.Write(w =>
            w.Connection.Execute(
                EndOne,
                new
                {
                    id,
                    State = state.ToString(),
                    error,
                    w.Now,
                }
            )
        );

    public Task PutOff(Guid id, TimeSpan by, string error) =>
        host.Write(w =>
            w.Connection.Execute(
                PutOffOne,
                new
                {
                    id,
                    error,
                    next = w.Now + by,
                }
            )
        );

    /// <summary>What was handed over by a process that died before the answer came.</summary>
    public Task NoteDoubtful(CancellationToken ct) =>
        host.Write(w => w.Connection.Execute(Doubt, new { w.Now, longAgo = w.Now - LongestSending }), ct);

    /// <summary>One for this day to everybody who asked for it; none to whom one was made for this day before.</summary>
    public async Task PutDigests(DateOnly day, CancellationToken ct)
    {
        var accounts = (await host.Read(c => c.QueryAsync<Guid>(DigestsOf), ct)).AsList();
        if (
            accounts.Count > 0
            && await host.Write(w => accounts.Count(id => Put(w, MailKind.Digest, id, day: day)), ct) > 0
        )
            Wake();
    }

    public async Task<IReadOnlyList<MailRow>> List(CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<MailRow>(Latest), ct)).AsList();

    /// <summary>A backup brings back what was waiting when it was made. It has left since, most likely: nothing of it leaves by itself.</summary>
    public async Task Apply(Site site, CancellationToken ct)
    {
        await host.Write(w => w.Connection.Execute(AfterRestore, new { w.Now }), ct);
        await PutDigests(clock.Today(), ct);
        await host.Write(w => w.Connection.Execute(AfterRestore, new { w.Now }), ct);
    }

    public void Dispose() => news.Dispose();
}

/// <summary>A mail in the outbox.</summary>
internal sealed record MailRow
{
    public Guid Id { get; init; }

    public MailKind Kind { get; init; }

    public Guid AccountId { get; init; }

    public Guid? SubjectId { get; init; }

    public DateOnly? OnDay { get; init; }

    public MailState State { get; init; }

    public int Attempts { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset NextTryAt { get; init; }

    public string DisplayName { get; init; } = "";
}
