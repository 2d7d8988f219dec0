using System.Globalization;
using System.Security.Cryptography;
using CoProd.Host.Audit;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Backups;

/// <summary>
/// Once a night a backup, inside the service. The day of the last is kept, so a restart neither skips nor repeats it; a new installation
/// makes its first in the night that follows. One that fails is told to administrators and tried again later, less and less often.
/// </summary>
internal sealed class ScheduledBackups(
    HostOptions options,
    InstitutionSettings settings,
    IDataProtectionProvider protection,
    AuditTrail trail,
    ILogger<ScheduledBackups> log
) : BackgroundService
{
    private const string PassphraseName = "host.backup-passphrase";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim news = new(0);
    private readonly SemaphoreSlim one = new(1);
    private volatile bool asked;

    // What could not even be noted in the database, which may be what failed.
    private BackupTrouble? unwritten;

    /// <summary>How many are kept; 0 where none are made.</summary>
    public int Kept => settings.Whole(HostSettings.BackupsKept);

    /// <summary>Where they lie.</summary>
    public string Folder => FolderOf(options.DataFolder, settings.Find(HostSettings.BackupFolder));

    public bool HasPassphrase => settings.Find(PassphraseName) is { Length: > 0 };

    /// <summary>How they stand; null where nobody has looked yet.</summary>
    public BackupState? State =>
        BackupState.Read(settings.Find(BackupState.Setting)) is { } kept
            ? kept with
            {
                Trouble = unwritten ?? kept.Trouble,
            }
            : null;

    /// <summary>Whether one is wanted at once, or is being made.</summary>
    public bool IsUnderWay => asked || one.CurrentCount == 0;

    public static string FolderOf(string dataFolder, string? named) =>
        Path.GetFullPath(
            Path.Combine(dataFolder, string.IsNullOrEmpty(named) ? HostSettings.BackupFolderDefault : named)
        );

    /// <summary>Why backups cannot lie there; null when they can.</summary>
    public static string? Refusal(string dataFolder, string named)
    {
        var folder = FolderOf(dataFolder, named);
        var under = Path.GetRelativePath(Path.GetFullPath(dataFolder), folder).Replace('\\', '/');
        var isInside =
            under == "."
            || !(under.StartsWith("../", StringComparison.Ordinal) || under == ".." || Path.IsPathRooted(under));
        if (isInside && under.Split('/')[0] != HostSettings.BackupFolderDefault)
            return Texts.T[
                "Within the data folder, only “backups” goes into no backup itself. Choose that, or a folder elsewhere."
            ];
        try
        {
            OwnFolder.Make(folder);
            var trial = Path.Combine(folder, ".coprod-trial-" + Guid.CreateVersion7().ToString("N"));
            OwnFolder.NewFile(trial).Dispose();
            File.Delete(trial);
            return null;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Texts.T["Nothing can be written into {0}: {1}", folder, e.Message];
        }
    }

    /// <summary>Has one made at once.</summary>
    public void Ask()
    {
        asked = true;
        news.Release();
    }

    /// <summary>
    /// Keeps the passphrase that backups are encrypted with from now on; empty for none. It is sealed with the keys of this installation, which
    /// are in each backup: whoever restores one elsewhere types it, and the nights go on there as here.
    /// </summary>
    public Task KeepPassphrase(string passphrase, CancellationToken ct) =>
        settings.Set(PassphraseName, passphrase.Length == 0 ? "" : Protector.Protect(passphrase), ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunIfDue(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "It could not be seen whether a backup is due; it is tried again");
            }
            await news.WaitAsync(LookEvery, stoppingToken);
        }
    }

    /// <summary>What the service does every few minutes.</summary>
    public async Task RunIfDue(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            var now = options.Clock.GetLocalNow();
            var today = DateOnly.FromDateTime(now.DateTime);
            await settings.Load(ct);
            if (State is not { } state)
            {
                state = new BackupState { LastDay = today };
                await settings.Set(BackupState.Setting, state.Written(), ct);
            }
            var due =
                state.LastDay != today
                && now.Hour >= settings.Whole(HostSettings.BackupHour)
                && state.Trouble?.Rests(now) != true;
            if (Kept > 0 && (due || asked))
                await Make(state, now, today, ct);
        }
        finally
        {
            asked = false;
            one.Release();
        }
    }

    private async Task Make(BackupState state, DateTimeOffset now, DateOnly today, CancellationToken ct)
    {
        var path = Path.Combine(Folder, BackupNames.Of(state.Id, now));
        try
        {
            OwnFolder.Make(Folder);
            await CheckRoom(ct);
            await Backup.Take(options, path, Passphrase(), ct);
            state = state with
            {
                LastDay = today,
                Trouble = null,
                Last = new MadeBackup
                {
                    At = now,
                    Path = path,
                    Bytes = new FileInfo(path).Length,
                    IsEncrypted = HasPassphrase,
                },
            };
            // It is there and was read back: only now older ones may go.
            BackupNames.RemoveOlder(Folder, state.Id, path, Kept);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            log.LogError(e, "The nightly backup failed; it is tried again");
            state = state with
            {
                Trouble = new BackupTrouble
                {
                    At = now,
                    Sentence = e.Message,
                    Times = (state.Trouble?.Times ?? 0) + 1,
                },
            };
        }
        await Keep(state, path);
    }

    private async Task Keep(BackupState state, string path)
    {
        unwritten = state.Trouble;
        await settings.Set(BackupState.Setting, state.Written(), CancellationToken.None);
        unwritten = null;
        await trail.Append(
            new()
            {
                Kind = AuditKind.Host,
                Action = "nightly backup",
                Outcome = state.Trouble is null ? AuditOutcome.Done : AuditOutcome.Failed,
                Detail = Path.GetFileName(path),
            }
        );
    }

    // A disk that a backup fills keeps people from writing. It takes a copy of the data, the file, and a copy read back from it.
    private async Task CheckRoom(CancellationToken ct)
    {
        await using var engine = Engine.For(options);
        var size = await engine.Size(ct) + Backup.SizeOfRest(options.DataFolder);
        foreach (var (folder, needed) in new[] { (options.DataFolder, 3 * size), (Folder, size) })
        {
            if (Room.Free(folder) is { } free && free < needed)
                throw new InvalidOperationException(
                    Texts.T[
                        "There is too little room for a backup: {0} has {1} free, and it takes {2}. Make room there, or choose another folder.",
                        folder,
                        Room.Words(free),
                        Room.Words(needed)
                    ]
                );
        }
    }

    private string? Passphrase()
    {
        if (settings.Find(PassphraseName) is not { Length: > 0 } kept)
            return null;
        try
        {
            return Protector.Unprotect(kept);
        }
        catch (CryptographicException e)
        {
            // Never without, where somebody asked for one.
            throw new InvalidOperationException(
                Texts.T["The passphrase for backups cannot be read with the keys that are here. Type it again."],
                e
            );
        }
    }

    private IDataProtector Protector => protection.CreateProtector("CoProd.Backups");

    public override void Dispose()
    {
        news.Dispose();
        one.Dispose();
        base.Dispose();
    }
}
