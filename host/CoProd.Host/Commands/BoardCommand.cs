using System.CommandLine;
using System.Globalization;
using CoProd.Contracts;
using CoProd.Host.Board;
using CoProd.Host.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod board</c>: links to the page for a board, made, listed and ended.</summary>
internal static class BoardCommand
{
    private const int Shown = 1000;

    private static readonly Argument<string> ForWhom = new("for")
    {
        Description = "For whom it is: a name or a role. It stands on the page.",
    };

    private static readonly Option<Guid?> Innovation = new("--innovation")
    {
        Description = "The id of the one innovation it shows; all of them when left out.",
    };

    private static readonly Option<int> Days = new("--days")
    {
        Description = "How many days from now it works.",
        DefaultValueFactory = _ => BoardLinks.UsualDays,
    };

    private static readonly Argument<Guid> Id = new("id") { Description = "The link's id, from `coprod board list`." };

    public static Command Make()
    {
        var create = new Command("create", "Make a link for a board member. It is shown once.")
        {
            ForWhom,
            Innovation,
            Days,
        };
        create.Does(Create);
        var list = new Command("list", "List the links, the latest first.");
        list.Does(List);
        var end = new Command("end", "End a link. It opens nothing from that moment.") { Id };
        end.Does(End);
        return new Command("board", "Links to the page for a board, for people without an account.")
        {
            create,
            list,
            end,
        };
    }

    private static async Task<int> Create(Site site, ParseResult parsed, CancellationToken ct)
    {
        var today = site.Options.Clock.Today();
        var days = parsed.GetValue(Days);
        if (days is < 0 or > 3660)
            return await Refuse("A link works for 0 days, which is today alone, to 366.");
        var link = new NewBoardLink
        {
            Id = Guid.CreateVersion7(),
            ForWhom = parsed.GetValue(ForWhom)!.Trim(),
            InnovationId = parsed.GetValue(Innovation),
            Until = today.AddDays(days),
        };
        if (link.ForWhom.Length is 0 or > 100 || link.ForWhom.Any(char.IsControl))
            return await Refuse("Say for whom the link is, in 1 to 100 characters.");
        var links = site.Services.GetRequiredService<BoardLinks>();
        if (await links.Refusal(link, ct) is { } refusal)
            return await Refuse(refusal.Sentence);
        var (code, _) = await links.Make(link, by: Guid.Empty, ct);
        Console.WriteLine(Told(site, code!, link.Until.Value));
        return 0;
    }

    /// <summary>Where it opens, for whoever hands it on.</summary>
    private static string Told(Site site, string code, DateOnly until) =>
        site.Settings.Find(HostSettings.ServedUrl) is { Length: > 0 } url
            ? $"Until {until.Iso()} this opens the page: {new Uri(new Uri(url), OpenBoard.Path(code))}"
            : $"On the page {OpenBoard.Start} they type this code, until {until.Iso()}: {code}";

    private static async Task<int> List(Site site, ParseResult parsed, CancellationToken ct)
    {
        var links = site.Services.GetRequiredService<BoardLinks>();
        var today = site.Options.Clock.Today();
        foreach (var link in await links.List((site.Options.Clock.GetUtcNow().AddDays(1), Guid.Empty), Shown, ct))
            Console.WriteLine(
                string.Join(
                    '\t',
                    link.Id,
                    link.ForWhom,
                    link.Innovation
                        ?? (link.InnovationId is null ? "all innovations" : "an innovation that was withdrawn"),
                    link.EndedAt is { } ended ? $"ended {ended:yyyy-MM-dd}"
                        : link.Works(today) ? $"until {link.UntilOn.Iso()}"
                        : $"over since {link.UntilOn.Iso()}",
                    link.LastOpenedAt is { } last
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"opened {link.Opened} times, last {last:yyyy-MM-dd HH:mm}"
                        )
                        : "not opened yet"
                )
            );
        return 0;
    }

    private static async Task<int> End(Site site, ParseResult parsed, CancellationToken ct) =>
        await site.Services.GetRequiredService<BoardLinks>().End(parsed.GetValue(Id), by: null, ct)
            ? 0
            : await Refuse("There is no link of that id that still works. See `coprod board list`.");

    private static async Task<int> Refuse(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return 1;
    }
}
