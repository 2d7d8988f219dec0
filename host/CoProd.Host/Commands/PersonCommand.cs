using System.CommandLine;
using System.Text.Json;
using CoProd.Host.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod person export, erase</c>: somebody's file over all modules, and their erasure.</summary>
internal static class PersonCommand
{
    private static readonly Argument<Guid> Id = new("id")
    {
        Description = "The person's id, from the address of their page.",
    };

    private static readonly Option<bool> Yes = new("--yes")
    {
        Description = "Do it. Without it, it is only told what would go.",
    };

    public static Command Make()
    {
        var export = new Command("export", "Print everything that is kept about a person, as JSON.") { Id };
        export.Does(Export);
        var erase = new Command("erase", "Tell what an erasure removes and keeps; with --yes, erase.")
        {
            Id,
            Yes,
            CommonOptions.Json,
        };
        erase.Does(Erase);
        return new Command("person", "What is kept about a person.") { export, erase };
    }

    private static async Task<int> Export(Site site, ParseResult parsed, CancellationToken ct)
    {
        if (await Find(site, parsed, ct) is not { } file)
            return 1;
        Console.WriteLine(JsonSerializer.Serialize(file, PersonFiles.Json));
        return file.Missing.Count == 0 ? 0 : 2;
    }

    private static async Task<int> Erase(Site site, ParseResult parsed, CancellationToken ct)
    {
        if (await Find(site, parsed, ct) is not { } file)
            return 1;
        var erasure = site.Services.GetRequiredService<Erasure>();
        var receipt = parsed.GetValue(Yes) ? await erasure.Do(file, ct) : await erasure.Rehearse(file, ct);
        if (parsed.GetValue(CommonOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(receipt, PersonFiles.Json));
        else
        {
            foreach (var sentence in receipt.Missing)
                Console.WriteLine(sentence);
            foreach (var part in receipt.Parts)
            foreach (var sentence in part.Sentences)
                Console.WriteLine($"{part.Of}: {sentence}");
            if (!parsed.GetValue(Yes))
                Console.WriteLine("Nothing was changed. Say --yes to do it.");
        }
        return receipt.Missing.Count == 0 ? 0 : 2;
    }

    private static async Task<PersonFile?> Find(Site site, ParseResult parsed, CancellationToken ct)
    {
        var file = await site.Services.GetRequiredService<PersonFiles>().Of(parsed.GetValue(Id), ct);
        if (file is null)
            await Console.Error.WriteLineAsync("Nothing is kept about anybody of that id.");
        return file;
    }
}
