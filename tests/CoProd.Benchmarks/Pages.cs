using CoProd.Contracts.Modules;
using CoProd.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoProd.Benchmarks;

/// <summary>
/// Pages a second, for eight who are signed in, beside an endpoint that says one word and a bare page of fifty rows without a frame or a
/// database. The clients take their share of the same machine.
/// </summary>
internal static class Pages
{
    private const int Clients = 8;
    private const int Innovations = 1_000;

    public static async Task Run(TimeSpan life)
    {
        var (word, page) = await Bare(life);
        System.Console.WriteLine($"pages: a bare endpoint, {Clients} clients: {word:N0}/s");
        System.Console.WriteLine($"pages: a bare page, 50 rows, {Clients} clients: {page:N0}/s");
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        for (var i = 0; i < Innovations; i++)
        {
            // Each post waits a moment for what it set off; a short run has a short list.
            if (life < TimeSpan.FromSeconds(1) && i == 60)
                break;
            await coordinator.PostJson("/api/innovations", new { name = $"Innovation {i:0000}" });
        }
        await Tell("the list of innovations, 50 rows", "/innovations");
        await Tell("the same list with nothing in it", "/innovations?filter=nothing");
        await Tell("the same list as JSON", "/api/innovations");
        await Tell("/health", "/health");

        async Task Tell(string what, string path)
        {
            var rate = await Load.PerSecond(Clients, life, _ => Get(coordinator.Client, path));
            System.Console.WriteLine(
                $"pages: {what}, {Clients} clients: {rate:N0}/s, {rate / page:0.000} of the bare page"
            );
        }
    }

    private static async Task Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<(double Word, double Page)> Bare(TimeSpan life)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddRazorComponents();
        await using var app = builder.Build();
        app.MapGet("/", () => Results.Text("word"));
        app.MapGet("/page", () => new RazorComponentResult<BarePage>());
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return (
            await Load.PerSecond(Clients, life, _ => Get(client, "/")),
            await Load.PerSecond(Clients, life, _ => Get(client, "/page"))
        );
    }

    private sealed class BarePage : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "table");
            for (var i = 0; i < 50; i++)
            {
                builder.OpenElement(1, "tr");
                builder.OpenElement(2, "td");
                builder.OpenElement(3, "a");
                builder.AddAttribute(4, "href", "/innovations/" + i);
                builder.AddContent(5, "Innovation " + i);
                builder.CloseElement();
                builder.CloseElement();
                builder.CloseElement();
            }
            builder.CloseElement();
        }
    }
}
