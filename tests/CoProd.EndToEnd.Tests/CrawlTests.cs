using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CoProd.Contracts.Modules;
using Microsoft.Playwright;

namespace CoProd.EndToEnd.Tests;

/// <summary>
/// Walks every page that a kind of user can reach from home, one of each route, and looks at each as people meet it: on a small phone, with
/// a screen reader's tools, in the light, in the dark or in high contrast, by turns. Pages of modules added later are found by themselves.
/// </summary>
public sealed partial class CrawlTests(Browser browser) : IClassFixture<Browser>
{
    /// <summary>Pages without a link to them in the demo, and how people come there all the same.</summary>
    private static readonly Dictionary<string, string> ReachedOtherwise = new()
    {
        ["/innovations/{innovationId:guid}/champions/roles/{roleId:guid}/stop"] =
            "from the role itself, shown to the one person whose role it is",
        ["/innovations/{innovationId:guid}/champions/acts/{actId:guid}"] =
            "from the act itself, shown to whoever may change it",
        ["/innovations/{innovationId:guid}/ownership/handovers/{handoverId:guid}/rights/{rightId:guid}/take"] =
            "from a right that was rehearsed to its end in a handover that both confirmed, shown to those who take it",
        [
            "/innovations/{innovationId:guid}/ownership/handovers/{handoverId:guid}/obligations/{obligationId:guid}/answer"
        ] = "from an obligation that is asked of those for whom one speaks",
        ["/innovations/{innovationId:guid}/ownership/handovers/{handoverId:guid}/rights/{rightId:guid}/rehearse"] =
            "from a right that those rehearse for whom one speaks",
        ["/innovations/{innovationId:guid}/ownership/handovers/{handoverId:guid}/withdraw"] =
            "from a draft in which no right was taken yet",
        ["/innovations/{innovationId:guid}/ownership/parties/{partyId:guid}/withdraw"] =
            "from a party to which nothing refers",
        ["/capture/{noteId:guid}/undo"] = "from one's own page, once one has told what happened",
        ["/accounts/{accountId:guid}/address"] = "from an account that is not the demo's",
        ["/accounts/{accountId:guid}/way-in"] = "from an account that is not the demo's",
        ["/accounts/{accountId:guid}/way-in/printed"] = "from the form that makes the code",
        ["/accounts/{accountId:guid}/second-step/remove"] = "from an account that has a second step",
        ["/accounts/{accountId:guid}/passkeys/remove"] = "from an account that has passkeys",
        ["/account/passkeys/{passkeyId:guid}/remove"] = "from one's own account, once it has a passkey",
        ["/people/{personId:guid}/erased"] = "from the form that erases",
        ["/imports/{runId:guid}"] = "from the form that takes a file",
        ["/imports/{runId:guid}/apply"] = "from the preview of a file",
        ["/imports/innovation/{archiveId:guid}"] = "from the form that takes an archive",
        ["/imports/innovation/{archiveId:guid}/apply"] = "from the preview of an archive",
        ["/innovations/{innovationId:guid}/leaving/archive"] = "from the page that says what goes: it is a file",
        ["/innovations/{innovationId:guid}/arrival"] = "from an innovation that came from elsewhere",
        ["/people/{personId:guid}/contact/lifted"] = "from the form that lifts a pause",
        ["/board/links/{linkId:guid}"] = "from the form that makes a link",
        ["/people/{personId:guid}/cards/{cardId:guid}"] = "from the form that makes a card",
        ["/people/{personId:guid}/cards/{cardId:guid}/end"] = "from a card, of which the demo has none",
        ["/people/told/{wordId:guid}/seen"] = "from words that came from a card",
    };

    // How many further pages of a route are opened for links that only they hold: another innovation has other records.
    private const int FurtherPages = 6;

    private static readonly string[] Themes = ["dark", "contrast", "light"];

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
            // What one kind of user can use, another can: the slow look is taken once a route, and by everybody when there is time.
            route => looked.Add(route) || Soak,
            async path =>
            {
                await Browser.FitsItsWidth(page);
                await Browser.IsAccessible(page);
                foreach (var theme in Soak ? Themes : [])
                {
                    await Wear(page, theme);
                    await page.GotoAsync(path);
                    await Browser.IsAccessible(page);
                }
                await page.SetViewportSizeAsync(320, 640);
            }
        );

        Assert.Empty(complaints);
        TestContext.Current.SendDiagnosticMessage($"{role}: {found.Count} pages");
        // What the demo has no record for is left to the long run, which is read by a person.
        var missed = Soak ? Missed(role, found) : [];
        Assert.True(missed.Count == 0, "No page that was opened leads to\n" + string.Join('\n', missed));
    }

    private Task Wear(IPage page, string theme) =>
        page.Context.AddCookiesAsync([
            new()
            {
                Name = "theme",
                Value = theme,
                Url = browser.Site.Address,
            },
        ]);

    /// <summary>
    /// Opens one page of each route that links lead to: two awards are one kind of page. A route that needs nothing in its address is also
    /// opened by its address, as somebody does who kept it: it shows itself, or says what is missing.
    /// </summary>
    /// <returns>The routes, each with the address that was opened.</returns>
    private async Task<Dictionary<string, string>> Walk(
        IPage page,
        Role role,
        Func<string, bool> isNew,
        Func<string, Task> look
    )
    {
        var pages = browser.Site.PagesOf(role);
        var trail = new Trail(Kinds(pages));
        while (trail.Next(() => Missed(role, trail.Found)) is { } path)
        {
            var route = trail.Found.FirstOrDefault(one => one.Value == path).Key;
            // Every page in one theme, and all themes in turn.
            await Wear(page, Themes[trail.Found.Count % Themes.Length]);
            var (status, html) =
                route is not null && isNew(route) ? await Show(page, path, look) : await Fetch(page, path);
            Assert.True(
                status is >= 200 and < 300 || (status == 404 && pages.Contains(path)),
                $"{path} answers {status}"
            );
            // What a page asks again and again while it waits is none itself.
            if (html is null)
                continue;
            if (route is not null)
                IsWhole(html, path);
            foreach (var link in html.QuerySelectorAll("a[href^='/']:not([download])"))
            {
                if (link.GetAttribute("href") is { } address && IsPage(address))
                    trail.Saw(address);
            }
        }
        return trail.Found;
    }

    private static void IsWhole(IDocument html, string path)
    {
        Assert.False(string.IsNullOrWhiteSpace(html.Title), $"{path} has no title");
        Assert.True(html.QuerySelectorAll("h1").Length == 1, $"{path} has not exactly one main heading");
    }

    // As people see it.
    private static async Task<(int Status, IDocument? Html)> Show(IPage page, string path, Func<string, Task> look)
    {
        var answer = await page.GotoAsync(path);
        if (!IsHtml(answer!.Headers))
            return (answer.Status, null);
        var html = Parsed(await page.ContentAsync());
        await look(path);
        return (answer.Status, html);
    }

    // The same address with the same cookies, and no picture drawn of it: for its links, when its like was seen before.
    private static async Task<(int Status, IDocument? Html)> Fetch(IPage page, string path)
    {
        var answer = await page.Context.APIRequest.GetAsync(path);
        return (answer.Status, IsHtml(answer.Headers) ? Parsed(await answer.TextAsync()) : null);
    }

    private static bool IsHtml(Dictionary<string, string> headers) =>
        headers.GetValueOrDefault("content-type")?.StartsWith("text/html", StringComparison.Ordinal) == true;

    private static IDocument Parsed(string html) => new HtmlParser().ParseDocument(html);

    private List<string> Missed(Role role, Dictionary<string, string> found) =>
        [.. browser.Site.PagesOf(role).Where(IsPage).Except(found.Keys).Except(ReachedOtherwise.Keys)];

    /// <summary>Which pages were opened, and which come next: one of each route, those without a link by their address, then further ones.</summary>
    private sealed class Trail(List<(string Pattern, Regex Fits)> kinds)
    {
        private readonly Queue<string> next = new(["/"]);
        private readonly HashSet<string> seen = ["/"];
        private readonly List<(string Route, string Path)> spare = [];
        private readonly Dictionary<string, int> opened = [];

        public Dictionary<string, string> Found { get; } = new() { ["/"] = "/" };

        public void Saw(string link)
        {
            var bare = link.Split('?', '#')[0];
            var route = kinds.FirstOrDefault(kind => kind.Fits.IsMatch(bare)).Pattern ?? bare;
            var isNew = seen.Add(bare);
            if (Found.TryAdd(route, link))
                next.Enqueue(link);
            else if (isNew)
                spare.Add((route, link));
        }

        public string? Next(Func<List<string>> missed)
        {
            if (next.TryDequeue(out var path))
                return path;
            if (kinds.Select(kind => kind.Pattern).FirstOrDefault(p => IsKept(p) && !Found.ContainsKey(p)) is { } unled)
                return Found[unled] = unled;
            // The page above a missed one is where its link stands, on another record of that kind.
            var missing = missed();
            var (route, further) = spare
                .Where(each => opened.GetValueOrDefault(each.Route) < FurtherPages)
                .Where(each => missing.Exists(m => m.StartsWith(each.Route + "/", StringComparison.Ordinal)))
                .OrderByDescending(each => each.Route.Length)
                .FirstOrDefault();
            if (further is null)
                return null;
            spare.Remove((route, further));
            opened[route] = opened.GetValueOrDefault(route) + 1;
            return further;
        }
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
