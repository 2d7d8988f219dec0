using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Backups;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Board;

/// <summary>A link to the page for a board: made once, listed, opened without an account, ended, over by itself.</summary>
public sealed class BoardLinkTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task A_board_member_reads_the_page_without_an_account_until_the_link_is_ended(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        await sam.Innovation("Steady Feet");
        using var helen = site.Anonymous();

        var form = await sam.Open("/board/links/new");
        var (shown, path) = await sam.Link("Helen of the Board");
        var again = await site.As(Role.Administrator);
        var elsewhere = await again.Open(shown.Path);
        var typed = await helen.Send("/open/board", ("code", shown.Code().ToLowerInvariant().Replace("-", " ")));
        var page = await helen.Open(path);
        using var raw = await helen.Client.GetAsync(path, Ct);
        var list = await sam.Open("/board");

        Assert.Contains("which is 30 days from now", form.Text);
        Assert.Contains("It is not shown again", shown.Text);
        Assert.Contains("A link is shown once", elsewhere.Text);
        Assert.DoesNotContain(shown.Code(), elsewhere.Html);
        Assert.Contains("Steady Feet", typed.Text);
        Assert.Contains("What may stop within 12 months", page.Text);
        Assert.Contains("and nothing follows it yet.", page.Text);
        Assert.Contains("How to find up to £", page.Text);
        Assert.Contains("Helen of the Board", page.Text);
        Assert.Contains("opened 2 times", page.Text);
        Assert.Equal(["noindex, nofollow"], raw.Headers.GetValues("X-Robots-Tag"));
        Assert.Equal(["no-referrer"], raw.Headers.GetValues("Referrer-Policy"));
        Assert.True(raw.Headers.CacheControl!.NoStore);
        // Nothing on it leads to a page that would ask for an account.
        Assert.Empty(page.Document.QuerySelectorAll("a[href^='/'], form"));
        Assert.Contains("3 times, last on", list.Text);
        Assert.Equal(1, await site.Count("board_link where for_whom = 'Helen of the Board'"));
        Assert.Equal(0, await site.Count("board_link where hash = @code", new { code = shown.Code() }));

        await list.SendForm($"form:has([value='{shown.Path.Split('/')[3]}'])");
        var ended = await helen.Open(path);
        Assert.Equal(HttpStatusCode.NotFound, ended.Status);
        Assert.DoesNotContain("Steady Feet", ended.Html);
        Assert.Contains("opens nothing, or not any more", ended.Text);
        Assert.Contains("Ended on", (await sam.Open("/board")).Text);
        Assert.Contains("ended already", (await list.SendForm($"form:has([value='{shown.Path.Split('/')[3]}'])")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_API_does_the_same_and_tells_the_address_to_whoever_made_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var innovation = await sam.Innovation("By program");
        using var nobody = site.Anonymous();

        var made = await sam.PostJson(
            "/api/board/links",
            new { forWhom = "A program", innovationId = innovation },
            "board 1"
        );
        var twice = await sam.PostJson(
            "/api/board/links",
            new { forWhom = "A program", innovationId = innovation },
            "board 1"
        );
        var path = (string)made.Body!["path"]!;
        var page = await nobody.Get("/api" + path);
        var listed = await sam.Get("/api/board");
        var looked = await sam.Get($"/api/board/look?innovationId={innovation}");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal((Guid)made.Body["id"]!, (Guid)twice.Body!["id"]!);
        Assert.StartsWith("/open/board/", path);
        // The code was told once.
        Assert.DoesNotContain(path, twice.Body.ToJsonString());
        Assert.Equal("By program", (string?)page.Body!["innovation"]);
        Assert.NotEmpty(page.Body["mayStop"]!["lines"]!.AsArray());
        Assert.Contains(
            listed.Body!.AsArray(),
            row => (Guid)row!["id"]! == (Guid)made.Body["id"]! && (int)row["opened"]! == 1
        );
        Assert.DoesNotContain(path.Split('/')[^1], listed.Body!.ToJsonString());
        Assert.Equal("By program", (string?)looked.Body!["innovation"]);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await sam.Get($"/api/board/look?innovationId={Guid.CreateVersion7()}")).Status
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await sam.PostJson("/api/board/links", new { forWhom = "Late", until = Boards.In(-1) })).Status
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await sam.PostJson("/api/board/links", new { forWhom = "For ever", until = Boards.In(400) })).Status
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await sam.PostJson("/api/board/links", new { forWhom = "X", innovationId = Guid.CreateVersion7() })).Status
        );
        var viewer = await site.As(Role.Viewer);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await viewer.PostJson("/api/board/links", new { forWhom = "X" })).Status
        );
        await sam.Make("/api/board/links/end", new { linkId = made.Body["id"] });
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get("/api" + path)).Status);
    }

    [Fact]
    public async Task A_link_is_over_after_its_day_and_one_for_an_innovation_that_was_withdrawn_opens_nothing()
    {
        var clock = new LaterClock();
        await using var site = await TestSite.Start(TestEngine.Sqlite, clock: clock);
        var sam = await site.As(Role.Coordinator);
        var innovation = await sam.Innovation("Short Lived");
        var (_, all) = await sam.Link();
        var (_, one) = await sam.Link("The treasurer", innovation);
        using var helen = site.Anonymous();

        Assert.Equal(HttpStatusCode.OK, (await helen.Open(one)).Status);
        await sam.Send($"/innovations/{innovation}/withdraw", ("sure", "true"));
        Assert.Equal(HttpStatusCode.NotFound, (await helen.Open(one)).Status);
        Assert.DoesNotContain("Short Lived", (await helen.Open(all)).Html);
        clock.Later = TimeSpan.FromDays(30);
        Assert.Equal(HttpStatusCode.OK, (await helen.Open(all)).Status);
        clock.Later = TimeSpan.FromDays(31);
        Assert.Equal(HttpStatusCode.NotFound, (await helen.Open(all)).Status);
        Assert.Contains("Over since", (await (await site.As(Role.Administrator)).Open("/board")).Text);
    }

    [Fact]
    public async Task Whoever_tries_many_codes_is_stopped_for_a_while_and_told_so()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var (_, path) = await (await site.As(Role.Coordinator)).Link();
        using var phone = site.Anonymous();

        var answers = new List<HttpStatusCode>();
        for (var tries = 0; tries < 61; tries++)
            answers.Add((await phone.Open($"/open/board/2222-2222-{tries + 2222}")).Status);
        var stopped = await phone.Open(path);
        var typed = await phone.Open("/open/board");

        Assert.All(answers.Take(60), status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[60]);
        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.Status);
        Assert.Contains("Wait five minutes", stopped.Text);
        Assert.Equal(HttpStatusCode.TooManyRequests, typed.Status);
        using var other = site.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await other.Open(path)).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_link_that_was_ended_stays_ended_when_an_older_backup_comes_back(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-outside-").FullName, "before.backup");
        string ended,
            left;
        await using (var site = await place.Serve())
        {
            var sam = await site.As(Role.Coordinator);
            Page shown;
            (shown, ended) = await sam.Link("Went astray");
            (_, left) = await sam.Link("Still out");
            await Backup.Take(place.Options, file, null, Ct);
            await sam.Make("/api/board/links/end", new { linkId = shown.Path.Split('/')[3] });
        }
        await Restoring.Run(place.Options, file, null, replace: true, Ct);
        await using (var site = await place.Serve())
        {
            using var helen = site.Anonymous();
            Assert.Equal(HttpStatusCode.NotFound, (await helen.Open(ended)).Status);
            Assert.Equal(HttpStatusCode.OK, (await helen.Open(left)).Status);
        }
    }

    [Fact]
    public async Task From_the_console_links_are_made_listed_and_ended()
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var helen = site.Anonymous();

        var made = await site.Run("board", "create", "Helen at the console", "--days", "7");
        var code = made.Output.Trim().Split(' ')[^1];
        var path = "/open/board/" + code.Split('/')[^1];
        Assert.Equal(0, made.Code);
        Assert.Equal(HttpStatusCode.OK, (await helen.Open(path)).Status);
        var row = (await site.Run("board", "list"))
            .Output.Split('\n')
            .Single(line => line.Contains("Helen at the console"));
        Assert.Contains("all innovations", row);
        Assert.Contains("opened 1 times", row);
        Assert.Equal(0, (await site.Run("board", "end", row.Split('\t')[0])).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await helen.Open(path)).Status);
        Assert.Equal(1, (await site.Run("board", "end", row.Split('\t')[0])).Code);
        Assert.Equal(1, (await site.Run("board", "create", "Too long", "--days", "500")).Code);
        Assert.Equal(1, (await site.Run("board", "create", " ")).Code);
        Assert.Equal(1, (await site.Run("board", "create", "X", "--innovation", $"{Guid.CreateVersion7()}")).Code);
    }

    [Fact]
    public async Task Somebody_is_shown_the_links_that_were_made_for_them_and_once_erased_these_open_nothing()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var sam = await site.As(Role.Coordinator);
        var person = await sam.Make("/api/people", new { name = "Hester Boardman" });
        var (_, path) = await sam.Link("hester boardman");
        using var hers = site.Anonymous();
        await hers.Open(path);

        var file = await sam.Open($"/people/{person}/data");
        await sam.Send($"/people/{person}/erase", ("sure", "true"));

        Assert.Contains("hester boardman", file.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await hers.Open(path)).Status);
        Assert.DoesNotContain("hester boardman", (await sam.Open("/board")).Text, StringComparison.OrdinalIgnoreCase);
    }
}
