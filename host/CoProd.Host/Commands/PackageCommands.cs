using System.CommandLine;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using NuGet.Versioning;

namespace CoProd.Host.Commands;

/// <summary><c>coprod module plan, install, upgrade, rollback, confirm, uninstall, export, import, why</c>: packages come and go while the service is stopped.</summary>
internal static class PackageCommands
{
    private static readonly Option<string?> Version = new("--version")
    {
        Description = "A version, or a NuGet range such as [1.0,2.0).",
    };

    internal static readonly Option<string[]> From = new("--from")
    {
        Description = "A folder, a bundle or a NuGet server to take it from, instead of the feeds that were added.",
    };

    internal static readonly Option<string[]> AllowUnsigned = new("--allow-unsigned")
    {
        Description = "A module to take although nobody you trust has signed it. May be given more than once.",
    };

    private static readonly Argument<string> Words = new("words") { Description = "A part of its name." };

    private static readonly Option<string?> Export = new("--export")
    {
        Description = "Write its data into this file first.",
    };

    private static readonly Argument<string> DataFile = new("file") { Description = "The file with a module's data." };

    private static readonly Option<bool> Purge = new("--purge") { Description = "Remove its data too." };

    public static IEnumerable<Command> Make()
    {
        yield return PackCommand.Make();
        yield return Changing(
            "plan",
            "Say what installing a module would do.",
            [CommonOptions.ModuleId, Version, From, AllowUnsigned],
            Plan
        );
        yield return Changing(
            "install",
            "Install a module and what it needs.",
            [CommonOptions.ModuleId, Version, From, AllowUnsigned],
            Install
        );
        yield return Changing(
            "upgrade",
            "Bring a module to the highest version that fits, or to the one named.",
            [CommonOptions.ModuleId, Version, From, AllowUnsigned],
            Install
        );
        yield return Changing(
            "rollback",
            "Bring back the version before, with its data.",
            [CommonOptions.ModuleId],
            Rollback
        );
        yield return Changing(
            "uninstall",
            "Remove a module. Its data stays unless it is purged.",
            [CommonOptions.ModuleId, Export, Purge],
            Uninstall
        );
        yield return Changing(
            "confirm",
            "Keep an upgrade: give up the version before and the data kept for it.",
            [CommonOptions.ModuleId],
            Confirm
        );
        yield return Changing(
            "export",
            "Write all data of a module into a file that other programs can read too.",
            [CommonOptions.ModuleId, DataFile],
            ExportData
        );
        yield return Changing(
            "import",
            "Take in what export wrote, where the module is installed and has no data yet.",
            [DataFile],
            ImportData
        );
        yield return Changing("search", "Look for modules in the feeds.", [Words, From], Search);
        yield return Changing(
            "info",
            "Say which versions of a module the feeds have, and what each needs.",
            [CommonOptions.ModuleId, From],
            Info
        );
        yield return Changing("verify", "Say whether what is installed is as it was packed.", [], Verify);
        yield return Changing("why", "Say why a module is here.", [CommonOptions.ModuleId], Why);
    }

    // The others only look.
    private static readonly string[] Alone = ["install", "upgrade", "rollback", "confirm", "uninstall", "import"];

    private static Command Changing(
        string name,
        string does,
        Symbol[] words,
        Func<Site, ParseResult, CancellationToken, Task<int>> work
    )
    {
        var command = new Command(name, does);
        foreach (var word in words)
        {
            if (word is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)word);
        }
        command.DoesWithoutModules(work, alone: Alone.Contains(name));
        return command;
    }

    private static async Task<int> Plan(Site site, ParseResult parsed, CancellationToken ct)
    {
        using var feeds = await Open(site, parsed, ct);
        var installer = new Installer(site, feeds, parsed.GetValue(AllowUnsigned));
        var plan = await installer.Plan(Wanted(parsed), ct);
        foreach (var sentence in installer.Tell(plan))
            Console.WriteLine(sentence);
        var refused = await installer.Refusals(plan, ct);
        foreach (var sentence in refused)
            await Console.Error.WriteLineAsync(sentence);
        return refused.Count == 0 ? 0 : 1;
    }

    private static async Task<int> Install(Site site, ParseResult parsed, CancellationToken ct)
    {
        using var feeds = await Open(site, parsed, ct);
        var installer = new Installer(site, feeds, parsed.GetValue(AllowUnsigned));
        foreach (var sentence in await installer.Apply(await installer.Plan(Wanted(parsed), ct), ct))
            Console.WriteLine(sentence);
        Console.WriteLine("It applies when CoProd starts again.");
        return 0;
    }

    private static async Task<int> Search(Site site, ParseResult parsed, CancellationToken ct)
    {
        using var feeds = await Open(site, parsed, ct);
        var found = await feeds.Search(parsed.GetValue(Words)!, ct);
        foreach (var (id, version, feed) in found)
            Console.WriteLine($"{id} {version} in {feed}");
        if (found.Count == 0)
            Console.WriteLine($"No feed has a module called “{parsed.GetValue(Words)}”.");
        return 0;
    }

    private static async Task<int> Info(Site site, ParseResult parsed, CancellationToken ct)
    {
        using var feeds = await Open(site, parsed, ct);
        var offers = await feeds.Offers(parsed.GetValue(CommonOptions.ModuleId)!, ct);
        foreach (var offer in offers)
            Console.WriteLine(
                $"{offer.Id} {offer.Version} in {offer.Feed}, needs {string.Join(", ", offer.Needs.Select(n => $"{n.Key} {n.Value.ToNormalizedString()}"))}"
            );
        if (offers.Count > 0)
            return 0;
        await Console.Error.WriteLineAsync($"No feed has {parsed.GetValue(CommonOptions.ModuleId)}.");
        return 1;
    }

    private static Task<int> Verify(Site site, ParseResult parsed, CancellationToken ct)
    {
        foreach (var module in site.Modules.All)
            Console.WriteLine(
                module.IsAside ? $"{module.Id}: {module.Reason}" : $"{module.Id} {module.Manifest!.Version} is whole."
            );
        return Task.FromResult(site.Modules.All.Any(module => module.IsAside) ? 2 : 0);
    }

    private static async Task<int> Rollback(Site site, ParseResult parsed, CancellationToken ct)
    {
        Console.WriteLine(await new Installer(site).Rollback(parsed.GetValue(CommonOptions.ModuleId)!, ct));
        return 0;
    }

    private static async Task<int> Uninstall(Site site, ParseResult parsed, CancellationToken ct)
    {
        var (installer, id) = (new Installer(site), parsed.GetValue(CommonOptions.ModuleId)!);
        installer.CheckRemovable(id);
        if (parsed.GetValue(Export) is { } file)
            await Exported(site, id, file, ct);
        Console.WriteLine(await installer.Uninstall(id, parsed.GetValue(Purge), ct));
        return 0;
    }

    private static async Task<int> Confirm(Site site, ParseResult parsed, CancellationToken ct)
    {
        Console.WriteLine(await new Installer(site).Confirm(parsed.GetValue(CommonOptions.ModuleId)!, ct));
        return 0;
    }

    private static async Task<int> ExportData(Site site, ParseResult parsed, CancellationToken ct)
    {
        await Exported(site, parsed.GetValue(CommonOptions.ModuleId)!, parsed.GetValue(DataFile)!, ct);
        return 0;
    }

    private static async Task Exported(Site site, string id, string file, CancellationToken ct)
    {
        var module =
            site.Modules.Find(id)
            ?? throw new InvalidOperationException($"There is no module {id} here. Nothing was written.");
        var head = await ModuleArchive.Write(site, module, file, ct);
        Console.WriteLine(
            $"{file} holds the data of {id} {head.Version}: {head.Tables.Sum(t => t.Rows)} rows in {head.Tables.Count} tables."
        );
    }

    private static async Task<int> ImportData(Site site, ParseResult parsed, CancellationToken ct)
    {
        var head = await ModuleArchive.Read(site, parsed.GetValue(DataFile)!, ct);
        await Web.Pictures.NightlyRefresh.AtNextStart(site.Settings, ct);
        Console.WriteLine(
            $"{head.Id} has {head.Tables.Sum(t => t.Rows)} rows in {head.Tables.Count} tables now, as they were. Warnings are worked out when CoProd starts again."
        );
        return 0;
    }

    private static async Task<int> Why(Site site, ParseResult parsed, CancellationToken ct)
    {
        var id = parsed.GetValue(CommonOptions.ModuleId)!;
        if (site.Modules.Find(id) is not { } module)
        {
            await Console.Error.WriteLineAsync($"There is no module {id} here.");
            return 1;
        }
        var locked = ModuleLock.Read(site.Options.DataFolder).Modules.GetValueOrDefault(id);
        Console.WriteLine(
            locked is null ? $"{id} came with CoProd." : $"{id} {locked.Version} is here because {locked.Because}."
        );
        foreach (var other in site.Modules.All.Where(m => m.Manifest?.Dependencies.ContainsKey(module.Id) == true))
            Console.WriteLine(
                $"{other.Id} {other.Manifest!.Version} needs it in {other.Manifest.Dependencies[module.Id]}."
            );
        return 0;
    }

    /// <summary>The feeds that were named, else those that were added.</summary>
    internal static async Task<Feeds> Open(Site site, ParseResult parsed, CancellationToken ct)
    {
        var addresses = parsed.GetValue(From) is { Length: > 0 } named
            ? named
            : await Feeds.Known(site.HostDatabase, ct);
        if (addresses.Count == 0)
            throw new InvalidOperationException(
                "There is no feed to take modules from. Add one with `coprod feed add`, or name one with --from."
            );
        return Feeds.At(addresses);
    }

    private static Dictionary<string, VersionRange> Wanted(ParseResult parsed) =>
        new() { [parsed.GetValue(CommonOptions.ModuleId)!] = Ranges.Typed(parsed.GetValue(Version)) };
}
