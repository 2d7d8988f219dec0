using System.Text.RegularExpressions;
using CoProd.Contracts.Modules;
using Microsoft.Playwright;

namespace CoProd.EndToEnd.Tests;

/// <summary>
/// Walks every page that a kind of user can reach from home, one of each route, and looks at each as people meet it: on a small phone, with
/// a screen reader's tools, in the dark and in high contrast. Pages of modules added later are found by themselves.
/// </summary>
public sealed partial class CrawlTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>Pages without a link to them in the demo, and how people come there all the same.</summary>
    private static readonly Dictionary<string, string> ReachedOtherwise = [];

    private static bool Soak { get; } = Environment.GetEnvironmentVariable("COPROD_SOAK") is not null;

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory, MemberData(nameof(Roles))]
    public async Task Every_page_has_a_title_fits_a_small_phone_and_is_accessible(Role role)
    {
        var page = await browser.Open(role, width: 320, height: 640);
        var kept = browser.Site.PagesOf(role).Where(IsKept).ToList();
        var complaints = Listen(page, kept);
        var looked = await browser.Once("looked", () => Task.FromResult(new HashSet<string>()));

        var found = await Walk(
            page,
            role,
            async (route, path) =>
            {
                Assert.False(string.IsNullOrWhiteSpace(await page.TitleAsync()), $"{path} has no title");
                Assert.Equal(1, await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync());
                await Browser.FitsItsWidth(page);
                // What one kind of user can use, another can: the slow look is taken once a route, and by everybody when there is time.
                if (!looked.Add(route) && !Soak)
                    return;
                await Browser.IsAccessible(page);
                await page.SetViewportSizeAsync(320, 640);
            }
        );

        Assert.Empty(complaints);
        TestContext.Current.SendDiagnosticMessage($"{role}: {found.Count} pages");
        var missed = browser.Site.PagesOf(role).Where(IsPage).Except(found.Keys).Except(ReachedOtherwise.Keys).ToList();
        Assert.True(missed.Count == 0, "No page that was opened leads to\n" + string.Join('\n', missed));
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
        var all = await browser.Once(
            "pages",
            async () => (await Walk(page, Role.Coordinator, (_, _) => Task.CompletedTask)).Values
        );

        // A third of the pages in each theme; all of them when there is time.
        var every = Soak ? 1 : 3;
        foreach (var path in all.Where((_, i) => i % every == theme.Length % every))
        {
            await page.GotoAsync(path);
            await Browser.IsAccessible(page);
        }
    }

    /// <summary>
    /// Opens one page of each route that links lead to: two awards are one kind of page. A route that needs nothing in its address is also
    /// opened by its address, as somebody does who kept it: it shows itself, or says what is missing.
    /// </summary>
    /// <returns>The routes, each with the address that was opened.</returns>
    private async Task<Dictionary<string, string>> Walk(IPage page, Role role, Func<string, string, Task> look)
    {
        var kinds = Kinds(browser.Site.PagesOf(role));
        var found = new Dictionary<string, string> { ["/"] = "/" };
        var next = new Queue<string>(["/"]);
        var kept = kinds.Select(kind => kind.Pattern).Where(IsKept).ToHashSet();
        while (next.TryDequeue(out var path))
        {
            var answer = await page.GotoAsync(path);
            Assert.True(answer!.Ok || (answer.Status == 404 && kept.Contains(path)), $"{path} answers {answer.Status}");
            var links = await page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('a[href^=\"/\"]:not([download])')].map(a => a.getAttribute('href'))"
            );
            await look(found.First(one => one.Value == path).Key, path);
            foreach (var link in links.Where(IsPage))
            {
                var bare = link.Split('?', '#')[0];
                if (found.TryAdd(kinds.FirstOrDefault(k => k.Fits.IsMatch(bare)).Pattern ?? bare, link))
                    next.Enqueue(link);
            }
            if (next.Count == 0 && kept.FirstOrDefault(pattern => !found.ContainsKey(pattern)) is { } unled)
            {
                found[unled] = unled;
                next.Enqueue(unled);
            }
        }
        return found;
    }

    // What is no page, or leaves the demo's people without an end: files, the API's description, another's session.
    private static bool IsPage(string link) =>
        !link.StartsWith("/exports/", StringComparison.Ordinal)
        && !link.StartsWith("/openapi", StringComparison.Ordinal)
        && !link.StartsWith("/assets/", StringComparison.Ordinal)
        && !link.Contains("as=csv", StringComparison.Ordinal)
        && !File().IsMatch(link);

    // An address that needs nothing in it, which somebody may have kept.
    private static bool IsKept(string pattern) => IsPage(pattern) && !pattern.Contains('{');

    // The most literal first: /people/new is no person.
    private static List<(string Pattern, Regex Fits)> Kinds(IReadOnlyList<string> patterns) =>
        [
            .. patterns
                .OrderBy(pattern => pattern.Count(c => c == '{'))
                .Select(pattern =>
                    (
                        pattern,
                        new Regex(
                            "^"
                                + Parameter()
                                    .Replace(
                                        pattern,
                                        m =>
                                            m.Value.Contains(":guid", StringComparison.Ordinal)
                                                ? "[0-9a-f-]{36}"
                                                : "[^/]+"
                                    )
                                + "$"
                        )
                    )
                ),
        ];

    // A page that breaks its own content policy says so on the console. So does one that is not there, which a kept address may find.
    private static List<string> Listen(IPage page, IReadOnlyList<string> kept)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (
                message.Type == "error"
                && !(
                    message.Text.Contains("status of 404", StringComparison.Ordinal)
                    && kept.Contains(new Uri(page.Url).AbsolutePath)
                )
            )
                complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        return complaints;
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\.(csv|ics|json|xlsx|docx|svg)$")]
    private static partial Regex File();
}
