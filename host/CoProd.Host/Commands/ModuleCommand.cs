using System.CommandLine;
using System.Text.Json;
using CoProd.Host.Modules;

namespace CoProd.Host.Commands;

/// <summary><c>coprod module …</c>: what is installed, how it is, and which of it starts.</summary>
internal static class ModuleCommand
{
    public static Command Make()
    {
        var list = new Command("list", "What is installed, and how it is.") { CommonOptions.Json };
        list.Does(List);
        var enable = new Command("enable", "Start a module again that was switched off or set aside.")
        {
            CommonOptions.ModuleId,
        };
        enable.DoesWithoutModules(Enable);
        var disable = new Command("disable", "Do not start a module. Its data stays.") { CommonOptions.ModuleId };
        disable.DoesWithoutModules(Disable);
        var module = new Command("module", "Modules.") { list, enable, disable };
        module.Subcommands.Add(ForecastCommand.Make());
        foreach (var command in PackageCommands.Make())
            module.Subcommands.Add(command);
        return module;
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

    private static async Task<int> Enable(Site site, ParseResult parsed, CancellationToken ct)
    {
        var id = parsed.GetValue(CommonOptions.ModuleId)!;
        if (!(await site.Switches.Load(ct)).ContainsKey(id))
        {
            await Console.Error.WriteLineAsync(
                $"{id} is neither switched off nor set aside after a stop. Nothing was changed."
            );
            return 1;
        }
        await site.Switches.On(id, ct);
        Console.WriteLine($"{id} starts with the next start of CoProd.");
        return 0;
    }

    private static async Task<int> Disable(Site site, ParseResult parsed, CancellationToken ct)
    {
        var id = parsed.GetValue(CommonOptions.ModuleId)!;
        if (ModuleSwitches.Refusal(site.Modules, id) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal + " Nothing was changed.");
            return 1;
        }
        await site.Switches.OffByHand(id, "an administrator, from the console", ct);
        Console.WriteLine($"{id} is left out from the next start of CoProd on. Its data stays.");
        return 0;
    }
}
