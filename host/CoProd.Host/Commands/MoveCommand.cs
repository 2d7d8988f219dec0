using System.CommandLine;
using CoProd.Host.Audit;
using CoProd.Host.Moving;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod move</c>: from SQLite files onto PostgreSQL, for those who outgrow one machine.</summary>
internal static class MoveCommand
{
    private static readonly Option<string> To = new("--to")
    {
        Description = "The new data folder: not there yet, or empty.",
        Required = true,
    };

    private static readonly Option<string> Postgres = new("--postgres")
    {
        Description = "Connection string of an empty PostgreSQL database, whose login may create roles.",
        Required = true,
    };

    public static Command Make()
    {
        var command = new Command("move", "Move an installation from SQLite files onto PostgreSQL. No service may run.")
        {
            To,
            Postgres,
            CommonOptions.Data,
            CommonOptions.Modules,
        };
        command.SetAction((parsed, ct) => BackupCommand.Told(() => Run(parsed, ct)));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken ct)
    {
        var source = parsed.HostOptions() with { Postgres = null };
        var to = source with
        {
            DataFolder = Path.GetFullPath(parsed.GetValue(To)!),
            Postgres = parsed.GetValue(Postgres)!,
        };
        var moved = await Move.Run(source, to, Console.WriteLine, ct);
        await Note(to, ct);
        Console.WriteLine(
            $"Moved: {moved.Databases} databases, {moved.Tables} tables, {moved.Rows:N0} rows and {moved.Files:N0} files. Each row and each file was compared."
        );
        Console.WriteLine(
            $"{source.DataFolder} is as it was. Do not start CoProd on it any more: the two would go apart."
        );
        Console.WriteLine("What to do next:");
        Console.WriteLine(
            $"  1. Start CoProd with --data {to.DataFolder} and with --postgres and the connection you gave here."
        );
        Console.WriteLine(
            "  2. Sign in and look around. `coprod doctor`, with the same two, says whether all is well."
        );
        Console.WriteLine(
            "  3. Make a backup of the new one: `coprod backup FILE`. Those made before go back onto SQLite files only."
        );
        Console.WriteLine($"  4. Once you are sure, delete {source.DataFolder}. It holds everything about everybody.");
    }

    // In the trail of the new one: the old one is as it was.
    private static async Task Note(HostOptions to, CancellationToken ct)
    {
        await using var site = await Site.Open(to with { WithoutModules = true }, ct);
        await site
            .Services.GetRequiredService<AuditTrail>()
            .Append(
                new AuditEntry
                {
                    Kind = AuditKind.Console,
                    Action = "coprod move",
                    Who = Guid.Empty,
                    Outcome = AuditOutcome.Done,
                    Detail = "",
                }
            );
    }
}
