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
        return new Command("feed", "Where modules come from.") { add, list, remove };
    }

    private static async Task<int> Add(Site site, ParseResult parsed, CancellationToken ct)
    {
        var address = Full(parsed);
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
        var address = Full(parsed);
        var gone = await site.HostDatabase.Write(
            w => w.Connection.Execute("delete from module_feed where address = @address", new { address }),
            ct
        );
        Console.WriteLine(
            gone == 1 ? $"No more modules come from {address}." : $"{address} was no feed. Nothing was changed."
        );
        return gone == 1 ? 0 : 1;
    }

    private static string Full(ParseResult parsed)
    {
        var address = parsed.GetValue(Address)!;
        return address.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? address : Path.GetFullPath(address);
    }
}
