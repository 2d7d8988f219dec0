using System.Text.RegularExpressions;
using CoProd.Contracts.Modules;
using Microsoft.Playwright;

namespace CoProd.EndToEnd.Tests;

/// <summary>
/// Walks every page that a kind of user can reach from home, one of each kind, and looks at each as people meet it: on a small phone, with
/// a screen reader's tools, in the dark and in high contrast. Pages of modules added later are found by themselves.
/// </summary>
public sealed partial class CrawlTests(Browser browser) : IClassFixture<Browser>
{
    private const int MostPages = 80;

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory, MemberData(nameof(Roles))]
    public async Task Every_page_has_a_title_fits_a_small_phone_and_is_accessible(Role role)
    {
        var page = await browser.Open(role, width: 320, height: 640);
        var complaints = Listen(page);

        foreach (var path in await Reachable(page))
        {
            await page.GotoAsync(path);
            Assert.False(string.IsNullOrWhiteSpace(await page.TitleAsync()), $"{path} has no title");
            Assert.Equal(1, await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync());
            await Browser.FitsItsWidth(page);
            await Browser.IsAccessible(page);
        }
        Assert.Empty(complaints);
    }

    [Theory, InlineData("dark"), InlineData("contrast"), InlineData("light")]
    public async Task Every_page_of_a_coordinator_can_be_read_in_every_theme(string theme)
    {
        var page = await browser.Open(Role.Coordinator);
        await page.Context.AddCookiesAsync([
            new()
            {
                Name = "theme",
                Value = theme,
                Url = browser.Site.Address,
            },
        ]);

        // A third of the pages in each theme; all of them when there is time.
        var all = await Reachable(page);
        var every = Environment.GetEnvironmentVariable("COPROD_SOAK") is null ? 3 : 1;
        foreach (var path in all.Where((_, i) => i % every == theme.Length % every))
        {
            await page.GotoAsync(path);
            await Browser.IsAccessible(page);
        }
    }

    /// <summary>The paths that links lead to, one for each kind: two awards are one kind of page.</summary>
    private static async Task<IReadOnlyList<string>> Reachable(IPage page)
    {
        var found = new Dictionary<string, string> { ["/"] = "/" };
        var next = new Queue<string>(["/"]);
        while (next.TryDequeue(out var path) && found.Count < MostPages)
        {
            var answer = await page.GotoAsync(path);
            Assert.True(answer!.Ok, $"{path} answers {answer.Status}");
            var links = await page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('a[href^=\"/\"]:not([download])')].map(a => a.getAttribute('href'))"
            );
            foreach (var link in links.Where(IsPage))
            {
                if (found.TryAdd(Kind(link), link))
                    next.Enqueue(link);
            }
        }
        return [.. found.Values];
    }

    // What is no page, or leaves the demo's people without an end: files, the API's description, another's session.
    private static bool IsPage(string link) =>
        !link.StartsWith("/exports/", StringComparison.Ordinal)
        && !link.StartsWith("/openapi", StringComparison.Ordinal)
        && !link.StartsWith("/assets/", StringComparison.Ordinal)
        && !link.Contains("as=csv", StringComparison.Ordinal)
        && !File().IsMatch(link);

    private static string Kind(string link) => Id().Replace(link.Split('?', '#')[0], "ID");

    // A page that breaks its own content policy says so on the console.
    private static List<string> Listen(IPage page)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        return complaints;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\.(csv|ics|json|xlsx|docx|svg)$")]
    private static partial Regex File();
}
