using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Host.Tests.Mail;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Data;

/// <summary>A disk that fills while many write: nothing acknowledged is lost, reading goes on, and so does writing once there is room.</summary>
public sealed class DiskFullTests
{
    private const int Writers = 8;

    // So much is left to the writers: nothing at all, a page, a few, a group of them, the log's whole length.
    private static readonly int[] Left =
    [
        0,
        64 << 10,
        600 << 10,
        4 << 10,
        8 << 10,
        12 << 10,
        16 << 10,
        24 << 10,
        32 << 10,
        40 << 10,
        48 << 10,
        96 << 10,
        128 << 10,
        160 << 10,
        200 << 10,
        256 << 10,
        320 << 10,
        400 << 10,
        500 << 10,
        1 << 20,
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_full_disk_loses_nothing_acknowledged_reading_goes_on_and_so_does_writing_once_there_is_room(
        TestEngine engine
    )
    {
        Assert.SkipWhen(
            engine == TestEngine.Postgres && Environment.GetEnvironmentVariable("COPROD_SOAK") is null,
            "It fills a disk under the PostgreSQL server, whose checkpoints then fail for every other test: run it alone, with COPROD_SOAK=1."
        );
        using var disk = SmallDisk.Make(megabytes: 96);
        // On PostgreSQL the tables lie on it, and the data folder does not: the server's own log has a disk of its own.
        await using var database = engine == TestEngine.Postgres ? await SmallDatabase.On(disk) : null;
        var folder = database?.DataFolder ?? disk.Folder;
        var clock = new LaterClock();
        var acknowledged = new ConcurrentBag<Guid>();
        var slowest = TimeSpan.Zero;
        var points = Environment.GetEnvironmentVariable("COPROD_SOAK") is null ? Left[..3] : Left;
        await using (var site = await TestSite.Start(engine, null, clock, folder: folder, postgres: database?.Postgres))
        {
            var coordinator = await site.As(Role.Coordinator);
            var administrator = await site.As(Role.Administrator);
            foreach (var left in points)
            {
                disk.FillBut(left);
                var refused = await WriteUntilRefused(site, coordinator.Token!, acknowledged);
                slowest = await ReadsOnly(site, refused) is var took && took > slowest ? took : slowest;
                // Whoever reads is noted as seen once a minute: that cannot be, and must not keep them from reading.
                clock.Later += TimeSpan.FromMinutes(2);
                await EveryPageIsRead(site, administrator);
                await WhatIsTypedComesBack(coordinator, administrator);
                await SigningInSaysWhy(site);
                Assert.Equal(503, (int)(await Write(site, coordinator.Token!)).Status);
                disk.Empty();
                await GoesOn(site, coordinator, acknowledged);
            }
        }

        await using var after = await TestSite.Start(engine, folder: folder, postgres: database?.Postgres);
        var kept = await after
            .Host()
            .Modules.Find("CoProd.Register")!
            .Database!.Read(c => c.QueryAsync<Guid>("select id from innovation"));
        var lost = acknowledged.Except(kept).Count();
        System.Console.WriteLine(
            $"Disk full on {engine}: {points.Length} points, {acknowledged.Count} acknowledged, {lost} lost, read-only within {slowest.TotalSeconds:0.0} s, recovered each time"
        );
        Assert.Equal(0, lost);
        Assert.True(slowest < TimeSpan.FromSeconds(5), $"It took {slowest}.");
        await EverythingIsSound(after);
    }

    // Each writes until it is told that nothing can be kept. Any other refusal is wrong.
    private static async Task<Stopwatch> WriteUntilRefused(
        TestSite site,
        string token,
        ConcurrentBag<Guid> acknowledged
    )
    {
        var first = new Stopwatch();
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (true)
                        {
                            var (status, id, body) = await Write(site, token);
                            if (status == HttpStatusCode.Created)
                            {
                                acknowledged.Add(id);
                                continue;
                            }
                            lock (first)
                                first.Start();
                            Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{(int)status}: {body}");
                            Assert.Contains("no room left on the disk", body);
                            return;
                        }
                    })
                )
        );
        return first;
    }

    private static async Task<(HttpStatusCode Status, Guid Id, string Body)> Write(TestSite site, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.PostAsJsonAsync(
            "/api/innovations",
            new { name = "On a full disk", purpose = new string('x', 300) },
            Ct
        );
        var body = await answer.Content.ReadAsStringAsync(Ct);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            Assert.NotNull(answer.Headers.RetryAfter);
        return (
            answer.StatusCode,
            answer.StatusCode == HttpStatusCode.Created ? (Guid)JsonNode.Parse(body)!["id"]! : Guid.Empty,
            body
        );
    }

    private static async Task<TimeSpan> ReadsOnly(TestSite site, Stopwatch refused)
    {
        using var anybody = site.Anonymous();
        await Until.Holds(
            async () => (bool)(await anybody.Get("/health")).Body!["readOnly"]!,
            "the site says that it only reads"
        );
        refused.Stop();
        return refused.Elapsed;
    }

    private static async Task EveryPageIsRead(TestSite site, Session administrator)
    {
        var pages = site.PagesOf(Role.Administrator)
            .Where(path => !path.Contains('{') && path is not "/modules/started" and not "/due.ics")
            .ToList();
        Assert.Contains("/", pages);
        foreach (var path in pages)
        {
            using var answer = await administrator.Client.GetAsync(path, Ct);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            // Some pages stand for a record that is not there. None may fail.
            Assert.True((int)answer.StatusCode < 500, $"{path}: {(int)answer.StatusCode}");
            if (answer is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentType.MediaType: "text/html" })
                Assert.True(html.Contains("data-notice", StringComparison.Ordinal), $"{path} has no notice");
        }
        using var anybody = site.Anonymous();
        Assert.Contains("nothing can be kept at the moment", (await anybody.Open("/sign-in")).Text);
    }

    private static async Task WhatIsTypedComesBack(Session coordinator, Session administrator)
    {
        var again = await coordinator.Send("/innovations/new", ("name", "Typed with care"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, again.Status);
        Assert.Equal("Typed with care", again.ValueOf("name"));
        Assert.Contains("What you typed stands below.", again.Text);

        var page = await administrator.Open("/settings");
        var setting = await page.SendForm(
            "main form[action='/settings/change']",
            ("name", "host.institution"),
            ("value", "Another name")
        );
        Assert.Equal(HttpStatusCode.ServiceUnavailable, setting.Status);
        Assert.Contains("Another name", setting.Html);
        Assert.DoesNotContain("Another name", (await administrator.Open("/")).Document.Title);
    }

    private static async Task SigningInSaysWhy(TestSite site)
    {
        using var person = site.Anonymous();
        var page = await person.SignIn("somebody");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Equal("somebody", page.ValueOf("name"));
        Assert.Contains("no room left on the disk", page.Text);
    }

    private static async Task GoesOn(TestSite site, Session coordinator, ConcurrentBag<Guid> acknowledged)
    {
        using var anybody = site.Anonymous();
        await Until.Holds(
            async () => !(bool)(await anybody.Get("/health")).Body!["readOnly"]!,
            "the site takes what is written again"
        );
        var (status, id, body) = await Write(site, coordinator.Token!);
        Assert.True(status == HttpStatusCode.Created, body);
        acknowledged.Add(id);
        Assert.DoesNotContain("data-notice", (await coordinator.Open("/")).Html);
    }

    private static async Task EverythingIsSound(TestSite after)
    {
        // What was noted of those who read meanwhile waited for room, and the trail holds together.
        await Until.Holds(
            async () => await after.Count("audit where action = 'disk was full'") > 0,
            "the audit trail tells of it"
        );
        var verified = await after.Run("audit", "verify");
        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
        var told = await after.Run("doctor", "--json");
        Assert.DoesNotContain(
            told.Json["findings"]!.AsArray(),
            finding => (string)finding!["what"]! == "databases" && (string)finding["how"]! == "wrong"
        );
        Assert.Contains("The disk was full from", told.Output);
    }
}
