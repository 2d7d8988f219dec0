using System.CommandLine;
using System.Text.Json;

namespace CoProd.Host.Commands;

/// <summary><c>coprod module list</c>: what is installed, and how it is.</summary>
internal static class ModuleCommand
{
    public static Command Make()
    {
        var list = new Command("list", "What is installed, and how it is.") { CommonOptions.Json };
        list.Does(List);
        return new Command("module", "Modules.") { list };
    }

    private static Task<int> List(Site site, ParseResult parsed, CancellationToken ct)
    {
        var modules = site.Modules.All.Select(m => new
        {
            id = m.Id,
            version = m.Manifest?.Version,
            state = m.State.ToString(),
            reason = m.Reason,
        });
        if (parsed.GetValue(CommonOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(modules));
        else
            foreach (var module in modules)
                Console.WriteLine($"{module.id}\t{module.version}\t{module.state}\t{module.reason}");
        return Task.FromResult(0);
    }
}
