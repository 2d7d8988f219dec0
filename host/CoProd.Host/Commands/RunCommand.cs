using System.CommandLine;
using CoProd.Host.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CoProd.Host.Commands;

/// <summary><c>coprod run</c>: the service.</summary>
internal static class RunCommand
{
    public static Command Make()
    {
        var command = new Command("run", "Run the service.")
        {
            CommonOptions.Data,
            CommonOptions.Port,
            CommonOptions.Postgres,
            CommonOptions.Modules,
            CommonOptions.SafeMode,
            CommonOptions.Listen,
            CommonOptions.Url,
            CommonOptions.Proxy,
        };
        command.SetAction((parsed, ct) => Serve(parsed.HostOptions(), Welcome, ct));
        return command;
    }

    /// <summary>Opens the installation, serves until told to stop, and says where it is once it answers.</summary>
    public static async Task<int> Serve(
        HostOptions options,
        Func<Site, string, CancellationToken, Task> ready,
        CancellationToken ct
    )
    {
        try
        {
            Data.OwnFolder.Make(options.DataFolder);
            var starting = options with { Serves = true };
            while (await ServeOnce(starting, ready, ct) is { } address)
            {
                // Whoever waits in a browser finds it where it was.
                starting = starting with
                {
                    Port = new Uri(address).Port,
                };
                ready = (_, _, _) => Task.CompletedTask;
            }
            return 0;
        }
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or Autofac.Core.DependencyResolutionException
                        or IOException
                        or Data.MigrationException
                        or System.Data.Common.DbException
            )
        {
            await Console.Error.WriteLineAsync(CommonOptions.SentenceOf(e));
            return 1;
        }
    }

    // Serves until it is stopped; answers where it served when it is to start again.
    private static async Task<string?> ServeOnce(
        HostOptions options,
        Func<Site, string, CancellationToken, Task> ready,
        CancellationToken ct
    )
    {
        var again = false;
        await using var site = await Site.Open(options, ct);
        site.StartAgain = () =>
        {
            again = true;
            site.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        };
        await site.Web.StartAsync(ct);
        var address = site
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        await WarmUp(address, ct);
        await ready(site, address, ct);
        foreach (var module in site.Modules.All.Where(module => !module.IsActive))
            Console.WriteLine($"Set aside: {module.Id}. {module.Reason}");
        Console.WriteLine("Press Ctrl+C to stop.");
        await site.Web.WaitForShutdownAsync(ct);
        return again && !ct.IsCancellationRequested ? address : null;
    }

    private static async Task Welcome(Site site, string address, CancellationToken ct)
    {
        Console.WriteLine($"CoProd answers at {address} ({site.EngineDescription}).");
        using var scope = site.Services.CreateScope();
        if (await scope.ServiceProvider.GetRequiredService<AccountStore>().Any(ct))
            return;
        var code = await site.Services.GetRequiredService<SetupCode>().Renew(ct);
        Console.WriteLine($"Nobody can sign in yet. Open {address}/set-up and use this code once: {code}");
    }

    // The first page of all takes most of a second; nobody should be the one who waits for it.
    private static async Task WarmUp(string address, CancellationToken ct)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        await client.GetAsync(address + "/sign-in", ct);
    }
}
