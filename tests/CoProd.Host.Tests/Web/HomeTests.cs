using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

public sealed class HomeTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Sixty_innovations_come_page_by_page_each_once_and_in_order(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        await using var site = await TestSite.Start(engine);
        var sam = await site.As(Role.Coordinator);
        // Ten share a name: the id decides between them, or a page would skip or repeat.
        for (var n = 0; n < 60; n++)
            await sam.PostJson("/api/innovations", new { name = n < 10 ? "Ŵyn" : $"Innovation {n:00}" });
        await sam.PostJson("/api/innovations", new { name = "100% ours_really" });

        var seen = new List<(string Path, string Name)>();
        var page = await sam.Open("/");
        for (var n = 1; ; n++)
        {
            seen.AddRange(Rows(page));
            if (page.Document.QuerySelector("a[rel=next]") is not { } next)
            {
                Assert.Equal(3, n);
                break;
            }
            page = await sam.Open(next.GetAttribute("href")!);
        }

        Assert.Equal(61, seen.Count);
        Assert.Equal(61, seen.Select(row => row.Path).Distinct().Count());
        Assert.Equal("100% ours_really", seen[0].Name);
        Assert.Equal(
            seen.Select(row => Contracts.Words.Fold(row.Name)).Order(StringComparer.Ordinal),
            seen.Select(row => Contracts.Words.Fold(row.Name))
        );
        Assert.Equal(10, Rows(await sam.Open("/?filter=WYN")).Count());
        Assert.Single(Rows(await sam.Open("/?filter=innovation%2042")));
        // What a person types is looked for as it stands; % and _ mean themselves.
        Assert.Single(Rows(await sam.Open("/?filter=100%25")));
        Assert.Single(Rows(await sam.Open("/?filter=_")));
        Assert.Empty(Rows(await sam.Open("/?filter=nothing%20such")));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_just_sent_is_on_the_page_that_follows(TestEngine engine)
    {
        // Home reads what travelled through the outbox; a person must not have to wait for it or reload.
        var sam = await (await sites.On(engine)).As(Role.Coordinator);
        for (var n = 0; n < 5; n++)
        {
            await sam.Send("/innovations/new", ("name", "Fresh " + n));
            Assert.Contains("Fresh " + n, (await sam.Open("/?filter=fresh")).Text);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_search_shows_nobody_what_they_may_not_see(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var made = await sam.Send("/innovations/new", ("name", "Llinell Nos"));

        foreach (var role in new[] { Role.Coordinator, Role.Viewer, Role.Administrator })
            Assert.Contains("Llinell Nos", (await (await site.As(role)).Open("/search?q=LLINELL")).Text);
        using var coProducer = await site.AsPerson(Guid.CreateVersion7(), "Somebody else");
        foreach (
            var path in new[]
            {
                "/search?q=llinell",
                "/",
                "/?filter=llinell",
                "/innovations?filter=llinell",
                made.Path,
                made.Path + "/report",
            }
        )
            Assert.DoesNotContain("Llinell Nos", (await coProducer.Open(path)).Html);
        var (_, list) = await coProducer.Get("/api/innovations?filter=llinell");
        Assert.Empty(list!["rows"]!.AsArray());
    }

    [Fact]
    public async Task What_was_searched_for_is_shown_as_text()
    {
        var viewer = await (await sites.On(TestEngine.Sqlite)).As(Role.Viewer);
        var page = await viewer.Open("/search?q=" + Uri.EscapeDataString("<script>alert(1)</script>"));

        Assert.Contains("<script>alert(1)</script>", page.Text);
        Assert.DoesNotContain("<script>alert", page.Html);
    }

    private static IEnumerable<(string Path, string Name)> Rows(Page page) =>
        page
            .Document.QuerySelectorAll(".cp-innovation-row__name a")
            .Select(a => (a.GetAttribute("href")!, a.TextContent.Trim()));
}
