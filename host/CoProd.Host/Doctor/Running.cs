using System.Globalization;
using CoProd.Host.Backups;
using CoProd.Host.Data;
using CoProd.Host.Jobs;
using CoProd.Host.Mail;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using Dapper;

namespace CoProd.Host.Doctor;

/// <summary>What should go on by itself: backups, mail and jobs; and who could see to it.</summary>
internal static class Running
{
    private static readonly TimeSpan LongWithoutBackup = TimeSpan.FromDays(3);

    private const string Unsent = """
        select state, count(*) as mails, max(last_error) as error from mail
        where (state in ('Failed', 'Doubtful') and ended_at > @lately) or (state = 'Waiting' and attempts > 0)
        group by state order by state
        """;

    private const string InUse = "select role, own_role_id from account where disabled = false";

    private const string Accounts = "select count(*) from account";

    public static async Task LookAtBackups(Findings found, HostOptions options, Database host, CancellationToken ct)
    {
        var settings = await Settings(host, ct);
        if (settings.Whole(HostSettings.BackupsKept) == 0)
        {
            found.Watch(
                "CoProd makes no backups by itself.",
                "See that something else does, with coprod backup FILE; or say on the settings page how many to keep."
            );
            return;
        }
        var state = BackupState.Read(settings.Find(BackupState.Setting));
        if (state?.Trouble is { } trouble)
            found.Wrong(
                $"The backup of {Day(trouble.At)} failed: {trouble.Sentence}",
                "See to the reason, then make one on the settings page under Backups, or with coprod backup FILE."
            );
        if (state?.Last is not { } last)
            found.Watch("No backup was made by CoProd yet.", "The first is made in the night after the installation.");
        else if (!File.Exists(last.Path))
            found.Wrong($"The last backup, {last.Path}, is gone.", "Find out who moved it, and make another.");
        else if (options.Clock.GetUtcNow() - last.At > LongWithoutBackup)
            found.Wrong(
                $"The last backup is of {Day(last.At)}.",
                "Let the service run, or make one with coprod backup FILE."
            );
        else if (!last.IsEncrypted && !last.Path.StartsWith(options.DataFolder, StringComparison.Ordinal))
            found.Watch(
                $"The last backup is of {Day(last.At)}, and is not encrypted: {last.Path}",
                "Choose a passphrase on the settings page under Backups, or see that nobody else can read that folder."
            );
        else
            found.Ok($"The last backup is of {Day(last.At)}: {last.Path}, {Room.Words(last.Bytes)}.");
    }

    public static async Task LookAtMail(Findings found, HostOptions options, Database host, CancellationToken ct)
    {
        var settings = await Settings(host, ct);
        if (!MailSettings.IsNamed(settings))
        {
            found.Ok("No mail server is named, so no mail leaves: codes are printed.");
            return;
        }
        if (string.IsNullOrEmpty(settings.Find(HostSettings.ServedUrl)))
            found.Wrong(
                "A mail server is named, and the service was started without its public address: links in mails lead nowhere.",
                "Start it with --url https://… (COPROD_URL)."
            );
        var lately = options.Clock.GetUtcNow() - TimeSpan.FromDays(7);
        var unsent = (
            await host.Read(c => c.QueryAsync<(string State, long Mails, string? Error)>(Unsent, new { lately }), ct)
        ).AsList();
        foreach (var (state, mails, error) in unsent)
        {
            if (state == nameof(MailState.Waiting))
                found.Wrong(
                    $"{mails} mails wait because they could not be brought to the server: {error}",
                    "Look at the settings page under Mail, and send yourself a first mail."
                );
            else
                found.Watch(
                    $"{mails} mails of the last week {(state == nameof(MailState.Failed) ? "did not leave" : "may have left or not")}: {error}",
                    "Look at the settings page under Mail, who they were for, and tell those people in another way."
                );
        }
        if (unsent.Count == 0)
            found.Ok("Mail leaves.");
    }

    public static async Task LookAtScanner(Findings found, HostOptions options, Database host, CancellationToken ct)
    {
        var settings = await Settings(host, ct);
        var scanner = new Security.VirusScanner(settings.Find, options);
        if (scanner.Address is not { } address)
            found.Ok("No virus scanner is named, so none is asked.");
        else if (await scanner.Answers(ct))
            found.Ok($"The virus scanner at {address} answers.");
        else
            found.Wrong(
                $"The virus scanner at {address} does not answer, so no file is taken.",
                "Start clamd, or name another on the settings page; “none” there takes files without one."
            );
    }

    public static async Task LookAtJobs(
        Findings found,
        Database host,
        IReadOnlyList<LoadedModule> modules,
        CancellationToken ct
    )
    {
        var failing = (await JobRuns.Failing(host, ct))
            .Where(job => modules.Any(module => module.Id == job.ModuleId))
            .ToList();
        foreach (var job in failing)
            found.Wrong(
                $"It failed {job.Failures} times in a row, last on {Day(job.EndedAt)}: {job.Error}",
                job.Failures >= JobBudget.MostFailures
                    ? "It rests until CoProd starts again. See to the reason, or ask the module's maker."
                    : "It runs again at its next time. See to the reason, or ask the module's maker.",
                $"{job.ModuleId} {job.Job}"
            );
        if (failing.Count == 0)
            found.Ok("No job of a module failed when it last ran.");
    }

    public static async Task LookAtAdministrators(Findings found, Database host, CancellationToken ct)
    {
        var roles = await RoleBook.Read(host, [.. HostPermissions.All], ct);
        var administrators = (await host.Read(c => c.QueryAsync<Account>(InUse), ct)).Count(one =>
            roles.Of(one).Permissions.Contains(HostPermissions.Accounts)
        );
        if (administrators > 1)
            found.Ok($"{administrators} administrators can sign in.");
        else if (administrators == 1)
            found.Watch(
                "Only one administrator can sign in. If they lose their password or leave, nobody else can help.",
                "Make a second one, on the page People who sign in or with coprod user add NAME --role Administrator."
            );
        else if (await host.Read(c => c.ExecuteScalarAsync<long>(Accounts), ct) == 0)
            found.Watch(
                "Nobody can sign in yet.",
                "Start the service: it prints a one-use code for the first administrator."
            );
        else
            found.Wrong("No administrator can sign in.", "coprod user add NAME --role Administrator");
    }

    private static async Task<InstitutionSettings> Settings(Database host, CancellationToken ct)
    {
        var settings = new InstitutionSettings(host);
        await settings.Load(ct);
        return settings;
    }

    private static string Day(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
