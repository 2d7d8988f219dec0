using System.CommandLine;
using CoProd.Host.Backups;

namespace CoProd.Host.Commands;

/// <summary><c>coprod restore FILE</c>: puts a backup onto a clean machine.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> FileName = new("file") { Description = "The backup." };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "Take the place of data that is there. It is kept beside.",
    };

    public static Command Make()
    {
        var command = new Command("restore", "Put a backup in place. No service may run.")
        {
            FileName,
            BackupCommand.PassphraseFile,
            Replace,
            CommonOptions.Data,
            CommonOptions.Postgres,
            CommonOptions.Modules,
        };
        command.SetAction((parsed, ct) => BackupCommand.Told(() => Run(parsed, ct)));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken ct)
    {
        var options = parsed.HostOptions();
        var path = Path.GetFullPath(parsed.GetValue(FileName)!);
        var (manifest, replaced) = await Restoring.Run(
            options,
            path,
            BackupCommand.Passphrase(parsed),
            parsed.GetValue(Replace),
            ct
        );
        // Opening it brings the data up to date and does what follows a restore.
        await using (var site = await Site.Open(options, ct))
            foreach (var module in site.Modules.All.Where(module => !module.IsActive))
                Console.WriteLine($"Set aside: {module.Id}. {module.Reason}");
        Console.WriteLine(
            $"{options.DataFolder} holds everything as it was at {manifest.TakenAt:d MMMM yyyy HH:mm:ss} UTC."
        );
        if (replaced is not null)
            Console.WriteLine($"What was there before is kept as {replaced}.");
    }
}
