using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.KnowledgeExchange.Tests.Site;

/// <summary>What people know, as they tell it: found by its words, read as far as they agreed, and theirs to take back.</summary>
public sealed class ItemTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Search_and_lists_show_each_reader_what_people_agreed_to_and_nothing_beyond(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Consent");
        var (ada, bea) = (
            await coordinator.Person("Ada Says", innovation),
            await coordinator.Person("Bea Reads", innovation)
        );
        foreach (var consent in new[] { "NotAsked", "Team", "Innovation", "Institution", "Public" })
            await coordinator.Item(innovation, $"Zebrawort for {consent}", consent: consent, person: ada);
        var late = await coordinator.Make(
            Know.Api(innovation) + "/items",
            new
            {
                statement = "Zebrawort run out",
                consent = "Public",
                consentUntil = Know.In(-1),
            }
        );
        var (hers, viewer) = (await site.AsPerson(bea, "Bea Reads"), await site.As(Role.Viewer));
        var own = await site.AsPerson(ada, "Ada Says");

        Assert.Equal(6, (await coordinator.Found(innovation, "zebra")).Length);
        Assert.Equal(["Innovation", "Institution", "Public"], Ends(await hers.Found(innovation, "zebrawort")));
        Assert.Equal(["Institution", "Public"], Ends(await viewer.Found(innovation, "ZEBRAWORT")));
        // All of her own, and not what ran out, which was somebody else's.
        Assert.Equal(5, (await own.Found(innovation, "zebrawort")).Length);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.Get($"{Know.Api(innovation)}/items/{late}")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await viewer.Open($"/innovations/{innovation}/knowledge/items/{late}")).Status
        );
        // The search box over everything, the page, the print, and somebody who takes no part.
        foreach (var (who, path) in new[] { (viewer, "/search?q=zebrawort"), (hers, "/search?q=zebrawort") })
        {
            var text = (await who.Open(path)).Text;
            Assert.Contains("Zebrawort for Public", text);
            Assert.DoesNotContain("for Team", text);
            Assert.DoesNotContain("run out", text);
            Assert.Equal(who == hers, text.Contains("for Innovation", StringComparison.Ordinal));
        }
        var stranger = await site.AsPerson(await coordinator.Person("Takes No Part"), "Takes No Part");
        Assert.DoesNotContain("for Public", (await stranger.Open("/search?q=zebrawort")).Text);

        static string[] Ends(string[] all) => [.. all.Select(one => one.Split(' ')[^1]).Order()];
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Words_are_found_by_their_beginnings_whatever_signs_stand_between_and_after_a_correction(
        TestEngine engine
    )
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Words");
        var item = await coordinator.Item(
            innovation,
            "The PE shed is full of dust; Ŵyn's chest hurts. 100% of the time!",
            topic: "breathing"
        );
        await coordinator.Item(innovation, "Nothing of the kind");

        foreach (var asked in new[] { "dust", "DUS", "wyn chest", "shed breath", "100%", "dust \"; drop", "(dust OR" })
        {
            var found = await coordinator.Found(innovation, asked);
            Assert.Equal(asked is "dust \"; drop" or "(dust OR" ? 0 : 1, found.Length);
        }
        Assert.Empty(await coordinator.Found(innovation, "*)\"'&|!:"));
        await coordinator.Send(
            $"/innovations/{innovation}/knowledge/items/{item}/edit",
            ("statement", "The shed was cleaned")
        );
        Assert.Empty(await coordinator.Found(innovation, "dust"));
        Assert.Single(await coordinator.Found(innovation, "cleaned"));
        await coordinator.Send($"/innovations/{innovation}/knowledge/items/{item}/withdraw", ("sure", "yes"));
        Assert.Empty(await coordinator.Found(innovation, "cleaned"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Long_lists_go_on_where_they_stopped_and_miss_nothing(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Long");
        for (var i = 0; i < 27; i++)
            await coordinator.Item(innovation, $"Thing {i}", day: -(i % 3));

        var first = await coordinator.Ask(Know.Api(innovation) + "/items");
        var second = await coordinator.Ask($"{Know.Api(innovation)}/items?after={first["next"]}");

        Assert.Equal((25, 2), (first["rows"]!.AsArray().Count, second["rows"]!.AsArray().Count));
        Assert.Null(second["next"]);
        Assert.Equal(
            27,
            first["rows"]!
                .AsArray()
                .Concat(second["rows"]!.AsArray())
                .Select(row => (Guid)row!["id"]!)
                .Distinct()
                .Count()
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Somebody_tells_what_they_know_themselves_and_takes_it_back_whenever_they_like(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Own words");
        var (ada, bea) = (
            await coordinator.Person("Ada Own", innovation),
            await coordinator.Person("Bea Other", innovation)
        );
        var (hers, others) = (await site.AsPerson(ada, "Ada Own"), await site.AsPerson(bea, "Bea Other"));

        var page = await hers.Send(
            $"/innovations/{innovation}/knowledge/items/new",
            ("statement", "It hurts at night. <b>Really</b>"),
            ("source", "Lived"),
            ("consent", "Institution"),
            ("attribution", "AsTheySay"),
            ("attributedAs", "a night owl"),
            ("personId", bea.ToString())
        );
        var path = page.Path.Split('?')[0];
        var read = await others.Open(path);

        Assert.Contains("It hurts at night. <b>Really</b>", read.Text);
        Assert.DoesNotContain("<b>Really", read.Html);
        Assert.Contains("a night owl", read.Text);
        Assert.DoesNotContain("Ada Own", read.Text);
        Assert.Contains("Ada Own", (await coordinator.Open(path)).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await others.Open(path + "/edit")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await others.Open(path + "/take-back")).Status);
        Assert.Contains("It hurts at night", (await hers.Open("/me/knowledge")).Text);

        await hers.Send(path + "/take-back", ("sure", "yes"));

        Assert.Equal(HttpStatusCode.NotFound, (await others.Open(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.Open(path)).Status);
        Assert.Empty(await coordinator.Found(innovation, "hurts"));
        Assert.Contains("taken back", (await hers.Open("/me/knowledge")).Text);
        Assert.Single(await hers.Found(innovation, "hurts"));
        var (status, body) = await coordinator.PostJson(
            Know.Api(innovation) + "/links",
            new
            {
                itemId = Guid.Parse(path.Split('/')[^1]),
                decisionId = await coordinator.Decision(innovation, "Use it?"),
                effect = "Adopted",
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("taken back", body!.ToJsonString());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_consent_taken_back_holds_when_older_data_comes_back_and_none_is_widened_by_that(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Holds");
        var back = await coordinator.Item(innovation, "Back again", consent: "Public");
        var small = await coordinator.Item(innovation, "Small circle", consent: "Team");

        foreach (var (id, how) in new[] { (back, "TakenBack"), (small, "Public"), (Guid.CreateVersion7(), "Team") })
            await site.AskAll<IHoldsAgain, bool>(async holds =>
            {
                await holds.Again(
                    new MustHold
                    {
                        What = "knowledge.consent",
                        Id = id,
                        How = how,
                    },
                    CancellationToken.None
                );
                return true;
            });

        Assert.Equal(["Small circle"], await coordinator.Found(innovation, ""));
        Assert.Empty(await (await site.As(Role.Viewer)).Found(innovation, ""));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Wrong");
        var path = $"/innovations/{innovation}/knowledge/items/new";

        var blank = await coordinator.Send(
            path,
            ("statement", " "),
            ("topic", "kept"),
            ("heardOn-day", "31"),
            ("heardOn-month", "2"),
            ("heardOn-year", "2026")
        );
        var named = await coordinator.Send(path, ("statement", "x"), ("attribution", "Name"));
        var called = await coordinator.Send(path, ("statement", "x"), ("attribution", "AsTheySay"));
        var group = await coordinator.Send(path, ("statement", "x"), ("attribution", "Group"));
        var open = await coordinator.Send(path, ("statement", "x"), ("isSensitive", "yes"), ("consent", "Public"));
        var future = await coordinator.Send(
            path,
            ("statement", "x"),
            ("heardOn-day", "1"),
            ("heardOn-month", "1"),
            ("heardOn-year", "2199")
        );
        var (status, _) = await coordinator.PostJson(
            Know.Api(innovation) + "/items",
            new { statement = "x", personId = Guid.CreateVersion7() }
        );

        Assert.Equal("Enter what they know.", blank.ErrorOf("statement"));
        Assert.Contains("real date", blank.ErrorOf("heardOn"));
        Assert.Equal("kept", blank.ValueOf("topic"));
        Assert.Contains("somebody must be chosen", named.ErrorOf("attribution"));
        Assert.Contains("words they want to be named by", called.ErrorOf("attributedAs"));
        Assert.Contains("the group they speak from", group.ErrorOf("fromGroup"));
        Assert.Contains("not made public", open.ErrorOf("consent"));
        Assert.Contains("still to come", future.ErrorOf("heardOn"));
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_views_stand_side_by_side_until_something_comes_of_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Views");
        var bea = await coordinator.Person("Bea Differs", innovation);
        var item = await coordinator.Item(innovation, "Everybody likes mornings");
        var path = $"/innovations/{innovation}/knowledge/items/{item}";
        var hers = await site.AsPerson(bea, "Bea Differs");

        var page = await hers.Send(path + "/differently", ("words", "Not those who work nights."));
        var list = await coordinator.Open($"/innovations/{innovation}/knowledge/items");
        var link = (await coordinator.Open(path))
            .Document.QuerySelectorAll("main a")
            .Select(a => a.GetAttribute("href")!)
            .Single(href => href.StartsWith(path + "/differently/", StringComparison.Ordinal));
        var nothing = await coordinator.Send(
            link,
            ("settledOn-day", "1"),
            ("settledOn-month", "2"),
            ("settledOn-year", "2026")
        );
        var settled = await coordinator.Send(
            link,
            ("outcome", "Evenings too."),
            ("settledOn-day", "1"),
            ("settledOn-month", "2"),
            ("settledOn-year", "2026")
        );

        Assert.Contains("Everybody likes mornings", page.Text);
        Assert.Contains("Not those who work nights.", page.Text);
        Assert.DoesNotContain("Bea Differs", page.Text);
        Assert.Contains("somebody sees it differently", list.Text);
        Assert.Equal("Enter what came of it.", nothing.ErrorOf("outcome"));
        Assert.Contains("Evenings too.", settled.Text);
        Assert.DoesNotContain(
            "sees it differently",
            (await coordinator.Open($"/innovations/{innovation}/knowledge/items")).Text
        );
        Assert.NotEqual(HttpStatusCode.OK, (await hers.Open(link)).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_note_of_something_learned_becomes_an_item_nobody_has_agreed_to_share_and_undo_takes_it_back(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Noted");
        var (ada, bea) = (
            await coordinator.Person("Ada Noted", innovation),
            await coordinator.Person("Bea Noted", innovation)
        );

        await Tell("We moved the chairs.", "Changed", ada);
        await Tell("Two were there.", "Needed", ada, bea);
        var note = await Tell("Dust is where it starts.", "Learned", ada);

        Assert.Equal(
            ["Dust is where it starts.", "Two were there."],
            (await coordinator.FoundOnce(innovation, 2)).Order()
        );
        Assert.Empty(await (await site.As(Role.Viewer)).Found(innovation, ""));
        Assert.Contains(
            "Dust is where it starts.",
            (await (await site.AsPerson(ada, "Ada")).Open("/me/knowledge")).Text
        );
        await coordinator.Make($"/api/notes/{note}/undo", new { });
        Assert.Equal(["Two were there."], await coordinator.FoundOnce(innovation, 1));

        Task<Guid> Tell(string words, string tick, params Guid[] people) =>
            coordinator.Make(
                "/api/notes",
                new
                {
                    innovationId = innovation,
                    words,
                    people,
                    ticks = new[] { tick },
                }
            );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_record_of_another_innovation_is_not_found_and_two_who_edit_are_shown_both_texts(
        TestEngine engine
    )
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var (own, other) = (await coordinator.Innovation("Own"), await coordinator.Innovation("Other"));
        var item = await coordinator.Item(own, "First words");
        var decision = await coordinator.Decision(own, "First question", 0);
        var link = await coordinator.Tie(own, item, decision);
        var reply = await coordinator.Make($"{Know.Api(own)}/links/{link}/reply", new { words = "Thank you." });
        foreach (
            var below in new[]
            {
                $"items/{item}",
                $"items/{item}/edit",
                $"items/{item}/withdraw",
                $"items/{item}/take-back",
                $"items/{item}/differently",
                $"items/{item}/reply",
                $"decisions/{decision}",
                $"decisions/{decision}/edit",
                $"decisions/{decision}/withdraw",
                $"links/{link}",
                $"links/{link}/withdraw",
                $"links/{link}/reply",
                $"replies/{reply}/withdraw",
            }
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await coordinator.Open($"/innovations/{own}/knowledge/{below}")).Status);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await coordinator.Open($"/innovations/{other}/knowledge/{below}")).Status
            );
        }
        var elsewhere = await coordinator.Decision(other, "Elsewhere");
        var (status, _) = await coordinator.PostJson(
            Know.Api(other) + "/links",
            new
            {
                itemId = item,
                decisionId = elsewhere,
                effect = "Adopted",
            }
        );
        Assert.Equal(HttpStatusCode.NotFound, status);
        foreach (
            var below in new[]
            {
                $"items/{item}/edit:statement",
                $"decisions/{decision}/edit:question",
                $"links/{link}:reason",
            }
        )
        {
            var (path, field) = ($"/innovations/{own}/knowledge/{below.Split(':')[0]}", below.Split(':')[1]);
            var mine = await coordinator.Open(path);
            await coordinator.Send(path, (field, "Theirs"));
            var both = await mine.Send((field, "Mine"));
            Assert.Contains("Mine", both.Html);
            Assert.Contains("Theirs", both.Html);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_person_is_handed_what_they_told_and_after_erasure_their_words_are_nowhere(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Erased");
        var person = await coordinator.Person("Gone Soon", innovation);
        var item = await coordinator.Item(innovation, "Quagmire at my door", consent: "Public", person: person);
        var decision = await coordinator.Decision(innovation, "Drain it?", 0);
        var link = await coordinator.Tie(innovation, item, decision);
        await coordinator.Make($"{Know.Api(innovation)}/links/{link}/reply", new { words = "It is drained for you." });

        var known = (await site.AskAll<IPersonData, JsonNode?>(d => d.Export(person, CancellationToken.None))).Single(
            n => n?["whatTheyTold"] is not null
        )!;
        for (var times = 0; times < 2; times++)
            await site.AskAll<IPersonData, IReadOnlyList<string>>(d => d.Erase(person, CancellationToken.None));
        var after = await site.AskAll<IPersonData, JsonNode?>(d => d.Export(person, CancellationToken.None));
        var page = await coordinator.Open($"/innovations/{innovation}/knowledge");

        Assert.Equal("Quagmire at my door", (string?)known["whatTheyTold"]![0]!["words"]);
        Assert.Equal("It is drained for you.", (string?)known["wereAnswered"]![0]!["words"]);
        Assert.DoesNotContain(after, node => node?["whatTheyTold"] is not null);
        Assert.DoesNotContain("Quagmire", page.Html);
        Assert.Contains("The words were removed.", page.Text);
        Assert.Contains("Drain it?", page.Text);
        Assert.Empty(await coordinator.Found(innovation, "quagmire"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_innovations_knowledge_travels_once_and_without_what_was_not_agreed_to(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Travels");
        var part = await coordinator.Person("Takes Part", innovation);
        var outsider = await coordinator.Person("Out Sider");
        var goes = await coordinator.Item(innovation, "Goes along", person: part);
        var secret = await coordinator.Item(innovation, "Stays at home", consent: "Team", person: outsider);
        var decision = await coordinator.Decision(innovation, "Which way?", 0);
        await coordinator.Tie(innovation, goes, decision);
        await coordinator.Tie(innovation, secret, decision, "NotAdopted", "It tells of Stays at home");
        await coordinator.Item(innovation, "Of an outsider", person: outsider);
        // Private, and its person did not agree to go along.
        var silent = await coordinator.Make(
            Know.Api(innovation) + "/items",
            new
            {
                statement = "Privately said",
                consent = "Institution",
                isSensitive = "yes",
                personId = part,
            }
        );

        var records = (
            await site.AskAll<IPortability, JsonNode>(p => p.Export(innovation, CancellationToken.None))
        ).Single(n => n["replies"] is JsonArray);
        var text = records.ToJsonString();
        Assert.Contains("Goes along", text);
        Assert.Contains(part.ToString(), text);
        Assert.DoesNotContain("Stays at home", text);
        Assert.DoesNotContain("Privately said", text);
        await coordinator.Make($"/api/people/{part}/consents", new { scope = "HandOver" });
        Assert.Contains(
            silent.ToString(),
            string.Concat(
                (await site.AskAll<IPortability, JsonNode>(p => p.Export(innovation, CancellationToken.None))).Select(
                    node => node.ToJsonString()
                )
            )
        );
        Assert.DoesNotContain(outsider.ToString(), text);
        for (var times = 0; times < 2; times++)
            await site.AskAll<IPortability, bool>(async p =>
            {
                if (p.GetType().Name == "KnowledgePortability")
                    await p.Import(JsonNode.Parse(text)!, CancellationToken.None);
                return true;
            });
        Assert.Equal(4, (await coordinator.Found(innovation, "")).Length);
    }
}
