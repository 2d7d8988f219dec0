using System.CommandLine;
using System.Diagnostics;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Host.Events;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod demo</c>: the service, filled with an invented institution, with a sign-in link for each kind of user.</summary>
internal static class DemoCommand
{
    public static Command Make()
    {
        var command = new Command("demo", "Run with an invented institution, to look around.")
        {
            CommonOptions.Data,
            CommonOptions.Port,
            CommonOptions.Postgres,
            CommonOptions.Modules,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                var options = parsed.HostOptions(demo: true);
                if (
                    parsed.GetResult(CommonOptions.Data) is null or { Implicit: true }
                    && Environment.GetEnvironmentVariable("COPROD_DATA") is null
                )
                    options = options with { DataFolder = Path.GetFullPath(Path.Combine("coprod-data", "demo")) };
                return await RunCommand.Serve(options, Welcome, ct);
            }
        );
        return command;
    }

    private static async Task Welcome(Site site, string address, CancellationToken ct)
    {
        await Fill(site, ct);
        Console.WriteLine($"The demo answers at {address}. Its people and places are invented.");
        Console.WriteLine("Sign in as:");
        var links = site.Services.GetRequiredService<DemoLinks>();
        foreach (var role in Enum.GetValues<Role>())
            Console.WriteLine($"  {role.ToString().ToLowerInvariant(), -14} {address}{links.PathOf(role)}");
        Console.WriteLine("Without an account:");
        Console.WriteLine($"  {"board member", -14} {address}{await BoardLink(site, ct)}");
    }

    // Of a link the hash alone is kept, so each run makes its own, and the one before it ends.
    private static async Task<string> BoardLink(Site site, CancellationToken ct)
    {
        const string Member = "Helen Marsh, board member";
        var links = site.Services.GetRequiredService<Board.BoardLinks>();
        var (now, today) = (site.Options.Clock.GetUtcNow(), site.Options.Clock.Today());
        foreach (var old in await links.List((now.AddDays(1), Guid.Empty), 100, ct))
        {
            if (old.ForWhom == Member && old.Works(today))
                await links.End(old.Id, by: null, ct);
        }
        var (code, _) = await links.Make(new() { Id = Guid.CreateVersion7(), ForWhom = Member }, Guid.Empty, ct);
        return Board.OpenBoard.Path(code);
    }

    /// <summary>Fills an empty installation; one that holds the demo already is left as it is, one that holds anything else is refused.</summary>
    public static async Task Fill(Site site, CancellationToken ct)
    {
        const string Filled = "host.demo-filled";
        if ((await site.Settings.Load(ct)).ContainsKey(Filled))
            return;
        using var scope = site.Services.CreateScope();
        if (await scope.ServiceProvider.GetRequiredService<AccountStore>().Any(ct))
            throw new InvalidOperationException(
                $"{site.Options.DataFolder} holds real accounts. The demo takes an empty folder: choose one with --data."
            );
        var today = site.Options.Clock.Today();
        await FillModules(site, today, ct);
        await site.Settings.Set("host.institution", "Wenmouth and Vale Community NHS Trust", ct);
        await MakeAccounts(site, scope.ServiceProvider, ct);
        await site.Services.GetRequiredService<Deliverer>().Drain(ct);
        await site.Settings.Set(Filled, today.Iso(), ct);
    }

    private static async Task FillModules(Site site, DateOnly today, CancellationToken ct)
    {
        // In order over all modules: what stands on the Register comes after it.
        var orders = await site.Modules.Ask<IDemoData, int>(demo => Task.FromResult(demo.Order), ct);
        foreach (var order in orders.Select(answer => answer.Result).Distinct().Order())
        {
            await site.Modules.Ask<IDemoData, bool>(
                async demo =>
                {
                    if (demo.Order == order)
                        await demo.Fill(today, ct);
                    return true;
                },
                ct,
                (module, e) =>
                    throw new InvalidOperationException(
                        $"{module.Id} could not add its part of the demo: {e.Message}",
                        e
                    ),
                Timeout.InfiniteTimeSpan
            );
        }
    }

    private static async Task MakeAccounts(Site site, IServiceProvider services, CancellationToken ct)
    {
        await using var capabilities = new Capabilities(site.Modules);
        var people = await capabilities.Directory.AllPeople(null, 1000, ct);
        var users = services.GetRequiredService<UserManager<Account>>();
        foreach (var (role, name) in Names)
        {
            // No password: these accounts open by the links of a running demo, and in no other way.
            await users.CreateAsync(
                new Account
                {
                    Id = Guid.CreateVersion7(),
                    UserName = DemoLinks.UserNameOf(role),
                    DisplayName = name,
                    Role = role,
                    PersonId = people.FirstOrDefault(person => person.Name == name)?.Id,
                    SecurityStamp = Secret.New(),
                }
            );
        }
    }

    private static readonly IReadOnlyList<(Role Role, string Name)> Names =
    [
        (Role.Administrator, "Priya Nair"),
        (Role.Coordinator, "Sam Whitlock"),
        (Role.CoProducer, "Maureen Pike"),
        (Role.Viewer, "Helen Marsh"),
    ];
}
