using System.Data.Common;
using System.Globalization;
using CoProd.Host.Backups;
using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Doctor;

/// <summary>The data folder, its disk, and what was left lying in it.</summary>
internal static class Folders
{
    private const long LeastRoom = 100L << 20;

    public static Task Look(Findings found, HostOptions options)
    {
        var folder = options.DataFolder;
        var trial = Path.Combine(folder, $"doctor-{Guid.CreateVersion7():N}.half");
        try
        {
            OwnFolder.NewFile(trial).Dispose();
            File.Delete(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            found.Wrong(
                $"Nothing can be written into {folder}: {e.Message}",
                "Let the user that runs CoProd own the folder, or run this as that user; where the disk is full, make room."
            );
            return Task.CompletedTask;
        }
        if (IsOpenToOthers(folder))
            found.Wrong(
                $"Every user of this machine can look into {folder}, which holds what is kept about people.",
                $"chmod -R o= '{folder}'"
            );
        else
            found.Ok($"{folder} is there, can be written, and is closed to other users.");
        return Task.CompletedTask;
    }

    // Others reach it only where they may walk through every folder above it.
    private static bool IsOpenToOthers(string folder)
    {
        if (OperatingSystem.IsWindows())
            return false;
        const UnixFileMode any = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if ((File.GetUnixFileMode(folder) & any) == UnixFileMode.None)
            return false;
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            if ((File.GetUnixFileMode(above) & UnixFileMode.OtherExecute) == UnixFileMode.None)
                return false;
        }
        return true;
    }

    public static async Task LookAtRoom(Findings found, HostOptions options, Engine engine, CancellationToken ct)
    {
        if (Room.Free(options.DataFolder) is not { } free)
            return;
        var size = await engine.Size(ct);
        var said =
            $"{Room.Words(free)} are free on the disk of {options.DataFolder}; the databases take {Room.Words(size)}.";
        if (free < options.Reserve)
            found.Wrong(
                said,
                $"Make room now. Where a write finds none, CoProd takes nothing more, and goes on by itself once {Room.Words(options.Reserve)} are free; until then pages can be read."
            );
        else if (free < Math.Max(LeastRoom, size / 10))
            found.Wrong(said, "Make room soon: when the disk is full, nobody can write until there is room again.");
        else if (free < 3 * size)
            found.Watch(
                said,
                "Make room: a backup or an upgrade takes up to three times the size of the databases for a while."
            );
        else
            found.Ok(said);
        if (await WasFull(engine, ct) is { } was && was.Until > options.Clock.GetUtcNow() - ToldFor)
            found.Watch(
                $"The disk was full from {was.From:u} to {was.Until:u}. What people sent meanwhile was refused, and they were told.",
                "See what filled it, so that it does not come again."
            );
    }

    private static readonly TimeSpan ToldFor = TimeSpan.FromDays(7);

    private const string Setting = "select value from institution_setting where name = @WasFull";

    private static async Task<(DateTimeOffset From, DateTimeOffset Until)?> WasFull(Engine engine, CancellationToken ct)
    {
        try
        {
            var kept = await engine
                .Peek("host")
                .Read(c => c.QuerySingleOrDefaultAsync<string>(Setting, new { DiskWatch.WasFull }), ct);
            return kept?.Split(' ') is [var from, var until]
                ? (
                    DateTimeOffset.Parse(from, CultureInfo.InvariantCulture),
                    DateTimeOffset.Parse(until, CultureInfo.InvariantCulture)
                )
                : null;
        }
        catch (DbException)
        {
            // What is wrong with the database is said where databases are looked at.
            return null;
        }
    }

    public static async Task LookForLeftovers(Findings found, HostOptions options, Engine engine, CancellationToken ct)
    {
        var folder = options.DataFolder;
        var nothing = true;
        foreach (var left in Backup.Abandoned(folder))
            Say(
                "A backup that was cut short left this folder.",
                "The next backup removes it; you may also delete it.",
                left
            );
        var restoring = Path.Combine(folder, Restoring.Folder);
        if (Restoring.IsPending(folder))
            Say(
                "A restore was cut short after everything was ready.",
                "Start CoProd: it carries the restore to its end.",
                restoring
            );
        else if (Directory.Exists(restoring))
            Say(
                "A restore that was cut short left this folder; nothing was changed by it.",
                "Delete it if no restore runs now.",
                restoring
            );
        foreach (var replaced in Directory.EnumerateDirectories(folder, "replaced-*"))
            Say(
                "A restore took the place of the data in here.",
                "Delete it once you are sure that you do not want it back.",
                replaced
            );
        foreach (var left in await engine.Leftovers(ct))
            Say(
                "A restore, or an upgrade that was cut short, left this.",
                "Remove it once you are sure that you do not need it.",
                left
            );
        if (nothing)
            found.Ok("Nothing was left lying by backups, restores and upgrades.");

        void Say(string what, string next, string about)
        {
            nothing = false;
            found.Watch(what, next, Path.GetRelativePath(folder, Path.Combine(folder, about)));
        }
    }
}
