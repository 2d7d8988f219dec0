using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Audit;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Audit;

/// <summary>What people do at a running site stands in the trail, with who, what, which record and how it ended.</summary>
public sealed class AuditTrailTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_sent_read_taken_away_and_refused_is_noted(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var made = await sam.Send("/innovations/new", ("name", "Quiet Corner"));
        var person = await sam.Send("/people/new", ("name", "Zebedee Quill"));
        await sam.Open(person.Path);
        await sam.Open("/exports/people-csv");
        await sam.Send("/innovations/new", ("name", ""));
        await (await site.As(Role.Viewer)).Open(person.Path);
        using (var stranger = site.Anonymous())
            await stranger.Open(person.Path);

        var rows = await Rows(site, sam.AccountId);
        Assert.Contains(
            rows,
            r => r is { Action: "POST /innovations/new", Outcome: "Done" } && r.RecordId == made.Id()
        );
        Assert.Contains(
            rows,
            r => r is { Kind: "Read", Action: "GET /people/{personId:guid}" } && r.PersonId == person.Id()
        );
        Assert.Contains(rows, r => r is { Kind: "Downloaded", Action: "GET /exports/{id}" });
        // A form that could not even be read did nothing.
        Assert.Equal(made.Id(), rows.Where(r => r.Action == "POST /innovations/new").MaxBy(r => r.Seq)!.RecordId);
        Assert.Contains(
            await Rows(site, (await site.As(Role.Viewer)).AccountId),
            r => r is { Outcome: "Denied", Action: "GET /people/{personId:guid}" } && r.PersonId == person.Id()
        );
        Assert.DoesNotContain("Zebedee", await Dump(site));
        Assert.DoesNotContain("Quiet Corner", await Dump(site));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Coming_in_and_failing_to_is_noted_without_what_was_typed(TestEngine engine)
    {
        var site = await sites.On(engine);
        var account = await site.Make($"audrey-{engine}", Role.Viewer);
        using var audrey = site.Anonymous();
        await audrey.SignIn(account.UserName, "not this one at all");
        await audrey.SignIn("typed-my-password-here", "x");
        await audrey.SignIn(account.UserName);

        await Settle(site);
        var tries = await site.Data()
            .Read(c => c.QueryAsync<AuditRow>("select * from audit where kind = 'SignIn' order by seq"));
        var of = tries.Where(row => row.Who == account.Id || row.RecordId == account.Id).ToList();
        Assert.Equal(["Refused", "Done"], of.Select(row => row.Outcome));
        Assert.Null(of[0].Who);
        Assert.DoesNotContain("typed-my-password-here", await Dump(site));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_console_lists_checks_and_writes_the_trail_and_stands_in_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        await sam.Send("/innovations/new", ("name", "For the console"));
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-audit-").FullName, "audit.jsonl");

        Assert.Equal(0, (await site.Run("audit", "export", file)).Code);
        var list = await site.Run("audit", "list", "--json", "--of", sam.UserName!);
        var verified = await site.Run("audit", "verify");

        Assert.Contains("POST /innovations/new", list.Output);
        Assert.Contains(
            "POST /innovations/new",
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)
        );
        Assert.Contains("coprod audit export", (await site.Run("audit", "list", "--of", "console")).Output);
        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
        var noted = verified.Output.Trim().Split(' ')[^1];
        Assert.Equal(0, (await site.Run("audit", "verify", "--noted", noted)).Code);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_the_console_did_stands_there_with_whom_it_concerns(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var innovation = (await sam.Send("/innovations/new", ("name", "Given at the console"))).Id();
        var joy = await site.Make($"joy {engine}", Role.Viewer);

        await site.Run("user", "access", joy.UserName, "--innovation", $"{innovation}", "--level", "Owner");
        await site.Run("token", "create", joy.UserName);
        await site.Run("user", "disable", joy.UserName);

        var rows = (
            await site.Data()
                .Read(c =>
                    c.QueryAsync<AuditRow>(
                        "select * from audit where kind = 'Console' and record_id = @Id order by seq",
                        new { joy.Id }
                    )
                )
        ).AsList();
        Assert.Equal(
            ["coprod user access", "coprod token create", "coprod user disable"],
            rows.Select(row => row.Action)
        );
        Assert.Equal(innovation, rows[0].InnovationId);
        Assert.Equal(["Owner", "", "closed"], rows.Select(row => row.Detail));
    }

    [Fact]
    public async Task A_key_that_is_missing_is_told_and_not_made_anew()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await using (await place.Serve()) { }
        var key = Path.Combine(place.Folder, "keys", "audit.key");
        File.Move(key, key + ".away");

        var verified = await Testing.Console.Run(["audit", "verify", .. place.Words]);

        Assert.Equal(1, verified.Code);
        Assert.Contains("is missing", verified.Errors);
        Assert.DoesNotContain("not as it was written", verified.Output + verified.Errors);
        Assert.False(File.Exists(key));
        File.Move(key + ".away", key);
        Assert.Equal(0, (await Testing.Console.Run(["audit", "verify", .. place.Words])).Code);
    }

    [Fact]
    public async Task An_administrator_filters_the_list_and_turns_its_pages()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var sam = await site.As(Role.Coordinator);
        for (var i = 0; i < 55; i++)
            await sam.Send("/innovations/new", ("name", $"Number {i}"));
        var priya = await site.As(Role.Administrator);

        var page = await priya.Open("/audit?filter=" + sam.UserName);
        var next = page.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!;

        Assert.Contains("POST /innovations/new", page.Text);
        Assert.Equal(50, page.Document.QuerySelectorAll("tbody tr").Length);
        Assert.NotEmpty((await priya.Open(next)).Document.QuerySelectorAll("tbody tr"));
        Assert.Contains("Nothing here fits", (await priya.Open("/audit?filter=nobody-of-that-name")).Text);
        Assert.Contains("POST", (await priya.Open("/audit?filter=2999-01-01")).Text);
        Assert.Equal(HttpStatusCode.OK, (await priya.Open("/audit?filter=%27%3B--&after=zzz")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await sam.Open("/audit")).Status);
    }

    private static Task Settle(TestSite site) => site.Host().Services.GetRequiredService<AuditTrail>().Settle();

    private static async Task<IReadOnlyList<AuditRow>> Rows(TestSite site, Guid who)
    {
        await Settle(site);
        return (
            await site.Data()
                .Read(c => c.QueryAsync<AuditRow>("select * from audit where who = @who order by seq", new { who }))
        ).AsList();
    }

    private static async Task<string> Dump(TestSite site)
    {
        var rows = await site.Data().Read(c => c.QueryAsync("select * from audit"));
        return string.Join('\n', rows.Select(row => string.Join(' ', ((IDictionary<string, object>)row).Values)));
    }
}
