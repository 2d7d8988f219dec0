using System.Data.Common;
using System.Threading.Channels;
using CoProd.Contracts.Data;
using CoProd.Host.Backups;
using CoProd.Host.Data;
using Dapper;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Audit;

/// <summary>
/// The one place where the trail is written. Entries that come while a write is under way wait for the next and share it, so that a busy
/// site pays one commit for many. Whoever awaits <see cref="Append"/> hears back once the entry is on disk; while the disk is full, entries are
/// held in memory and written when there is room again.
/// </summary>
internal sealed class AuditTrail : IAfterRestore, IAsyncDisposable
{
    public const string Forgotten = "words forgotten";

    private const string Last = "select seq, seal from audit order by seq desc limit 1";

    private const string Insert = """
        insert into audit (seq, at, who, kind, action, module_id, record_id, innovation_id, person_id, outcome, detail, origin, seal)
        values (@Seq, @At, @Who, @Kind, @Action, @ModuleId, @RecordId, @InnovationId, @PersonId, @Outcome, @Detail, @Origin, @Seal)
        """;

    private const string InsertWords = """
        insert into audit_words (id, account_id, salt, words, noted_at) values (@Id, @AccountId, @Salt, @Words, @Now)
        """;

    private const int LargestGroup = 256;

    // Reading goes on while the disk is full, for hours perhaps.
    private const int MostHeld = 20_000;

    private readonly Channel<Waiting> waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    private readonly List<Waiting> held = [];
    private readonly Dictionary<(Guid? Account, string Words), Guid> known = [];
    private readonly Database host;
    private readonly TimeProvider clock;
    private readonly ILogger<AuditTrail> log;
    private readonly Task pump;

    public AuditTrail(Database host, HostOptions options, ILogger<AuditTrail> log)
    {
        (this.host, clock, this.log) = (host, options.Clock, log);
        Keys = new AuditKeys(options.DataFolder);
        pump = Task.Run(Pump);
    }

    public AuditKeys Keys { get; }

    /// <summary>Notes it, and returns once it is on disk.</summary>
    public Task Append(AuditEntry entry)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return waiting.Writer.TryWrite(new(entry, Writing.Instant(clock), told)) ? told.Task : Task.CompletedTask;
    }

    /// <summary>Notes it soon, without anybody waiting: for what was only read.</summary>
    public void Note(AuditEntry entry) => waiting.Writer.TryWrite(new(entry, Writing.Instant(clock), null));

    /// <summary>Waits until everything noted so far is on disk.</summary>
    public async Task Settle()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (waiting.Writer.TryWrite(new(null, default, told)))
            await told.Task;
    }

    /// <summary>Forgets the personal words of an account, and notes that they were forgotten.</summary>
    public async Task Forget(Guid account, CancellationToken ct)
    {
        await Settle();
        await host.Write(
            w => w.Connection.Execute("delete from audit_words where account_id = @account", new { account }),
            ct
        );
        await Append(
            new()
            {
                Kind = AuditKind.Host,
                Action = Forgotten,
                RecordId = account,
            }
        );
    }

    /// <summary>
    /// Goes on from what a restore brought, which may be earlier than what the head says. Where the trail stood before is noted in it. Asked
    /// after a restore and never otherwise: it gives up the anchor.
    /// </summary>
    public async Task Apply(Site site, CancellationToken ct)
    {
        await Settle();
        var stood = Keys.Head;
        var last = await host.Read(c => c.QuerySingleOrDefaultAsync<AuditRow>(Last), ct) ?? new AuditRow();
        var stands = new AuditHead(last.Seq, last.Seal);
        // Taken in a quiet moment, both fit, and the trail stays as it was.
        if (stood == stands)
            return;
        Keys.Restart(stands);
        await Append(
            new()
            {
                Kind = AuditKind.Host,
                Action = "restored",
                Who = Guid.Empty,
                Detail = stood is null ? "" : $"before it stood at {stood.Seq}:{stood.Seal}",
            }
        );
    }

    private async Task Pump()
    {
        var group = new List<Waiting>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            group.AddRange(held);
            for (var i = 0; i < LargestGroup && waiting.Reader.TryRead(out var next); i++)
                group.Add(next);
            try
            {
                if (group.Exists(one => one.Entry is not null))
                    Renew(await host.Write(w => Put(w, group)));
                held.Clear();
                group.ForEach(one => one.Told?.TrySetResult());
            }
            catch (DiskFullException)
            {
                Hold(group);
            }
            catch (Exception e)
            {
                log.LogError(e, "The audit trail could not be written");
                group.ForEach(one => one.Told?.TrySetException(e));
            }
        }
    }

    // What changed something is done by now, and what was refused is refused: neither is undone because its note has to wait.
    private void Hold(List<Waiting> group)
    {
        held.Clear();
        held.AddRange(group.Where(one => one.Entry is not null).Take(MostHeld));
        if (group.Count > MostHeld)
            log.LogError("The disk is full for so long that entries of the audit trail are lost");
        group.ForEach(one => one.Told?.TrySetResult());
    }

    // The entries are in; a head that lags behind still holds what it says.
    private void Renew(AuditHead head)
    {
        try
        {
            Keys.Renew(head);
        }
        catch (IOException e) when (host.Disk.Is(e))
        {
            log.LogWarning(e, "The head of the audit trail could not be moved on; the next entry moves it");
        }
    }

    private AuditHead Put(IWriting w, List<Waiting> group)
    {
        var head = w.Connection.QuerySingleOrDefault<AuditRow>(Last) ?? new AuditRow();
        foreach (var (entry, at, _) in group)
        {
            if (entry is not null)
                head = Put(w, entry, at, head);
        }
        return new AuditHead(head.Seq, head.Seal);
    }

    private AuditRow Put(IWriting w, AuditEntry entry, DateTimeOffset at, AuditRow before)
    {
        var row = new AuditRow
        {
            Seq = before.Seq + 1,
            At = at,
            Who = entry.Who,
            Kind = entry.Kind.ToString(),
            Action = Short(entry.Action),
            ModuleId = entry.ModuleId,
            RecordId = entry.RecordId,
            InnovationId = entry.InnovationId,
            PersonId = entry.PersonId,
            Outcome = entry.Outcome.ToString(),
            Detail = Short(entry.Detail),
            Origin = entry.From is { } words ? Origin(w, entry.Who, words) : null,
        };
        row = row with { Seal = row.SealAfter(before.Seal, Keys.Key) };
        w.Connection.Execute(Insert, row);
        return row;
    }

    // What is remembered here may have been erased since, or never have been committed: the table decides.
    private Guid Origin(IWriting w, Guid? account, string words)
    {
        if (known.TryGetValue((account, words), out var id) && IsThere(w.Connection, id))
            return id;
        var made = AuditWords.Of(account, words, Keys.Key);
        w.Connection.Execute(
            InsertWords,
            new
            {
                made.Id,
                made.AccountId,
                made.Salt,
                made.Words,
                w.Now,
            }
        );
        if (known.Count > 10_000)
            known.Clear();
        known[(account, words)] = made.Id;
        return made.Id;
    }

    private static bool IsThere(DbConnection connection, Guid id) =>
        connection.ExecuteScalar<long>("select count(*) from audit_words where id = @id", new { id }) == 1;

    private static string Short(string text) => text.Length <= 300 ? text : text[..300];

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await pump;
        if (held.Count > 0)
            log.LogError("{Count} entries of the audit trail are lost: the disk was full until the end", held.Count);
        if (Keys.Head is { } head)
            Keys.Renew(head, flush: true);
    }

    private sealed record Waiting(AuditEntry? Entry, DateTimeOffset At, TaskCompletionSource? Told);
}
