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
        var item = await coordinator.Item(innovation, "The path is dark at four.", consent: "Public", person: ada);
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
        // One answer of one is no share that is said out loud.
        Assert.Contains("it is too little yet to say how much was answered", story.Text);
        Assert.DoesNotContain("100%", story.Text + (await coordinator.Open(path)).Text);
        Assert.Null((await coordinator.Ask(Know.Api(innovation)))["closure"]);
        Assert.Contains("You said that it made sense.", (await hers.Open("/me/knowledge")).Text);
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
        // Two who wait for an answer about one question are told once.
        Assert.StartsWith(
            "2 things that people know were given for “With”",
            warnings.Single(one => one.Rule == "knowledge.no-reply").Fact
        );
        var page = await coordinator.Open($"/innovations/{innovation}/knowledge");
        Assert.Contains("Taken before anybody was asked.", page.Text);
        Assert.Contains("One thing that people told was neither used nor answered.", page.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_goes_on_a_wall_is_what_people_said_for_everybody(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Wall");
        var ada = await coordinator.Person("Ada Wall", innovation);
        var decision = await coordinator.Decision(innovation, "What comes first?", 0);
        foreach (var consent in new[] { "NotAsked", "Team", "Innovation", "Institution", "Public" })
            await Considered(consent, consent, "");
        await Considered("Private", "Institution", "yes");
        await Considered("Late", "Public", "", Know.In(-1));
        var back = await Considered("Back", "Public", "");
        await coordinator.Send($"/innovations/{innovation}/knowledge/items/{back}/take-back", ("sure", "yes"));

        var sheet = await coordinator.Open($"/innovations/{innovation}/knowledge/because");
        var paper = sheet.Document.QuerySelector("main")!;
        var screen = paper.QuerySelector("#left-out")!;
        var left = screen.TextContent;
        screen.Remove();

        Assert.Equal(
            ["You said: Wallword for Public Ada Wall"],
            paper
                .QuerySelectorAll(".govuk-inset-text")
                .Select(one =>
                    string.Join(
                        ' ',
                        one.QuerySelector("p")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    )
                )
        );
        Assert.DoesNotContain("So, for", paper.TextContent.Replace("So, for Public", ""));
        Assert.Contains("cp-screen-only", screen.ClassList);
        Assert.Contains("4 things that were said for fewer people, or are private.", left);
        Assert.Contains("2 things of which nobody has asked", left);
        Assert.Contains("One thing that was taken back", left);

        async Task<Guid> Considered(string word, string consent, string sensitive, string until = "")
        {
            var item = await coordinator.Make(
                Know.Api(innovation) + "/items",
                new
                {
                    statement = $"Wallword for {word}",
                    source = "Lived",
                    consent,
                    consentUntil = until,
                    isSensitive = sensitive,
                    personId = ada,
                    attribution = "Name",
                }
            );
            await coordinator.Tie(innovation, item, decision, "NotAdopted", $"So, for {word}.");
            return item;
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_parked_or_not_done_is_owed_until_somebody_is_told_and_each_number_leads_to_what_it_counts(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Owed");
        var path = $"/innovations/{innovation}/knowledge";
        var (taken, open) = (
            await coordinator.Decision(innovation, "Taken", -29),
            await coordinator.Decision(innovation, "Open")
        );
        var parked = await Told("Parked", "Lived", taken, "Parked");
        await Told("Not done", "Local", taken, "NotAdopted");
        await Told("For an open question", "Practice", open, "Adopted");
        await Told("Done", "Lived", taken, "Adopted");
        await Told("Changed", "Lived", taken, "Adapted");
        await coordinator.Item(innovation, "For few", consent: "Team", day: -40, source: "Local");
        await coordinator.Item(innovation, "Just told", day: -28);
        await coordinator.Item(innovation, "Counted", source: "Data", day: -40);

        Assert.Equal(["For an open question", "For few", "Not done", "Parked"], await Listed("counted=owed"));
        Assert.Equal(4, (int)(await coordinator.Ask(Know.Api(innovation)))["debtCount"]!);
        await coordinator.Make($"{Know.Api(innovation)}/items/{parked}/reply", new { words = "It waits for spring." });
        Assert.Equal(["For an open question", "For few", "Not done"], await Listed("counted=owed"));
        Assert.Equal(["Changed", "Done", "Not done", "Parked"], await Listed("counted=considered"));
        Assert.Equal(["Changed", "Done", "Parked"], await Listed("counted=to-answer&source=Lived"));
        Assert.Equal(["Changed", "Done"], await Listed("counted=used"));
        Assert.Equal(["For few", "Not done"], await Listed("source=Local"));
        Assert.Equal(["Counted", "For an open question"], await Listed("source=professions"));

        // Every figure has a link, and the list keeps what it counts when it is looked through.
        var page = await coordinator.Open(path);
        var links = page
            .Document.QuerySelectorAll("#figures ~ * a, section[aria-labelledby=figures] a")
            .Select(a => a.GetAttribute("href")!)
            .ToHashSet();
        foreach (
            var figure in new[]
            {
                "source=Lived",
                "counted=considered&source=Local",
                "counted=to-answer",
                "counted=kinds",
            }
        )
            Assert.Contains($"{path}/items?{figure}", links);
        var list = await coordinator.Open($"{path}/items?counted=owed&source=Local");
        Assert.Equal(
            ["owed", "Local"],
            list.Document.QuerySelectorAll("form[role=search] input[type=hidden]")
                .Select(one => one.GetAttribute("value"))
        );
        var viewers = await (await site.As(Role.Viewer)).Open($"{path}/items?counted=owed");
        Assert.Contains("3 more are counted that you may not read.", viewers.Text);
        // Who may read what stands beside it.
        Assert.Contains("For those who coordinate alone.", list.Text);
        Assert.Contains("You see all but what was taken back", list.Text);
        var portfolio = await coordinator.Open("/knowledge");
        Assert.Contains(
            portfolio.Document.QuerySelectorAll("tbody a"),
            a => a.GetAttribute("href") == $"{path}/items?counted=owed" && a.TextContent.StartsWith('3')
        );

        async Task<Guid> Told(string words, string source, Guid decision, string effect)
        {
            var item = await coordinator.Item(innovation, words, source: source, day: -40);
            await coordinator.Tie(innovation, item, decision, effect, "So.");
            return item;
        }

        async Task<string[]> Listed(string query) =>
            [
                .. (await coordinator.Ask($"{Know.Api(innovation)}/items?{query}"))["rows"]!
                    .AsArray()
                    .Select(row => (string)row!["statement"]!)
                    .Order(StringComparer.Ordinal),
            ];
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Somebody_who_asks_to_hear_more_is_owed_an_answer_again_until_there_is_one(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("More");
        var path = $"/innovations/{innovation}/knowledge";
        var ada = await coordinator.Person("Ada More", innovation);
        var decision = await coordinator.Decision(innovation, "More?", -1);
        var links = new List<Guid>();
        for (var n = 0; n < 5; n++)
        {
            var item = await coordinator.Item(innovation, $"Told {n}", day: -2, person: ada);
            links.Add(await coordinator.Tie(innovation, item, decision));
            await coordinator.Make($"{Know.Api(innovation)}/links/{links[n]}/reply", new { words = $"Mumble {n}." });
        }
        var hers = await site.AsPerson(ada, "Ada More");
        Assert.Equal(1, (double)(await coordinator.Ask(Know.Api(innovation)))["closure"]!);
        Assert.Equal(0, (int)(await coordinator.Ask(Know.Api(innovation)))["debtCount"]!);

        var mine = await hers.Open("/me/knowledge");
        var answer = mine
            .Document.QuerySelectorAll("main a[href^='/me/knowledge/replies/']")
            .Single(a =>
                a.TextContent.Contains("More?", StringComparison.Ordinal)
                && a.Closest("section")!.TextContent.Contains("Told 3", StringComparison.Ordinal)
            )
            .GetAttribute("href")!;
        await hers.Send(answer, ("understood", "No"));
        var asked = await coordinator.Ask(Know.Api(innovation));
        var page = await coordinator.Open(path);
        var own = await hers.Open("/me/knowledge");
        var warning = (await Warnings()).Single(one => one.Rule == "knowledge.more");

        Assert.Equal(0.8, (double)asked["closure"]!, 12);
        Assert.Equal((1, 1), ((int)asked["debtCount"]!, (int)asked["moreCount"]!));
        Assert.Equal("Told 3", (string)asked["debt"]![0]!["statement"]!);
        Assert.Contains("One answer made no sense to the person it was for: they ask to hear more.", page.Text);
        Assert.Contains("Still to do: tell them more.", page.Text);
        Assert.Contains("You asked us to tell you more.", own.Text);
        Assert.Contains("We owe you another answer.", own.Text);
        Assert.DoesNotContain("They say", own.Text);
        Assert.Equal($"{path}/links/{links[3]}/reply", warning.NextStepPath);
        Assert.DoesNotContain("Ada", warning.Fact);
        Assert.Contains("they ask to hear more", (await coordinator.Open($"/innovations/{innovation}")).Text);

        await coordinator.Send(warning.NextStepPath, ("words", "In plain words: yes, from May."));

        Assert.Equal(1, (double)(await coordinator.Ask(Know.Api(innovation)))["closure"]!);
        Assert.Equal(0, (int)(await coordinator.Ask(Know.Api(innovation)))["debtCount"]!);
        Assert.DoesNotContain(await Warnings(), one => one.Rule == "knowledge.more");
        Assert.DoesNotContain("We owe you another answer.", (await hers.Open("/me/knowledge")).Text);

        async Task<IReadOnlyList<Warning>> Warnings() =>
            [
                .. (
                    await site.AskAll<IWarningSource, IReadOnlyList<Warning>>(w =>
                        w.Raise([innovation], CancellationToken.None)
                    )
                ).SelectMany(all => all),
            ];
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
