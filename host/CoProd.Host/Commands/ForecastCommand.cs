using System.CommandLine;
using CoProd.Host.Modules;
using CoProd.Host.Packages;

namespace CoProd.Host.Commands;

/// <summary><c>coprod module forecast --contracts FILE</c>: which modules a coming version of the contracts would leave behind, and over what.</summary>
internal static class ForecastCommand
{
    private static readonly Option<string> Contracts = new("--contracts")
    {
        Description = "The CoProd.Contracts.dll, or CoProd.Ui.dll, of the version to come.",
        Required = true,
    };

    public static Command Make()
    {
        var command = new Command(
            "forecast",
            "Say what a coming version of the contracts lacks that installed modules use."
        )
        {
            Contracts,
            CommonOptions.Json,
        };
        command.DoesWithoutModules(Run);
        return command;
    }

    private static async Task<int> Run(Site site, ParseResult parsed, CancellationToken ct)
    {
        var candidate = parsed.GetValue(Contracts)!;
        if (!File.Exists(candidate))
        {
            await Console.Error.WriteLineAsync($"There is no file {candidate}.");
            return 1;
        }
        try
        {
            var missing = site
                .Modules.All.Where(module => module.Manifest is not null)
                .ToDictionary(module => module.Id, module => ContractsForecast.Missing(module, candidate));
            Tell(missing, parsed.GetValue(CommonOptions.Json));
            return missing.Values.All(none => none.Count == 0) ? 0 : 2;
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"{candidate} is no .NET assembly.");
            return 1;
        }
    }

    private static void Tell(Dictionary<string, IReadOnlyList<string>> missing, bool json)
    {
        if (json)
        {
            Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(missing, ModuleManifest.Options));
            return;
        }
        foreach (var (module, members) in missing)
        {
            Console.WriteLine(members.Count == 0 ? $"{module} would run." : $"{module} would not run. It uses:");
            foreach (var member in members)
                Console.WriteLine("  " + member);
        }
    }
}
