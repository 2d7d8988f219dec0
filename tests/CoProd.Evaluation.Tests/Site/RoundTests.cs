using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Evaluation.Tests.Site;

/// <summary>People are asked, answer without an account, and hear what came of it; and what must not be seen is not.</summary>
public sealed class RoundTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task From_a_question_to_answers_to_an_action_and_back_to_those_who_answered(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Main path");
        var round = await coordinator.Round(innovation);
        var links = await coordinator.Links(innovation, round);
        var results = $"/api{Eval.Page(innovation, round)}/results";

        for (var i = 0; i < 5; i++)
        {
            await site.Answer(links["Ward staff"], i < 2 ? "5" : "4", "4", "<script>alert(1)</script>");
            await site.Answer(links["Patients"], "2", i < 3 ? "3" : "2");
        }
        for (var i = 0; i < 4; i++)
            await site.Answer(links["Board"], "1", "1", "Only we could have written this.");
        // Nothing is told while the round is open, and of four on the board not even their number.
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.Get(results)).Status);
        var open = await coordinator.Open(Eval.Page(innovation, round));
        Assert.Contains("Fewer than 5 have answered.", open.Text);
        Assert.DoesNotContain("4 have answered", open.Text);
        await coordinator.Close(innovation, round);

        var told = await coordinator.Ask(results);
        var page = await coordinator.Open($"{Eval.Page(innovation, round)}/results");
        // By hand: staff 5, 5, 4, 4, 4 on the first part, patients 2; ten together 32 / 10. The board's four ones are in none of it.
        var part = told["domains"]![0]!;
        Assert.Equal((4.4, 2.0, 3.2), (Mean(part, 0), Mean(part, 1), Math.Round((double)part["everybody"]!, 9)));
        Assert.Null(part["figures"]![2]!["mean"]);
        Assert.Contains("How we work together: Ward staff say 4.4, Patients say 2.0.", page.Text);
        // What to act on is what they see differently, not the mean of both.
        Assert.Contains(
            page.Document.QuerySelectorAll("main a[href*='finding=']"),
            link => Uri.UnescapeDataString(link.GetAttribute("href")!).Contains("Ward staff say 4.4, Patients say 2.0")
        );
        Assert.Contains("<script>alert(1)</script>", page.Text);
        Assert.DoesNotContain("<script>alert", page.Html);
        Assert.DoesNotContain("Only we could have written this", page.Html);
        Assert.NotNull(page.Document.QuerySelector("main svg[role=img] circle"));

        var action = await coordinator.Make(
            $"/api/innovations/{innovation}/evaluation/actions",
            new
            {
                roundId = round,
                domain = "together",
                finding = "Patients say 2.0 of 5",
                what = "Two patients sit in on every plan.",
            }
        );
        using var nobody = site.Anonymous();
        var before = await nobody.Open(links["Patients"]);
        await coordinator.Send(
            $"/innovations/{innovation}/evaluation/actions/{action}",
            ("changed", "Plans wait until they have read them.")
        );
        var after = await nobody.Open(links["Patients"]);
        var story = await coordinator.Open($"/innovations/{innovation}");

        Assert.Contains("We do: Two patients sit in on every plan.", before.Text);
        Assert.Contains("What changed: Plans wait until they have read them.", after.Text);
        Assert.Contains("Patients say 2.0 of 5", after.Text);
        Assert.DoesNotContain("Only we could have written this", after.Html);
        Assert.Contains("Something changed because of what people answered.", story.Text);
        Assert.Contains("People see it differently.", story.Text);
        Assert.Contains("Staff and co-producers were asked until", story.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_change_that_may_be_chance_is_named_as_that_and_a_clear_one_is_not(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Chance");
        // By hand: together 3.0, then 3.4 with answers as wide apart as before; what we do 1.0, then 5.0.
        await Asked(["2", "4", "2", "4", "3"], "1");
        await Asked(["3", "4", "2", "5", "3"], "5");

        var told = (
            await site.AskAll<IWarningSource, IReadOnlyList<Warning>>(w =>
                w.Raise([innovation], CancellationToken.None)
            )
        )
            .SelectMany(all => all)
            .Where(warning => warning.Rule == "evaluation.noise");

        var one = Assert.Single(told);
        Assert.StartsWith("“First round”, How we work together: +0.40 against the round before", one.Fact);
        Assert.Contains("may well be chance", one.Fact);

        async Task Asked(IReadOnlyList<string> together, string what)
        {
            var round = await coordinator.Round(innovation, others: "");
            var links = await coordinator.Links(innovation, round);
            foreach (var answer in together)
                await site.Answer(links["Patients"], answer, what);
            await coordinator.Close(innovation, round);
        }
    }

    [Fact]
    public async Task Numbers_that_cannot_be_come_back_and_a_group_that_answers_as_one_is_promised_nothing()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Impossible");
        var round = await coordinator.Round(innovation, "re-aim 1", others: "", together: true);
        var link = (await coordinator.Links(innovation, round))["Ward staff"];
        using var nobody = site.Anonymous();
        var page = await nobody.Send(link);
        var numbers = page.Document.QuerySelectorAll("main input[inputmode=decimal]");
        var (first, second) = (numbers[0].GetAttribute("name")!, numbers[1].GetAttribute("name")!);

        var below = await (await page.Send((first, "-3"), (second, "50"), ("enough", "yes"))).Send();
        page = await nobody.Open(page.Path);
        var more = await (await page.Send((first, "10"), (second, "50"), ("enough", "yes"))).Send();
        page = await nobody.Open(page.Path);
        var sent = await (await page.Send((first, "50"), (second, "10"), ("enough", "yes"))).Send();

        Assert.Contains("cannot be less than nothing. Go back and change it; everything is kept.", below.Text);
        Assert.Contains("One of them must be wrong.", more.Text);
        Assert.Contains("Your answers are sent.", sent.Text);
        Assert.DoesNotContain("Nobody can see that they are yours", sent.Text);
    }

    [Fact]
    public async Task Whoever_is_paused_is_not_made_to_see_to_anything()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Rest");
        var person = await coordinator.Make("/api/people", new { name = "Resting Person" });
        await coordinator.Make($"/api/innovations/{innovation}/people", new { personId = person });
        await coordinator.Make($"/api/people/{person}/contact", new { state = "Paused" });

        var refused = await coordinator.Send(
            $"/innovations/{innovation}/evaluation/actions/new",
            ("what", "Ring them."),
            ("ownerId", person.ToString())
        );
        var open = await refused.Send(("ownerId", ""));

        Assert.Contains("Choose somebody else, or leave it open for now.", refused.Text);
        Assert.Contains("It is decided.", open.Text);
    }

    private static double Mean(JsonNode part, int group) => Math.Round((double)part["figures"]![group]!["mean"]!, 9);

    [Theory, MemberData(nameof(Both))]
    public async Task A_half_filled_answer_is_kept_counts_only_when_sent_and_then_opens_nothing(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Half");
        var round = await coordinator.Round(innovation);
        var link = (await coordinator.Links(innovation, round))["Patients"];
        using var phone = site.Anonymous();

        var first = await phone.Send(link);
        var second = await first.Send(Eval.Fields(first, "3"));
        // Whoever scans the code again finds what they began, on that phone alone.
        var scanned = await phone.Open(link);
        var begun = scanned.Document.QuerySelector("main a[role=button]")!.GetAttribute("href")!;
        Assert.Equal(
            "3",
            (await phone.Open(begun)).Document.QuerySelector("input[type=radio][checked]")!.GetAttribute("value")
        );
        using var laptop = site.Anonymous();
        var again = await laptop.Open(first.Path);
        Assert.Null((await laptop.Open(link)).Document.QuerySelector("main a[role=button]"));
        Assert.Equal("3", again.Document.QuerySelector("main input[type=radio][checked]")!.GetAttribute("value"));
        var wrong = await second.Send((Eval.Fields(second, "3")[0].Item1, "99"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("Choose from the answers that are offered.", wrong.Text);

        var send = await (await laptop.Open(second.Path)).Send(("enough", "yes"));
        Assert.Contains("How we work together 7 of 7 answered", send.Text);
        var thanks = await send.Send();
        Assert.Contains("Your answers are sent. Nobody can see that they are yours.", thanks.Text);
        Assert.Contains("There is nothing to fill in here", (await phone.Open(first.Path)).Text);
        // Begun and never sent: it is nobody's word.
        await (await phone.Send(link)).Send();
        await coordinator.Close(innovation, round);
        var late = await phone.Open(link);
        Assert.Contains("What came of it", late.Text);
        Assert.Contains("fewer than 5 answered, so nothing is shown of them", late.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Files_hold_no_small_group_and_no_time_and_go_into_another_round(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Files");
        var round = await coordinator.Round(innovation);
        var links = await coordinator.Links(innovation, round);
        for (var i = 0; i < 5; i++)
            await site.Answer(links["Patients"], "2", "3", i == 0 ? "My own words" : "");
        await site.Answer(links["Board"], "1", "1", "Only the board.");
        await coordinator.Close(innovation, round);

        var csv = await coordinator.Client.GetStringAsync(Eval.Page(innovation, round) + "/answers.csv");
        var fhir = JsonNode.Parse(
            await coordinator.Client.GetStringAsync(Eval.Page(innovation, round) + "/answers.json")
        )!;
        var exported = JsonNode.Parse(
            (
                await site.AskAll<IPortability, JsonNode>(port =>
                    port.Export(innovation, TestContext.Current.CancellationToken)
                )
            )
                .Single(node => node["rounds"] is not null)
                .ToJsonString()
        )!;
        var entries = fhir["entry"]!.AsArray();

        Assert.Equal(6, csv.Trim().Split('\n').Length);
        Assert.Equal(5, entries.Count);
        foreach (var text in new[] { csv, fhir.ToJsonString(), exported.ToJsonString() })
            Assert.DoesNotContain("Only the board", text);
        Assert.DoesNotContain(links["Patients"].Split('/')[^1].Replace("-", ""), exported.ToJsonString());
        // Words beside figures would give their writer away, so they stand on the page alone.
        Assert.DoesNotContain("My own words", csv + fhir.ToJsonString());
        Assert.Contains("My own words", (await coordinator.Open(Eval.Page(innovation, round) + "/results")).Text);
        var viewer = await site.As(Role.Viewer);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await viewer.Open(Eval.Page(innovation, round) + "/answers.csv")).Status
        );
        // Random ids: of version 4, which tells no time, and nothing else in the file does.
        Assert.All(entries, entry => Assert.Equal('4', ((string)entry!["resource"]!["id"]!)[14]));
        Assert.DoesNotContain("authored", fhir.ToJsonString());

        var next = await coordinator.Round(innovation);
        var group = (await coordinator.Ask($"/api{Eval.Page(innovation, next)}"))["groups"]![1]!["id"];
        var take = $"/api{Eval.Page(innovation, next)}/groups/{group}/answers";
        await coordinator.Make(take, new { source = entries[0]!["resource"]!.ToJsonString() });
        var (foreign, why) = await coordinator.PostJson(
            take,
            new
            {
                source = """{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"PHQ","answer":[{"valueInteger":1}]}]}""",
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, foreign);
        Assert.Contains("no question PHQ", why!.ToJsonString());

        // The hand-over arrives whole, links made anew, and twice is once.
        var copy = await coordinator.Innovation("Copy");
        exported["innovationId"] = copy.ToString();
        foreach (
            var one in exported["rounds"]!.AsArray().Where(one => (string?)one!["round"]!["id"] == round.ToString())
        )
        {
            one!["round"]!["id"] = Guid.CreateVersion7().ToString();
            foreach (var each in one["round"]!["groups"]!.AsArray())
            {
                var fresh = Guid.CreateVersion7().ToString();
                foreach (
                    var sheet in one["sheets"]!.AsArray().Where(s => (string?)s!["groupId"] == (string?)each!["id"])
                )
                    (sheet!["groupId"], sheet["id"]) = (fresh, Guid.CreateVersion7().ToString());
                each!["id"] = fresh;
            }
        }
        for (var i = 0; i < 2; i++)
            await site.AskAll<IPortability, bool>(async port =>
            {
                if (port.GetType().Name == "EvaluationPortability")
                    await port.Import(exported, TestContext.Current.CancellationToken);
                return true;
            });
        var arrived = await coordinator.Ask($"/api/innovations/{copy}/evaluation");
        Assert.Contains("Patients 5", arrived["rounds"]!.ToJsonString());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Paper_is_typed_in_for_somebody_and_a_wrong_or_late_code_opens_nothing(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Paper");
        var round = await coordinator.Round(innovation, "nasss 1", others: "", together: true);
        var view = await coordinator.Ask($"/api{Eval.Page(innovation, round)}");
        var group = view["groups"]![0]!["id"];
        var path = $"{Eval.Page(innovation, round)}/type/{group}";

        var paper = await coordinator.Open($"{Eval.Page(innovation, round)}/paper?large=yes");
        var easy = await coordinator.Open($"{Eval.Page(innovation, round)}/paper?easy=yes");
        var form = await coordinator.Open(path);
        var none = await form.Send();
        var kept = await form.Send(Eval.Fields(form, "complex"));
        using var nobody = site.Anonymous();
        var typed = await nobody.Send("/open/evaluation", ("code", "2222-2222-2222"));
        var right = await nobody.Send(
            "/open/evaluation",
            ("code", ((string)view["groups"]![0]!["code"]!).ToLowerInvariant().Replace("-", " "))
        );
        await coordinator.Close(innovation, round);
        var late = await coordinator.Send(path, Eval.Fields(form, "simple"));
        var results = await coordinator.Open($"{Eval.Page(innovation, round)}/results");

        Assert.NotNull(paper.Document.QuerySelector(".cp-paper--large .cp-paper__box"));
        Assert.Contains("You answer as Ward staff Patients", paper.Text);
        Assert.Contains("Somebody may help you to read it or to write.", easy.Text);
        Assert.NotNull(easy.Document.QuerySelector(".cp-paper--easy .cp-paper__box"));
        Assert.Contains("There is no answer yet.", none.Text);
        Assert.Contains("The answer is kept.", kept.Html);
        Assert.Contains("This code does not open anything.", typed.Text);
        Assert.Contains("You answer as: Ward staff.", right.Text);
        Assert.Contains("It is not anonymous", right.Text);
        Assert.Contains("The round is closed.", late.Text);
        Assert.Contains("there is no total", results.Text);
        Assert.Contains("Complex: 7 of 7 parts. The condition;", results.Text);
    }

    [Fact]
    public async Task A_partner_s_score_is_what_the_others_say_of_it_and_nobody_rates_themselves()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Rated");
        var round = await coordinator.Round(innovation, "partner 1", others: "");
        var groups = (await coordinator.Ask($"/api{Eval.Page(innovation, round)}"))["groups"]!.AsArray();
        var patients = groups.Single(group => (string)group!["name"]! == "Patients")!["id"];
        foreach (var points in new[] { "4", "4", "4", "3", "3" })
        {
            var form = await coordinator.Open($"{Eval.Page(innovation, round)}/type/{patients}");
            await form.Send(Eval.Fields(form, points));
        }
        await coordinator.Close(innovation, round);

        var results = await coordinator.Open($"{Eval.Page(innovation, round)}/results");
        var table = results.Document.QuerySelector("main table")!;

        // By hand: (4 + 4 + 4 + 3 + 3) / 5.
        Assert.Contains("What the others say of each, on average", results.Text);
        Assert.Contains("Ward staff: Trust 3.6 of 4", results.Text);
        Assert.DoesNotContain(
            table.QuerySelectorAll("tbody tr"),
            row => row.TextContent.Contains("Ward staff: Trust") && row.Children[1].TextContent.Contains("Ward staff")
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Answers_wait_for_nobody_for_ever_and_what_was_asked_stays_as_it_was(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Partner");
        var round = await coordinator.Round(innovation, "partner 1");
        var links = await coordinator.Links(innovation, round);
        using var nobody = site.Anonymous();

        var first = await nobody.Send(links["Patients"]);
        var second = await first.Send(Eval.Fields(first, "4"));

        // Each other group is asked about, one's own is not; one of two pages about others, then the second.
        Assert.Contains("About Ward staff", first.Text);
        Assert.Contains("About Board", second.Text);
        Assert.Contains("Page 2 of 2", second.Text);
        var (status, body) = await coordinator.PostJson(
            $"/api/innovations/{innovation}/evaluation/rounds",
            new
            {
                title = "No words",
                instrument = "psat 1",
                staff = "Staff",
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("words of", body!.ToJsonString());
        await coordinator.Send($"{Eval.Page(innovation, round)}/withdraw", ("sure", "yes"));
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Open(links["Patients"])).Status);
    }
}
