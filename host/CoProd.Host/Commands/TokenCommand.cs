using System.CommandLine;
using CoProd.Host.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod token</c>: bearer tokens for the API, made, listed and taken back.</summary>
internal static class TokenCommand
{
    private static readonly Argument<string> User = new("user")
    {
        Description = "The user name whose rights the token has.",
    };
    private static readonly Option<string> Name = new("--name")
    {
        Description = "What it is for.",
        DefaultValueFactory = _ => "console",
    };
    private static readonly Option<int?> Days = new("--days")
    {
        Description = "How many days it holds; without end when left out.",
    };

    private static readonly Argument<Guid> Id = new("id") { Description = "The token's id, from `coprod token list`." };

    public static Command Make()
    {
        var create = new Command("create", "Make a token. It is shown once.") { User, Name, Days };
        create.Does(Create);
        var list = new Command("list", "List the tokens of an account that still hold.") { User };
        list.Does(List);
        var revoke = new Command("revoke", "Take a token back. It opens nothing from that moment.") { Id };
        revoke.Does(Revoke);
        return new Command("token", "Tokens for the API.") { create, list, revoke };
    }

    private static async Task<int> Create(Site site, ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Days) is < 1 or > 3650)
        {
            await Console.Error.WriteLineAsync("A token holds for 1 to 3650 days.");
            return 1;
        }
        if (await Find(site, parsed) is not { Disabled: false } account)
            return 1;
        site.About = new() { RecordId = account.Id };
        var life = parsed.GetValue(Days) is { } days ? TimeSpan.FromDays(days) : (TimeSpan?)null;
        Console.WriteLine(
            await site.Services.GetRequiredService<Tokens>().Create(account.Id, parsed.GetValue(Name)!, life, ct)
        );
        return 0;
    }

    private static async Task<int> List(Site site, ParseResult parsed, CancellationToken ct)
    {
        if (await Find(site, parsed) is not { } account)
            return 1;
        foreach (var token in await site.Services.GetRequiredService<Tokens>().List(account.Id, ct))
            Console.WriteLine(
                $"{token.Id}\t{token.Name}\tmade {token.CreatedAt:yyyy-MM-dd}{(token.ExpiresAt is { } end ? $"\tuntil {end:yyyy-MM-dd}" : "")}"
            );
        return 0;
    }

    private static async Task<int> Revoke(Site site, ParseResult parsed, CancellationToken ct)
    {
        if (await site.Services.GetRequiredService<Tokens>().Revoke(parsed.GetValue(Id), ct))
            return 0;
        await Console.Error.WriteLineAsync(
            "There is no token of that id that still holds. See `coprod token list USER`."
        );
        return 1;
    }

    private static async Task<Account?> Find(Site site, ParseResult parsed)
    {
        using var scope = site.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByNameAsync(parsed.GetValue(User)!);
        if (account is null or { Disabled: true })
            await Console.Error.WriteLineAsync($"There is no account {parsed.GetValue(User)}. See `coprod user list`.");
        return account;
    }
}
