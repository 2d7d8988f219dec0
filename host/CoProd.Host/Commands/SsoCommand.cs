using System.CommandLine;
using System.Text.Json;
using CoProd.Contracts.Modules;
using CoProd.Host.Security.Sso;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CoProd.Host.Commands;

/// <summary><c>coprod sso</c>: the institution's own sign-in, from the console. A service that runs follows at its next start.</summary>
internal static class SsoCommand
{
    private static readonly Argument<string> Issuer = new("issuer")
    {
        Description = "The provider's address, as it calls itself, for example https://accounts.google.com.",
    };
    private static readonly Option<string> Client = new("--client-id")
    {
        Description = "What the provider gave when CoProd was registered there.",
        Required = true,
    };
    private static readonly Option<bool> WithSecret = new("--secret")
    {
        Description = "The client secret is read from standard input.",
    };
    private static readonly Option<string?> Called = new("--called") { Description = "What people call it." };
    private static readonly Option<string?> Scopes = new("--scopes")
    {
        Description = "What is asked for; openid profile unless you say otherwise.",
    };
    private static readonly Option<string?> Claim = new("--claim")
    {
        Description = "The claim with the groups; groups unless you say otherwise.",
    };
    private static readonly Option<string[]> Groups = new("--role")
    {
        Description = "A group and its role, for example \"Innovation team=Coordinator\". May be given more than once.",
    };

    public static Command Make()
    {
        var set = new Command("set", "Name the provider, and which of its groups have which role.")
        {
            Issuer,
            Client,
            WithSecret,
            Called,
            Scopes,
            Claim,
            Groups,
        };
        set.DoesWithoutModules(Set);
        var show = new Command("show", "Show what is set, without the secret.") { CommonOptions.Json };
        show.DoesWithoutModules(Show);
        var test = new Command("test", "Ask the provider whether it answers, and as whom.");
        test.DoesWithoutModules(Test);
        var off = new Command("off", "Sign in with user names and passwords alone.");
        off.DoesWithoutModules(Off);
        return new Command("sso", "Signing in with the institution's own accounts (OpenID Connect).")
        {
            set,
            show,
            test,
            off,
        };
    }

    private static async Task<int> Set(Site site, ParseResult parsed, CancellationToken ct)
    {
        var issuer = parsed.GetValue(Issuer)!;
        if (!SsoSettings.IsAddress(issuer))
            return await Refuse($"{issuer} is no address of a provider. It looks like https://login.example.org.");
        var roles = string.Join('\n', parsed.GetValue(Groups) ?? []);
        if (GroupRoles.Read(roles).Wrong is { } wrong)
            return await Refuse(
                $"{wrong} is not understood. Write group=role, where the role is {nameof(Role.Administrator)}, {nameof(Role.Coordinator)} or {nameof(Role.Viewer)}."
            );
        var scopes = parsed.GetValue(Scopes) ?? "";
        if (scopes.Length > 0 && !scopes.Split(' ').Contains("openid"))
            return await Refuse("“openid” must be among the scopes: without it nobody is named.");
        var sso = Settings(site);
        await sso.Keep(
            new()
            {
                Issuer = issuer,
                Client = parsed.GetValue(Client)!,
                Secret = parsed.GetValue(WithSecret) ? await Console.In.ReadLineAsync(ct) : null,
                Called = parsed.GetValue(Called) ?? "",
                Scopes = scopes,
                Claim = parsed.GetValue(Claim) ?? "",
                Roles = roles,
            },
            ct
        );
        Console.WriteLine($"Kept: {sso.Called} ({sso.Issuer}). A service that runs follows at its next start.");
        return 0;
    }

    private static Task<int> Show(Site site, ParseResult parsed, CancellationToken ct)
    {
        var sso = Settings(site);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        on = sso.IsSetUp,
                        issuer = sso.Issuer,
                        client = sso.Client,
                        secret = sso.HasSecret,
                        scopes = sso.Scopes,
                        claim = sso.Claim,
                        roles = GroupRoles
                            .Read(sso.Roles)
                            .Rows.Select(row => new { group = row.Group, role = row.Role.ToString() }),
                    }
                )
            );
            return Task.FromResult(0);
        }
        if (!sso.IsSetUp)
        {
            Console.WriteLine("No provider is named: people sign in with user names and passwords.");
            return Task.FromResult(0);
        }
        Console.WriteLine($"{sso.Called}: {sso.Issuer}");
        Console.WriteLine($"Client ID {sso.Client}, {(sso.HasSecret ? "with a secret" : "without a secret")}.");
        Console.WriteLine($"Asks for {sso.Scopes}; groups are in {sso.Claim}.");
        foreach (var (group, role) in GroupRoles.Read(sso.Roles).Rows)
            Console.WriteLine($"  {group} = {role}");
        return Task.FromResult(0);
    }

    private static async Task<int> Test(Site site, ParseResult parsed, CancellationToken ct)
    {
        var wrong = await SsoTest.Run(
            Settings(site),
            site.Services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>(),
            ct
        );
        if (wrong is not null)
            return await Refuse(wrong);
        Console.WriteLine("The provider answers, and offers what is needed.");
        return 0;
    }

    private static async Task<int> Off(Site site, ParseResult parsed, CancellationToken ct)
    {
        await Settings(site).Keep(new() { Issuer = "", Client = "" }, ct);
        Console.WriteLine("People sign in with user names and passwords alone, from the next start of the service on.");
        return 0;
    }

    private static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }

    private static SsoSettings Settings(Site site) => site.Services.GetRequiredService<SsoSettings>();
}
