using System.Net;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.KnowledgeExchange.Tests.Site;

/// <summary>What decisions made of what people know, and who was told.</summary>
public sealed class DecisionTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task She_said_it_it_changed_and_she_knows(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Main path");
        var ada = await coordinator.Person("Ada Knows", innovation);
        var item = await coordinator.Item(innovation, "The path is dark at four.", person: ada);
        var path = $"/innovations/{innovation}/knowledge";

        var decision = await coordinator.Send(
            path + "/decisions/new",
            ("question", "How do people get home?"),
            ("options", "A minibus\nVolunteers\n\n"),
            ("outcome", "Volunteers wait at the stop."),
            ("decidedBy", "The group")
        );
        var id = Guid.Parse(decision.Path.Split('?')[0].Split('/')[^1]);
        var tied = await coordinator.Send(
            $"{path}/links/new?item={item}&decision={id}",
            ("effect", "Adapted"),
            ("reason", "Two people, not four.")
        );
        var link = (await coordinator.Open($"{path}/decisions/{id}"))
            .Document.QuerySelectorAll("main a")
            .Select(a => a.GetAttribute("href")!)
            .Single(href => href.EndsWith("/reply", StringComparison.Ordinal));
        await coordinator.Send(link, ("words", "Two people stand there now."));
        var hers = await site.AsPerson(ada, "Ada Knows");
        var mine = await hers.Open("/me/knowledge");
        var answer = mine
            .Document.QuerySelectorAll("main a")
            .Select(a => a.GetAttribute("href")!)
            .Single(href => href.StartsWith("/me/knowledge/replies/", StringComparison.Ordinal));
        var unsure = await hers.Send(answer);
        await hers.Send(answer, ("understood", "Yes"));
        var stranger = await site.AsPerson(await coordinator.Person("Some Body", innovation), "Some Body");

        Assert.Contains("“The path is dark at four.” (somebody): it was done in a changed form.", tied.Text);
        Assert.Contains("Why: Two people, not four.", tied.Text);
        Assert.Contains("You said: The path is dark at four.", mine.Text);
        Assert.Contains("Volunteers wait at the stop.", mine.Text);
        Assert.Contains("Two people stand there now.", mine.Text);
        Assert.Contains("Choose whether it made sense", unsure.ErrorOf("understood"));
        Assert.Contains("They say it made sense.", (await coordinator.Open($"{path}/decisions/{id}")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(answer)).Status);
        Assert.Contains("You said: The path is dark at four.", (await coordinator.Open(path + "/because")).Text);
        Assert.Contains(
            "Minibus",
            (await coordinator.Open($"{path}/decisions/{id}")).Text,
            StringComparison.OrdinalIgnoreCase
        );
        var story = await coordinator.Open($"/innovations/{innovation}");
        Assert.Contains("Decided: How do people get home?", story.Text);
        Assert.Contains("100% of what people told and decisions considered was answered.", story.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_not_done_needs_a_reason_and_nothing_is_decided_without_an_outcome(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Reasons");
        var item = await coordinator.Item(innovation, "Open on Sundays", day: -3);
        var decision = await coordinator.Decision(innovation, "When?", 0);
        var path = $"/innovations/{innovation}/knowledge";
        var both = (("itemId", item.ToString()), ("decisionId", decision.ToString()));

        var not = await coordinator.Send(path + "/links/new", both.Item1, both.Item2, ("effect", "NotAdopted"));
        var parked = await coordinator.Send(path + "/links/new", both.Item1, both.Item2, ("effect", "Parked"));
        var nothing = await coordinator.Send(path + "/links/new");
        await coordinator.Tie(innovation, item, decision, "NotAdopted", "Nobody has the key on Sundays.");
        var twice = await coordinator.Send(path + "/links/new", both.Item1, both.Item2, ("effect", "Adopted"));
        var dayOnly = await coordinator.Send(
            path + "/decisions/new",
            ("question", "Where?"),
            ("decidedOn-day", "1"),
            ("decidedOn-month", "2"),
            ("decidedOn-year", "2026")
        );
        var early = await coordinator.Send(
            $"{path}/items/{item}/reply",
            ("words", "Too early"),
            ("on-day", "1"),
            ("on-month", "2"),
            ("on-year", "2020")
        );

        Assert.Contains("why it was not done", not.ErrorOf("reason"));
        Assert.Contains("what it waits for", parked.ErrorOf("reason"));
        Assert.Contains("Choose what was known", nothing.ErrorOf("itemId"));
        Assert.Contains("tied to that decision already", twice.ErrorOf("itemId"));
        Assert.Equal("Enter what was decided.", dayOnly.ErrorOf("outcome"));
        Assert.Contains("must not be before the day it was said", early.ErrorOf("on"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_link_withdrawn_by_mistake_is_made_again(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Again");
        var item = await coordinator.Item(innovation, "Once more");
        var decision = await coordinator.Decision(innovation, "Again?", 0);
        var link = await coordinator.Tie(innovation, item, decision);

        await coordinator.Send($"/innovations/{innovation}/knowledge/links/{link}/withdraw", ("sure", "yes"));
        Assert.DoesNotContain(
            "Once more",
            (await coordinator.Open($"/innovations/{innovation}/knowledge/decisions/{decision}")).Text
        );
        await coordinator.Tie(innovation, item, decision, "Parked", "Until spring.");
        Assert.Contains(
            "Until spring.",
            (await coordinator.Open($"/innovations/{innovation}/knowledge/decisions/{decision}")).Text
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_decision_tells_nothing_that_its_reader_may_not_read(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Quiet");
        var item = await coordinator.Item(innovation, "Whispered words", consent: "Team", day: -40);
        var owed = await coordinator.Item(innovation, "Owed whisper", consent: "Team", day: -40);
        var decision = await coordinator.Decision(innovation, "Loud question", 0);
        var link = await coordinator.Tie(innovation, item, decision, "NotAdopted", "Tells what was whispered.");
        await coordinator.Make($"{Know.Api(innovation)}/links/{link}/reply", new { words = "Whispered back." });
        var viewer = await site.As(Role.Viewer);

        foreach (var below in new[] { "", $"/decisions/{decision}", "/because", "/items" })
        {
            var page = await viewer.Open($"/innovations/{innovation}/knowledge{below}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("hisper", page.Html);
        }
        foreach (var below in new[] { "", $"/decisions/{decision}" })
            Assert.DoesNotContain("hisper", (await viewer.Ask(Know.Api(innovation) + below)).ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.Get($"{Know.Api(innovation)}/items/{owed}")).Status);
        // Somebody is owed an answer, and that alone is said.
        Assert.Equal(1, (int)(await viewer.Ask(Know.Api(innovation)))["debtCount"]!);
        Assert.DoesNotContain("hisper", await viewer.Client.GetStringAsync($"/innovations/{innovation}/report"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Decisions_before_anybody_was_asked_are_marked_and_what_is_owed_is_told(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Warned");
        var before = await coordinator.Decision(innovation, "Before", -41);
        var counted = await coordinator.Item(innovation, "Counted", source: "Data", day: -41);
        await coordinator.Tie(innovation, counted, before);
        var lived = await coordinator.Item(innovation, "Lived", day: -40, agreement: "Agreed");
        await coordinator.Item(innovation, "Owed", day: -29);
        await coordinator.Item(innovation, "Not owed yet", day: -28);
        await coordinator.Item(innovation, "Long ago", source: "Research", day: -400);
        var without = await coordinator.Decision(innovation, "Without", -5);
        var with = await coordinator.Decision(innovation, "With", -29);
        await coordinator.Tie(innovation, lived, with);
        await coordinator.Make(
            $"{Know.Api(innovation)}/items/{lived}/differently",
            new { words = "I see it differently." }
        );
        var unasked = await coordinator.Item(innovation, "Unasked", consent: "NotAsked", day: -6);
        await coordinator.Tie(innovation, unasked, with);
        await coordinator.Make(
            Know.Api(innovation) + "/items",
            new
            {
                statement = "Named by its place",
                isSensitive = "yes",
                consent = "Institution",
                place = "Little Hamlet",
                personId = await coordinator.Person("Of The Hamlet", innovation),
            }
        );
        // A decision that somebody wrote down years after is history, and no reproach.
        await coordinator.Decision(innovation, "History", -500);

        var warnings = (
            await site.AskAll<IWarningSource, IReadOnlyList<Warning>>(w =>
                w.Raise([innovation], CancellationToken.None)
            )
        )
            .SelectMany(all => all)
            .Where(warning => warning.Rule.StartsWith("knowledge.", StringComparison.Ordinal))
            .ToList();

        Assert.Equal(
            [
                "knowledge.before-asked",
                "knowledge.beyond-consent",
                "knowledge.contested",
                "knowledge.debt",
                "knowledge.no-reply",
                "knowledge.no-reply",
                "knowledge.small-place",
                "knowledge.without-peoples",
            ],
            warnings.Select(warning => warning.Rule).Order()
        );
        Assert.Equal(
            before.ToString(),
            warnings.Single(one => one.Rule.EndsWith("asked", StringComparison.Ordinal)).Key
        );
        Assert.Equal(
            without.ToString(),
            warnings.Single(one => one.Rule.EndsWith("peoples", StringComparison.Ordinal)).Key
        );
        Assert.Equal(
            "One thing that people told was neither used nor answered.",
            warnings.Single(one => one.Rule == "knowledge.debt").Fact
        );
        var page = await coordinator.Open($"/innovations/{innovation}/knowledge");
        Assert.Contains("Taken before anybody was asked.", page.Text);
        Assert.Contains("One thing that people told was neither used nor answered.", page.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_practice_map_goes_from_not_recorded_to_strong(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("States");

        Assert.Equal(PracticeState.NotRecorded, await State());
        var item = await coordinator.Item(innovation, "One thing");
        Assert.Equal(PracticeState.Thin, await State());
        var decision = await coordinator.Decision(innovation, "One question", 0);
        var link = await coordinator.Tie(innovation, item, decision);
        Assert.Equal(PracticeState.Thin, await State());
        await coordinator.Make($"{Know.Api(innovation)}/links/{link}/reply", new { words = "Done." });
        Assert.Equal(PracticeState.Strong, await State());
        var old = await coordinator.Innovation("Silent");
        await coordinator.Item(old, "Long ago", day: -200);
        Assert.Equal(PracticeState.Silent, await State(old));

        async Task<PracticeState> State(Guid? of = null) =>
            (
                await site.AskAll<IPracticeSource, IReadOnlyList<PracticeStatus>>(source =>
                    source.Assess([of ?? innovation], CancellationToken.None)
                )
            )
                .SelectMany(all => all)
                .Single(one => one.Row == PracticeRow.P3)
                .State;
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Figures_are_those_worked_out_by_hand_and_few_are_not_turned_into_a_rate(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Figures");
        var decision = await coordinator.Decision(innovation, "Everything", -20);
        // Lived and local: 3 of 6 used. Practice and data: 4 of 5.
        foreach (
            var (source, effect) in new[]
            {
                ("Lived", "Adopted"),
                ("Lived", "Adapted"),
                ("Lived", "NotAdopted"),
                ("Local", "Adopted"),
                ("Local", "NotAdopted"),
                ("Local", "Parked"),
                ("Practice", "Adopted"),
                ("Practice", "Adopted"),
                ("Practice", "Adapted"),
                ("Data", "Adopted"),
            }
        )
            await Considered(source, effect);
        var few = await coordinator.Ask(Know.Api(innovation));
        await Considered("Data", "NotAdopted");
        // Nobody waits for an answer to a count: three of nine answered after 2, 4 and 9 days.
        var links = (await coordinator.Ask($"{Know.Api(innovation)}/decisions/{decision}"))["considered"]!.AsArray();
        foreach (var (at, day) in new[] { (0, -18), (1, -16), (2, -11) })
            await coordinator.Make(
                $"{Know.Api(innovation)}/links/{links[at]!["linkId"]}/reply",
                new { words = "So it is.", on = Know.In(day) }
            );

        var all = await coordinator.Ask(Know.Api(innovation));

        Assert.Null(few["parity"]);
        // (3/6) / (4/5) = 0.625
        Assert.Equal(0.625, (double)all["parity"]!, 12);
        Assert.Equal(3 / 9.0, (double)all["closure"]!, 12);
        Assert.Contains(
            "33% of what people told and decisions considered was answered (3 of 9), half of it within 4 days.",
            all["figures"]!.ToJsonString()
        );
        Assert.All(all["rates"]!.AsArray(), rate => Assert.Null(rate!["rate"]));

        async Task Considered(string source, string effect) =>
            await coordinator.Tie(
                innovation,
                await coordinator.Item(innovation, source + effect, source: source, day: -30),
                decision,
                effect,
                "So."
            );
    }
}
