using System.CommandLine;
using System.Text.Json;
using CoProd.Host.Leaving;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod innovation export</c>: an innovation leaves as one archive.</summary>
internal static class InnovationCommand
{
    private static readonly Argument<Guid> Id = new("id")
    {
        Description = "The innovation's id, from the address of its page.",
    };

    private static readonly Argument<string> FileName = new("file") { Description = "The archive." };

    public static Command Make()
    {
        var export = new Command("export", "Write everything of an innovation that may leave into one signed archive.")
        {
            Id,
            FileName,
            CommonOptions.Json,
        };
        export.Does(Export);
        return new Command("innovation", "An innovation leaves.") { export };
    }

    private static async Task<int> Export(Site site, ParseResult parsed, CancellationToken ct)
    {
        var path = Path.GetFullPath(parsed.GetValue(FileName)!);
        var writer = site.Services.GetRequiredService<ArchiveWriter>();
        if (await writer.Write(parsed.GetValue(Id), path, Guid.Empty, ct) is not { } manifest)
        {
            await Console.Error.WriteLineAsync("There is no innovation of that id. Nothing was written.");
            return 1;
        }
        if (parsed.GetValue(CommonOptions.Json))
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        file = path,
                        bytes = new FileInfo(path).Length,
                        archive = manifest.Id,
                        manifest.InnovationId,
                        manifest.Innovation,
                        manifest.Sender,
                        manifest.Key,
                        modules = manifest.Modules.Select(Part),
                        manifest.People,
                        manifest.StaysBehind,
                    },
                    Manifest.Json
                )
            );
        else
        {
            Console.WriteLine(
                $"{path} holds “{manifest.Innovation}” as it may leave, signed with the key {manifest.Key}."
            );
            Tell(manifest);
        }
        return 0;
    }

    private static object Part(ModulePart part) =>
        new
        {
            part.Id,
            part.Version,
            part.Records,
            tables = part.Tables.ToDictionary(table => table.Name, table => table.Rows),
        };

    private static void Tell(Manifest manifest)
    {
        foreach (var part in manifest.Modules)
            Console.WriteLine($"  {part.Id} {part.Version}: {part.Records:N0} rows");
        Console.WriteLine($"{manifest.People.ByName} by name, {manifest.People.ByRole.Count} by role.");
        foreach (var sentence in manifest.StaysBehind)
            Console.WriteLine($"Stays: {sentence}");
    }
}
