using System.Diagnostics;
using System.Diagnostics.Metrics;
using CoProd.Contracts.Modules;
using CoProd.Host.Board;
using CoProd.Host.Tests.Modules;
using CoProd.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Board;

/// <summary>What stands on the page for a board, and what never does.</summary>
public sealed class BoardPageTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Words_stand_on_it_only_as_far_as_those_who_said_them_agreed(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var innovation = await sam.Make("/api/innovations", new { name = $"Consented {engine}" });
        var ada = await sam.Make("/api/people", new { name = "Ada Wordsmith" });
        var bea = await sam.Make("/api/people", new { name = "Beatrix Overheard" });
        foreach (var person in new[] { ada, bea })
            await sam.Make($"/api/innovations/{innovation}/people", new { personId = person });
        foreach (var consent in new[] { "NotAsked", "Team", "Innovation", "Institution" })
            await sam.Said(innovation, $"Canaryword for {consent}.", consent);
        // No form makes it public; an archive from elsewhere may have.
        var sensitive = await sam.Said(innovation, "Canaryword that is sensitive.", "Institution", sensitive: true);
        await site.Host()
            .Modules.Find("CoProd.KnowledgeExchange")!
            .Database!.Write(w =>
                w.Connection.Execute(
                    "update knowledge_item set consent = 'Public' where id = @sensitive",
                    new { sensitive }
                )
            );
        await sam.Said(innovation, "Canaryword run out.", consentUntil: Boards.In(-1));
        await sam.Said(innovation, "Canaryword of staff.", source: "Practice");
        var back = await sam.Said(innovation, "Canaryword taken back.", person: ada);
        await sam.Said(innovation, "Open word. Beatrix and Ada came along.", attribution: "Name", person: ada);
        await sam.Said(innovation, "Few of us.", attribution: "Group", group: "Deaf people", person: bea);
        await sam.Said(innovation, "All of us agreed.", attribution: "Group", group: "Tenants");
        var own = await site.AsPerson(ada, "Ada Wordsmith");
        var (_, path) = await sam.Link("Board", innovation);
        using var helen = site.Anonymous();

        Assert.Contains("Canaryword taken back.", (await helen.Open(path)).Text);
        await own.Send($"/innovations/{innovation}/knowledge/items/{back}/take-back", ("sure", "true"));
        var page = await helen.Open(path);

        Assert.DoesNotContain("Canaryword", page.Html);
        Assert.Contains("Open word. (name left out) and Ada came along.", page.Text);
        Assert.Contains("Ada Wordsmith,", page.Text);
        // Of fewer than five nobody is named by their group.
        Assert.DoesNotContain("Deaf people", page.Html);
        Assert.Contains("Somebody of: Tenants", page.Text);

        await sam.Send($"/people/{ada}/erase", ("sure", "true"));
        var after = await helen.Open(path);
        Assert.DoesNotContain("Open word", after.Html);
        Assert.DoesNotContain("Wordsmith", after.Html);
        Assert.Contains("All of us agreed.", after.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_link_for_one_innovation_shows_nothing_of_another(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var shown = await sam.Innovation($"Marigold shown {engine}", endsIn: 90);
        var hidden = await sam.Innovation($"Foxglove hidden {engine}", endsIn: 60);
        await sam.Said(shown, "A marigold word.");
        await sam.Said(hidden, "A foxglove word.");
        foreach (var innovation in new[] { shown, hidden })
            await sam.Make(
                $"/api/innovations/{innovation}/knowledge/decisions",
                new
                {
                    question = innovation == shown ? "Marigold or not?" : "Foxglove or not?",
                    outcome = "",
                    decidedOn = "",
                }
            );
        using var helen = site.Anonymous();

        var page = await helen.Open((await sam.Link("One", shown)).Path);
        var all = await helen.Open((await sam.Link("All")).Path);

        Assert.Contains("Marigold or not?", page.Text);
        Assert.Contains("A marigold word.", page.Text);
        Assert.Contains("Fund", all.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("foxglove", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("foxglove", all.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("marigold", all.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_of_each_innovation_of_the_demo_opens_and_tells_what_has_stopped()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite, demo: true);
        var sam = await site.As(Role.Coordinator);
        var all = (await sam.Get("/api/innovations")).Body!["rows"]!.AsArray();
        var told = 0;

        foreach (var one in all)
            told += (await sam.Open($"/board/look?innovationId={one!["id"]}")).Text.Contains(
                "This was kept up once, and has stopped: ",
                StringComparison.Ordinal
            )
                ? 1
                : 0;

        Assert.True(all.Count > 3);
        Assert.InRange(told, 1, all.Count - 1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_page_about_nothing_says_so_in_each_of_its_parts(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var innovation = await sam.Make("/api/innovations", new { name = $"Quite empty {engine}" });
        using var helen = site.Anonymous();

        var page = await helen.Open((await sam.Link("Nobody yet", innovation)).Path);

        Assert.Contains("Nothing that is recorded points to a stop within 12 months.", page.Text);
        Assert.Contains("Nothing that is recorded waits for a decision.", page.Text);
        Assert.Contains("There are no words here that people agreed to show to everybody.", page.Text);
        Assert.Contains("Nobody who told something waits for an answer", page.Text);
    }

    [Fact]
    public async Task What_a_module_cannot_tell_is_missed_in_a_sentence_and_the_rest_stands()
    {
        using var modules = new ModuleFolder();
        modules.Compile("SilentToBoards");
        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);
        var sam = await site.As(Role.Coordinator);
        await sam.Innovation("Still told");
        using var helen = site.Anonymous();
        var watch = Stopwatch.StartNew();

        var page = await helen.Open((await sam.Link()).Path);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(9), $"It took {watch.Elapsed}.");
        Assert.Contains("SilentToBoards has not answered since", page.Text);
        Assert.Contains(
            "SilentToBoards does not answer at the moment, so what people said there is missing here.",
            page.Text
        );
        Assert.Contains("and nothing follows it yet.", page.Text);
    }

    [Fact]
    public async Task Modules_that_are_switched_off_are_missed_too_and_nothing_old_of_them_is_shown()
    {
        using var modules = new ModuleFolder();
        modules.Compile("ThrowsInConfigure");
        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);
        var sam = await site.As(Role.Coordinator);
        var innovation = await sam.Innovation("Of a module that is gone");
        await site.Data()
            .Write(w =>
                w.Connection.Execute(
                    """
                    insert into board_matter (module_id, innovation_id, part, rule, key, severity, fact, why, how_many, sort_key)
                    values ('Culprits.ThrowsInConfigure', @innovation, 'MayStop', 'old', 'one', 2, 'An old tale.', '', 0, '0')
                    """,
                    new { innovation }
                )
            );
        using var helen = site.Anonymous();

        var page = await helen.Open((await sam.Link()).Path);

        Assert.Contains("ThrowsInConfigure does not run at the moment, so what it knows is missing here.", page.Text);
        Assert.DoesNotContain("An old tale.", page.Text);
    }

    [Fact]
    public async Task Whatever_a_module_tells_no_name_of_those_who_take_part_and_no_other_innovation_gets_through()
    {
        using var modules = new ModuleFolder();
        modules.Compile("TellsTooMuch");
        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);
        var sam = await site.As(Role.Coordinator);
        var first = await sam.Make("/api/innovations", new { name = "Talked about" });
        var second = await sam.Make("/api/innovations", new { name = "Asked about" });
        var petra = await sam.Make("/api/people", new { name = "Petra Gossiped" });
        foreach (var innovation in new[] { first, second })
            await sam.Make($"/api/innovations/{innovation}/people", new { personId = petra });
        // Asked about both, it talks about the first from then on.
        await site.Host().Services.GetRequiredService<BoardMaker>().CatchUp(default);
        using var helen = site.Anonymous();

        var one = await helen.Open((await sam.Link("One", second)).Path);
        var all = await helen.Open((await sam.Link("All")).Path);

        Assert.Contains(
            "(name left out) keeps the keys. So says (name left out)",
            one.Text.Replace(" .", ".", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("told everybody", one.Text);
        Assert.Contains("(name left out) told me, and (name left out) told everybody.", all.Text);
        Assert.DoesNotContain("Petra", one.Html + all.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, await site.Count("board_matter where rule = 'gossip'"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task It_costs_as_much_with_thirty_innovations_as_with_one(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        await using var site = await TestSite.Start(engine);
        var sam = await site.As(Role.Coordinator);
        await sam.Said(await sam.Innovation("The first"), "A word.");
        var (_, path) = await sam.Link();
        using var helen = site.Anonymous();

        var few = await Reads(helen, path);
        for (var i = 0; i < 30; i++)
            await sam.Said(await sam.Innovation($"Number {i}"), $"Word {i}.");
        var many = await Reads(helen, path);
        var page = await helen.Open(path);

        Assert.Equal(few, many);
        Assert.Contains("There is more than fits here.", page.Text);
        Assert.Equal(8, page.Document.QuerySelectorAll("section:first-of-type .cp-brief__line").Length);
        TestContext.Current.TestOutputHelper!.WriteLine($"{engine}: {many.Count} reads");
    }

    // Others in this process read as well: what belongs to our request carries our trace.
    private static async Task<IReadOnlyList<string>> Reads(Session session, string path)
    {
        var trace = ActivityTraceId.CreateRandom();
        var read = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "CoProd.Data")
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) =>
            {
                if (Activity.Current?.TraceId != trace)
                    return;
                lock (read)
                    read.Add((string)tags[0].Value!);
            }
        );
        listener.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var answer = await session.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        lock (read)
            return [.. read.Order(StringComparer.Ordinal)];
    }
}
