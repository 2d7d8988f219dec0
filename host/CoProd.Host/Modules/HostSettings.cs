using System.Globalization;
using static CoProd.Host.Texts;

namespace CoProd.Host.Modules;

/// <summary>The host's own settings: a name, what it means, and how it stands until somebody sets it.</summary>
internal sealed record HostSetting(string Name, Func<string> Means, string Default, int Least = 0, int Most = 0)
{
    /// <summary>Why a text will not do, asked with the data folder; null when it will.</summary>
    public Func<string, string, string?> Refusal { get; init; } = (_, _) => null;

    public bool IsNumber => Most > 0;
}

internal static class HostSettings
{
    /// <summary>The institution's name stands on every page.</summary>
    public const string Institution = "host.institution";
    public const string SessionIdleHours = "host.session-idle-hours";
    public const string SessionLongestHours = "host.session-longest-hours";
    public const string GuessesOfAddress = "host.guesses-of-address";
    public const string InvitationDays = "host.invitation-days";
    public const string PrintedDays = "host.printed-code-days";
    public const string ResetHours = "host.reset-hours";
    public const string DigestHour = "host.digest-hour";
    public const string BackupHour = "host.backup-hour";
    public const string BackupsKept = "host.backups-kept";
    public const string BackupFolder = "host.backup-folder";
    public const string BackupFolderDefault = "backups";
    public const string VirusScanner = "host.virus-scanner";
    public const string NoScanner = "none";

    /// <summary>The public address that the service was last started with; nobody sets it by hand.</summary>
    public const string ServedUrl = "host.served-url";

    public static IReadOnlyList<HostSetting> All { get; } =
    [
        new(Institution, () => T["The name of your institution, as it stands on every page"], "CoProd"),
        new(SessionIdleHours, () => T["Hours after which somebody who does nothing must sign in again"], "12", 1, 720),
        new(SessionLongestHours, () => T["Hours after which everybody must sign in again"], "168", 1, 8760),
        new(
            GuessesOfAddress,
            () => T["Wrong passwords in five minutes from one address. Raise it where many people share one address"],
            "10",
            10,
            1000
        ),
        new(InvitationDays, () => T["Days in which an invitation can be used"], "7", 1, 60),
        new(PrintedDays, () => T["Days in which a printed code for another password can be used"], "3", 1, 30),
        new(ResetHours, () => T["Hours in which a mailed link for another password can be used"], "1", 1, 72),
        new(DigestHour, () => T["The hour from which morning mails leave, to those who asked for them"], "7", 0, 23),
        new(BackupHour, () => T["The hour from which the nightly backup is made"], "2", 0, 23),
        new(BackupsKept, () => T["How many nightly backups are kept. 0 for none"], "7", 0, 366),
        new(
            BackupFolder,
            () =>
                T[
                    "Where nightly backups lie: “backups” in the data folder, or a folder elsewhere, better on another disk"
                ],
            BackupFolderDefault
        )
        {
            Refusal = Backups.ScheduledBackups.Refusal,
        },
        new(
            VirusScanner,
            () =>
                T[
                    "The virus scanner (clamd) that looks at files before they are taken: a machine and a port, or unix: and a path. While it does not answer, no file is taken"
                ],
            NoScanner
        )
        {
            Refusal = (_, typed) => Security.VirusScanner.Refusal(typed),
        },
    ];

    public static HostSetting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);

    /// <summary>A whole number; one that is none, or out of its range, counts as not set.</summary>
    public static int Whole(this InstitutionSettings settings, string name)
    {
        var setting = Find(name)!;
        return
            int.TryParse(settings.Find(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= setting.Least
            && number <= setting.Most
            ? number
            : int.Parse(setting.Default, CultureInfo.InvariantCulture);
    }
}
