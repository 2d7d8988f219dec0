using System.CommandLine;
using System.Text.Json;
using CoProd.Host.Backups;
using CoProd.Host.Data;

namespace CoProd.Host.Commands;

/// <summary><c>coprod backup FILE</c>: everything in one file, while the service runs.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> FileName = new("file") { Description = "Where to write it." };

    public static Option<string?> PassphraseFile { get; } =
        new("--passphrase-file") { Description = "A file whose first line is the passphrase it is encrypted with." };

    private static readonly Option<DirectoryInfo?> Work = new("--work")
    {
        Description = "A folder to gather it in first, where the data's own disk is full. It is emptied again.",
    };

    public static Command Make()
    {
        var command = new Command("backup", "Write everything into one file. The service may run.")
        {
            FileName,
            PassphraseFile,
            Work,
            CommonOptions.Json,
            CommonOptions.Data,
            CommonOptions.Postgres,
        };
        command.SetAction((parsed, ct) => Told(() => Run(parsed, ct)));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken ct)
    {
        var path = Path.GetFullPath(parsed.GetValue(FileName)!);
        var manifest = await Backup.Take(
            parsed.HostOptions(),
            path,
            Passphrase(parsed),
            ct,
            parsed.GetValue(Work)?.FullName
        );
        var (bytes, rows) = (new FileInfo(path).Length, manifest.Files.Sum(file => file.Rows.Values.Sum()));
        if (parsed.GetValue(CommonOptions.Json))
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        file = path,
                        bytes,
                        engine = manifest.Engine,
                        version = manifest.Version,
                        takenAt = manifest.TakenAt,
                        files = manifest.Files.Count,
                        rows,
                    }
                )
            );
        else
            Console.WriteLine(
                $"{path} holds everything as it was at {manifest.TakenAt:d MMMM yyyy HH:mm:ss} UTC: {manifest.Files.Count:N0} files, "
                    + $"{rows:N0} rows, {bytes:N0} bytes. It was read back and compared."
            );
    }

    public static string? Passphrase(ParseResult parsed)
    {
        if (parsed.GetValue(PassphraseFile) is not { } path)
            return null;
        var passphrase = File.ReadLines(path).FirstOrDefault()?.Trim();
        return string.IsNullOrEmpty(passphrase)
            ? throw new InvalidOperationException($"{path} has no passphrase in its first line. Nothing was done.")
            : passphrase;
    }

    public static async Task<int> Told(Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or IOException
                        or UnauthorizedAccessException
                        or MigrationException
                        or System.Data.Common.DbException
            )
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
