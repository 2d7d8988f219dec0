using System.CommandLine;
using CoProd.Host.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod token create USER</c>: a bearer token for the API.</summary>
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

    public static Command Make()
    {
        var create = new Command("create", "Make a token. It is shown once.") { User, Name, Days };
        create.Does(Create);
        return new Command("token", "Tokens for the API.") { create };
    }

    private static async Task<int> Create(Site site, ParseResult parsed, CancellationToken ct)
    {
        using var scope = site.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await users.FindByNameAsync(parsed.GetValue(User)!) is not { Disabled: false } account)
        {
            await Console.Error.WriteLineAsync($"There is no account {parsed.GetValue(User)}. See `coprod user list`.");
            return 1;
        }
        var life = parsed.GetValue(Days) is { } days ? TimeSpan.FromDays(days) : (TimeSpan?)null;
        Console.WriteLine(
            await site.Services.GetRequiredService<Tokens>().Create(account.Id, parsed.GetValue(Name)!, life, ct)
        );
        return 0;
    }
}
