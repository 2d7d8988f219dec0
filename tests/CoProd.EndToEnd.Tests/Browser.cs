using CoProd.Contracts.Modules;
using CoProd.Testing;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CoProd.EndToEnd.Tests;

/// <summary>One Chromium for all tests of a class, and a site filled with the demo.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string Executable =
        Environment.GetEnvironmentVariable("COPROD_TEST_BROWSER") ?? "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? chromium;
    private TestSite? site;
    private readonly Dictionary<string, object> known = [];

    public TestSite Site => site!;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable))
            return;
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Executable,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
        site = await TestSite.Start(TestEngine.Sqlite, demo: true);
    }

    /// <summary>What the tests of a class find out once and share.</summary>
    public async Task<T> Once<T>(string what, Func<Task<T>> find)
        where T : notnull
    {
        if (!known.TryGetValue(what, out var found))
            known[what] = found = await find();
        return (T)found;
    }

    /// <summary>A page of somebody signed in; null for nobody.</summary>
    public async Task<IPage> Open(
        Role? role,
        int width = 1280,
        int height = 900,
        bool script = true,
        ColorScheme scheme = ColorScheme.Light
    )
    {
        Assert.SkipWhen(chromium is null, $"There is no browser at {Executable}; set COPROD_TEST_BROWSER.");
        var context = await chromium!.NewContextAsync(
            new()
            {
                BaseURL = Site.Address,
                ViewportSize = new() { Width = width, Height = height },
                JavaScriptEnabled = script,
                ColorScheme = scheme,
                Locale = "en-GB",
            }
        );
        context.SetDefaultTimeout(15_000);
        if (role is { } signedIn)
            await SignIn(context, signedIn);
        return await context.NewPageAsync();
    }

    // By the demo's own links, as somebody who tries the demo would.
    private async Task SignIn(IBrowserContext context, Role role)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(Site.DemoLink(role));
        await page.CloseAsync();
    }

    /// <summary>Nothing that axe finds wrong for people who use assistive technology.</summary>
    public static async Task IsAccessible(IPage page, bool script = true)
    {
        // Axe is itself a script: without one there is nothing to ask.
        if (!script)
            return;
        // The whole page at once: else the bar at a phone's lower edge covers whatever happens to lie behind it.
        var size = page.ViewportSize!;
        await page.SetViewportSizeAsync(
            size.Width,
            await page.EvaluateAsync<int>("document.documentElement.scrollHeight")
        );
        // On the root, which is the whole page to axe. Asked of the page itself, it opens a window more for each look, to guard against
        // scripts of others that we do not have.
#pragma warning disable CS0618
        var result = await page.Locator("html")
            .RunAxeLegacy(
                new AxeRunOptions
                {
                    RunOnly = new RunOnlyOptions
                    {
                        Type = "tag",
                        Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
                    },
                }
            );
#pragma warning restore CS0618
        var found = result
            .Violations.SelectMany(v => v.Nodes.Select(node => $"{v.Id}: {v.Help} at {node.Html}"))
            .ToList();
        Assert.True(found.Count == 0, $"{page.Url}\n{string.Join('\n', found.Take(10))}");
    }

    /// <summary>The page as a whole never scrolls sideways.</summary>
    public static async Task FitsItsWidth(IPage page)
    {
        var overflow = await page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        );
        Assert.True(overflow <= 0, $"{page.Url} is {overflow} pixels too wide.");
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        playwright?.Dispose();
        if (site is not null)
            await site.DisposeAsync();
    }
}
