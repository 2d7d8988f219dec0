using System.CommandLine;
using System.IO.Compression;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using NuGet.Versioning;

namespace CoProd.Host.Commands;

/// <summary><c>coprod bundle create FILE ID…</c> and <c>bundle install FILE</c>: modules and all they need in one file, for a place without a network. It is a feed like any other.</summary>
internal static class BundleCommand
{
    private static readonly Argument<string> FileName = new("file")
    {
        Description = "The bundle to write, for example modules.zip.",
    };

    private static readonly Argument<string[]> Ids = new("id")
    {
        Description = "The modules to put in.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Make()
    {
        var create = new Command("create", "Write modules and all they need into one file.")
        {
            FileName,
            Ids,
            PackageCommands.From,
        };
        create.DoesWithoutModules(Create);
        var install = new Command("install", "Install all modules of a bundle.")
        {
            FileName,
            PackageCommands.AllowUnsigned,
        };
        install.DoesWithoutModules(Install, alone: true);
        return new Command("bundle", "Modules for a place without a network.") { create, install };
    }

    private static async Task<int> Install(Site site, ParseResult parsed, CancellationToken ct)
    {
        var path = parsed.GetValue(FileName)!;
        using var feeds = Feeds.At([path]);
        var wanted = (await feeds.Search("", ct)).ToDictionary(hit => hit.Id, _ => VersionRange.AllStable);
        if (wanted.Count == 0)
            throw new InvalidOperationException($"{path} holds no module. Nothing was changed.");
        var installer = new Installer(site, feeds, parsed.GetValue(PackageCommands.AllowUnsigned));
        foreach (var sentence in await installer.Apply(await installer.Plan(wanted, ct), ct))
            Console.WriteLine(sentence);
        return 0;
    }

    private static async Task<int> Create(Site site, ParseResult parsed, CancellationToken ct)
    {
        var path = parsed.GetValue(FileName)!;
        if (File.Exists(path))
        {
            await Console.Error.WriteLineAsync($"{path} is there already. Nothing was changed.");
            return 1;
        }
        using var feeds = await PackageCommands.Open(site, parsed, ct);
        // The other place has what came with CoProd, and nothing else for certain.
        var there = Resolver.VersionsOf(site.Modules.All.Where(module => module.ManifestHash is null));
        var wanted = parsed
            .GetValue(Ids)!
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(id => id, _ => VersionRange.AllStable);
        var plan = await new Resolver(feeds.Offers, ModuleManifest.ContractsVersion, there).Resolve(wanted, ct);
        using (var zip = ZipFile.Open(path + ".half", ZipArchiveMode.Create))
        {
            foreach (var (offer, _) in plan)
            {
                var package = await feeds.Fetch(offer, ct);
                zip.CreateEntryFromFile(package, $"{offer.Id}.{offer.Version.ToNormalizedString()}.nupkg");
                File.Delete(package);
            }
        }
        File.Move(path + ".half", path);
        Console.WriteLine($"{path} holds {string.Join(", ", plan.Select(c => $"{c.Offer.Id} {c.Offer.Version}"))}.");
        return 0;
    }
}
