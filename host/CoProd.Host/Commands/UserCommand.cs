using System.CommandLine;
using CoProd.Contracts.Modules;
using CoProd.Host.Security;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod user</c>: accounts, from the console.</summary>
internal static class UserCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The user name." };
    private static readonly Option<Role> AsRole = new("--role")
    {
        Description = "Administrator, Coordinator or Viewer.",
        Required = true,
    };
    private static readonly Option<string?> Display = new("--display") { Description = "The name others see." };

    public static Command Make()
    {
        var add = new Command("add", "Make an account. The password is read from standard input.")
        {
            Name,
            AsRole,
            Display,
        };
        add.Does(Add);
        var list = new Command("list", "List the accounts.");
        list.Does(List);
        return new Command("user", "Accounts.") { add, list };
    }

    private static async Task<int> Add(Site site, ParseResult parsed, CancellationToken ct)
    {
        if (!Enum.IsDefined(parsed.GetValue(AsRole)))
            return await Refuse("The role is Administrator, Coordinator or Viewer.");
        if (parsed.GetValue(AsRole) == Role.CoProducer)
            return await Refuse(
                "A co-producer is somebody in the register. Make their account on the page /accounts/new."
            );
        if (!Console.IsInputRedirected)
            Console.Write("Password (at least 12 characters): ");
        var password = await Console.In.ReadLineAsync(ct) ?? "";
        using var scope = site.Services.CreateScope();
        var account = new Account
        {
            UserName = parsed.GetValue(Name)!,
            DisplayName = parsed.GetValue(Display) ?? parsed.GetValue(Name)!,
            Role = parsed.GetValue(AsRole),
        };
        if (await AccountMaking.Make(scope.ServiceProvider, account, password) is { } problem)
            return await Refuse(problem.Sentence);
        Console.WriteLine($"Made: {account.UserName} ({account.Role}).");
        return 0;
    }

    private static async Task<int> Refuse(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return 1;
    }

    private static async Task<int> List(Site site, ParseResult parsed, CancellationToken ct)
    {
        using var scope = site.Services.CreateScope();
        foreach (var account in await scope.ServiceProvider.GetRequiredService<AccountStore>().List(ct))
            Console.WriteLine(
                $"{account.UserName}\t{account.Role}\t{account.DisplayName}{(account.Disabled ? "\tended" : "")}"
            );
        return 0;
    }
}
