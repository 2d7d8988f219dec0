using System.Text.Json;
using CoProd.Host.Modules;

namespace CoProd.Host.Backups;

/// <summary>How the backups that CoProd makes by itself stand. It is kept as one setting, so that the console can read it too.</summary>
internal sealed record BackupState
{
    public const string Setting = "host.backups";

    /// <summary>Tells this installation's files from those of another in the same folder.</summary>
    public string Id { get; init; } = Guid.CreateVersion7().ToString("N")[^8..];

    /// <summary>The day of the last one; of a new installation, its first day.</summary>
    public DateOnly LastDay { get; init; }

    public MadeBackup? Last { get; init; }

    /// <summary>What went wrong last; null once one was made again.</summary>
    public BackupTrouble? Trouble { get; init; }

    /// <summary>Null in an installation that has not looked yet.</summary>
    public static BackupState? Read(string? kept) =>
        string.IsNullOrEmpty(kept) ? null : JsonSerializer.Deserialize<BackupState>(kept, ModuleManifest.Options);

    public string Written() => JsonSerializer.Serialize(this, ModuleManifest.Options);
}

/// <summary>A backup that was read back and compared.</summary>
internal sealed record MadeBackup
{
    public required DateTimeOffset At { get; init; }

    public required string Path { get; init; }

    public required long Bytes { get; init; }

    public required bool IsEncrypted { get; init; }
}

/// <summary>Why there is none of last night.</summary>
internal sealed record BackupTrouble
{
    public required DateTimeOffset At { get; init; }

    public required string Sentence { get; init; }

    /// <summary>How often in a row.</summary>
    public required int Times { get; init; }

    // A disk that is full, or a share that is away, may come back within the hour; what lasts is not tried all day long.
    private TimeSpan Wait => TimeSpan.FromHours(Math.Min(Math.Pow(2, Times - 1), 12));

    /// <summary>Whether it is too early to try again. A clock that was put back holds up nothing.</summary>
    public bool Rests(DateTimeOffset now) => now >= At && now - At < Wait;
}
