using System.CommandLine;
using CoProd.Contracts.Contributions;
using CoProd.Host.Security;

namespace CoProd.Host.Commands;

/// <summary><c>coprod export WHAT FILE</c>: writes a file.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> What = new("what")
    {
        Description = "What to write, for example groups-csv.",
    };
    private static readonly Argument<string> FileName = new("file") { Description = "Where to write it." };

    public static Command Make()
    {
        var command = new Command("export", "Write a file.") { What, FileName };
        command.Does(Run);
        return command;
    }

    private static async Task<int> Run(Site site, ParseResult parsed, CancellationToken ct)
    {
        var what = parsed.GetValue(What)!;
        if (site.Modules.One<IExporter>(exporter => exporter.Id == what) is not { } found)
        {
            var known = await site.Modules.Ask<IExporter, string>(
                exporter => Task.FromResult($"{exporter.Id} ({exporter.Title})"),
                ct
            );
            await Console.Error.WriteLineAsync(
                $"No module writes “{what}”. There is: {string.Join(", ", known.Select(k => k.Result))}."
            );
            return 1;
        }
        await using var scope = found.Scope;
        var path = parsed.GetValue(FileName)!;
        // Written aside and moved into place: a broken export never replaces a good one.
        await using (var file = File.Create(path + ".part"))
            await found.Contribution.Export(file, new ConsoleCaller(), ct);
        File.Move(path + ".part", path, overwrite: true);
        Console.WriteLine($"Written: {path}");
        return 0;
    }
}
