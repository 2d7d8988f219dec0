using CoProd.Contracts.Modules;
using CoProd.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CoProd.Benchmarks;

/// <summary>Pages of the list of innovations a second, for eight who are signed in, beside an endpoint that says one word. The clients take their share of the same machine.</summary>
internal static class Pages
{
    private const int Clients = 8;
    private const int Innovations = 1_000;

    public static async Task Run(TimeSpan life)
    {
        var bare = await Bare(life);
        System.Console.WriteLine($"pages: a bare endpoint, {Clients} clients: {bare:N0}/s");
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        for (var i = 0; i < Innovations; i++)
        {
            // Each post waits a moment for what it set off; a short run has a short list.
            if (life < TimeSpan.FromSeconds(1) && i == 60)
                break;
            await coordinator.PostJson("/api/innovations", new { name = $"Innovation {i:0000}" });
        }
        var ours = await Load.PerSecond(Clients, life, _ => Get(coordinator.Client, "/innovations"));
        System.Console.WriteLine(
            $"pages: the list of innovations, 50 rows, {Clients} clients: {ours:N0}/s, {ours / bare:0.000} of bare"
        );
        var health = await Load.PerSecond(Clients, life, _ => Get(coordinator.Client, "/health"));
        System.Console.WriteLine($"pages: /health, {Clients} clients: {health:N0}/s, {health / bare:0.000} of bare");
    }

    private static async Task Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<double> Bare(TimeSpan life)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapGet("/", () => Results.Text("word"));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return await Load.PerSecond(Clients, life, _ => Get(client, "/"));
    }
}
