using System.CommandLine;
using CoProd.Host.Packages;
using Dapper;

namespace CoProd.Host.Commands;

/// <summary><c>coprod feed add, list, remove</c>: where modules may come from. Nothing is asked of a feed until somebody plans or installs.</summary>
internal static class FeedCommand
{
    private static readonly Argument<string> Address = new("address")
    {
        Description = "A folder, a bundle file, or the address of a NuGet v3 server.",
    };

    private static readonly Argument<string> KeyFile = new("key")
    {
        Description = "The file with the publisher's public key.",
    };

    private static readonly Option<string> Prefix = new("--prefix")
    {
        Description = "The beginning of the names it counts for, for example Acme.",
        Required = true,
    };

    private static readonly Argument<string> Fingerprint = new("fingerprint")
    {
        Description = "The key's fingerprint, as `feed trusted` shows it.",
    };

    private const string Insert = """
        insert into module_feed (address, added_at) values (@address, @Now) on conflict (address) do nothing
        """;

    public static Command Make()
    {
        var add = new Command("add", "Take modules from here too.") { Address };
        add.DoesWithoutModules(Add);
        var list = new Command("list", "Where modules may come from.");
        list.DoesWithoutModules(List);
        var remove = new Command("remove", "Take no more modules from here.") { Address };
        remove.DoesWithoutModules(Remove);
        var trust = new Command("trust", "Take modules that this key signed, if their names begin so.")
        {
            KeyFile,
            Prefix,
        };
        trust.DoesWithoutModules(TrustKey);
        var trusted = new Command("trusted", "Whose modules are taken.");
        trusted.DoesWithoutModules(Trusted);
        var distrust = new Command("distrust", "Take no more modules that this key signed.") { Fingerprint };
        distrust.DoesWithoutModules(Distrust);
        return new Command("feed", "Where modules come from, and whose are taken.")
        {
            add,
            list,
            remove,
            trust,
            trusted,
            distrust,
        };
    }

    private static async Task<int> Add(Site site, ParseResult parsed, CancellationToken ct)
    {
        var address = Feeds.Full(parsed.GetValue(Address)!);
        if (Feeds.Refusal(address) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal + " Nothing was changed.");
            return 1;
        }
        await site.HostDatabase.Write(w => w.Connection.Execute(Insert, new { address, w.Now }), ct);
        Console.WriteLine($"Modules may come from {address}.");
        return 0;
    }

    private static async Task<int> List(Site site, ParseResult parsed, CancellationToken ct)
    {
        foreach (var address in await Feeds.Known(site.HostDatabase, ct))
            Console.WriteLine(address);
        return 0;
    }

    private static async Task<int> Remove(Site site, ParseResult parsed, CancellationToken ct)
    {
        var address = Feeds.Full(parsed.GetValue(Address)!);
        var gone = await site.HostDatabase.Write(
            w => w.Connection.Execute("delete from module_feed where address = @address", new { address }),
            ct
        );
        Console.WriteLine(
            gone == 1 ? $"No more modules come from {address}." : $"{address} was no feed. Nothing was changed."
        );
        return gone == 1 ? 0 : 1;
    }

    private static async Task<int> TrustKey(Site site, ParseResult parsed, CancellationToken ct)
    {
        var key = await File.ReadAllTextAsync(parsed.GetValue(KeyFile)!, ct);
        var prefix = parsed.GetValue(Prefix)!.TrimEnd('.');
        if (prefix.Length == 0)
        {
            await Console.Error.WriteLineAsync(
                "Say the beginning of the names that the key counts for: a key for everything is a key to everything. Nothing was changed."
            );
            return 1;
        }
        var trusted = new TrustedKey
        {
            Prefix = prefix,
            Fingerprint = Signature.FingerprintOf(key),
            PublicKey = key,
        };
        await new Trust(site.HostDatabase).Add(trusted, ct);
        Console.WriteLine(
            $"Modules called {prefix} or {prefix}.… are taken when {trusted.Fingerprint} has signed them. A signature tells who made a module; what it does inside is not fenced in."
        );
        return 0;
    }

    private static async Task<int> Trusted(Site site, ParseResult parsed, CancellationToken ct)
    {
        foreach (var key in await new Trust(site.HostDatabase).All(ct))
            Console.WriteLine($"{key.Prefix}\t{key.Fingerprint}");
        return 0;
    }

    private static async Task<int> Distrust(Site site, ParseResult parsed, CancellationToken ct)
    {
        var fingerprint = parsed.GetValue(Fingerprint)!;
        var gone = await new Trust(site.HostDatabase).Remove(fingerprint, ct);
        Console.WriteLine(
            gone > 0
                ? $"{fingerprint} is not trusted any more. What is installed stays."
                : $"{fingerprint} was not trusted. Nothing was changed."
        );
        return gone > 0 ? 0 : 1;
    }
}
