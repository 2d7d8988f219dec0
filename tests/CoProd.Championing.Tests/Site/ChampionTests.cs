using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Championing.Tests.Site;

/// <summary>Champions as people record and see them, and what must not happen to them.</summary>
public sealed class ChampionTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_champion_a_deputy_an_act_and_its_effect_are_recorded_and_seen(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Main path");
        var (ada, bea) = (
            await coordinator.Person("Ada Carer", innovation),
            await coordinator.Person("Bea Stand-in", innovation)
        );
        var board = await coordinator.Audience(innovation, "The board", 5, required: true);
        await coordinator.Audience(innovation, "The press", 3);
        await coordinator.Stands(innovation, board, -1, -120);
        var role = await coordinator.Role(innovation, ada, board);
        var path = $"/innovations/{innovation}/champions";

        await coordinator.Send($"{path}/roles/{role}", ("deputyId", bea.ToString()));
        var page = await coordinator.Send(
            path + "/acts/new",
            ("said", "I told them. <script>alert(1)</script>"),
            ("championIds", role.ToString()),
            ("audienceId", board.ToString()),
            ("result", "They asked for figures."),
            ("stance", "1")
        );
        var answer = await coordinator.Ask(Champ.Api(innovation));

        Assert.Contains("The board was then in favour.", page.Text);
        Assert.Contains("I told them. <script>alert(1)</script>", page.Text);
        Assert.DoesNotContain("<script>alert", page.Html);
        Assert.Contains("Bea Stand-in", page.Text);
        Assert.NotNull(page.Document.QuerySelector("main svg[role=img] path"));
        // Power 5 of 8 has a champion; the board moved from -1 to 1 and the press is not known.
        Assert.Equal((0.625, 2.0), ((double)answer["cover"]!, (double)answer["momentum"]!));
        var story = await coordinator.Open($"/innovations/{innovation}");
        Assert.Contains("The board moved from “against” to “in favour”.", story.Text);
        Assert.Contains("Champions stand before 63% of the power that counts.", story.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_path_to_yes_names_whom_to_ask_and_leaves_out_whoever_asked_to_be_left_alone(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Path");
        var both = await coordinator.Person("Both Reached", innovation);
        var one = await coordinator.Person("One Reached", innovation);
        var a = await coordinator.Audience(innovation, "First decider", 5, required: true);
        var b = await coordinator.Audience(innovation, "Second decider", 5, required: true);
        await coordinator.Audience(innovation, "Not needed", 5);
        await coordinator.Role(innovation, both, a, b);
        await coordinator.Role(innovation, one, a);

        var before = (await coordinator.Ask(Champ.Api(innovation)))["yes"]!;
        await coordinator.Make($"/api/people/{both}/contact", new { state = "Paused" });
        var after = (await coordinator.Ask(Champ.Api(innovation)))["yes"]!;

        Assert.Equal("Both Reached", (string?)Assert.Single(before["steps"]!.AsArray())!["who"]);
        Assert.True((bool)before["isExact"]!);
        Assert.Equal("One Reached", (string?)Assert.Single(after["steps"]!.AsArray())!["who"]);
        Assert.Equal("Second decider", (string?)Assert.Single(after["nobody"]!.AsArray()));
        await coordinator.Stands(innovation, a, 1, 0);
        await coordinator.Stands(innovation, b, 2, 0);
        Assert.Null((await coordinator.Ask(Champ.Api(innovation)))["yes"]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Whoever_stands_up_for_much_is_asked_with_care_and_nobody_on_pause_is_appointed(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var many = new List<Guid>();
        for (var i = 0; i < 3; i++)
            many.Add(await coordinator.Innovation("Much"));
        var busy = await coordinator.Person("Busy Champion", many);
        var paused = await coordinator.Person("Paused Person", many[0]);
        await coordinator.Make($"/api/people/{paused}/contact", new { state = "Paused" });
        var audience = await coordinator.Audience(many[0], "Uncovered", 5);
        foreach (var innovation in many)
            await coordinator.Role(innovation, busy);

        var verdict = await site.Ask<IAskGate, IReadOnlyList<AskVerdict>>(gate =>
            gate.MayAsk([busy], CancellationToken.None)
        );
        var ask = await coordinator.Open($"/innovations/{many[0]}/champions/ask?audience={audience}");
        var (status, body) = await coordinator.PostJson(
            Champ.Api(many[0]) + "/roles",
            new { personId = paused, kind = "Appointed" }
        );
        var warned = await coordinator.Open($"/innovations/{many[1]}");

        Assert.Equal(AskAnswer.Caution, verdict[0].Answer);
        Assert.DoesNotContain("3", verdict[0].Why);
        Assert.Contains("Busy Champion said yes They carry a good deal already", ask.Text);
        Assert.DoesNotContain("Paused Person", ask.Text);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("personId", body!.ToJsonString());
        Assert.Contains("stands up for many innovations", warned.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Warnings_tell_the_fact_and_name_nobody(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Warned");
        var person = await coordinator.Person("Named Nowhere", innovation);
        var a = await coordinator.Audience(innovation, "Alpha board", 5);
        var b = await coordinator.Audience(innovation, "Beta board", 4);
        await coordinator.Stands(innovation, a, 1, -100);
        await coordinator.Stands(innovation, a, 0, -1);
        await coordinator.Make(
            Champ.Api(innovation) + "/roles",
            new
            {
                personId = person,
                audienceIds = new[] { a, b },
                hours = "0",
                until = Champ.In(90),
            }
        );
        await coordinator.Make(
            Champ.Api(innovation) + "/objections",
            new { words = "Too dear.", raisedOn = Champ.In(-31) }
        );
        await coordinator.Make(
            Champ.Api(innovation) + "/objections",
            new { words = "Too new.", raisedOn = Champ.In(-30) }
        );

        var warnings = (
            await site.AskAll<IWarningSource, IReadOnlyList<Warning>>(w =>
                w.Raise([innovation], CancellationToken.None)
            )
        )
            .SelectMany(all => all)
            .Where(warning => warning.Rule.StartsWith("championing.", StringComparison.Ordinal))
            .ToList();

        Assert.Equal(
            [
                "championing.falling",
                "championing.no-time",
                "championing.one-for-several",
                "championing.role-ends",
                "championing.unanswered",
            ],
            warnings.Select(warning => warning.Rule).Order()
        );
        Assert.DoesNotContain(warnings, warning => warning.Fact.Contains("Named", StringComparison.Ordinal));
        Assert.Contains(
            warnings,
            warning => warning.Fact == "One champion alone stands before Alpha board, Beta board."
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Wrong");
        var person = await coordinator.Person("Somebody Real", innovation);
        var audience = await coordinator.Audience(innovation, "The board");
        var path = $"/innovations/{innovation}/champions";

        var role = await coordinator.Send(
            path + "/roles/new",
            ("personId", person.ToString()),
            ("deputyId", person.ToString()),
            ("hours", "many"),
            ("from-day", "2"),
            ("from-month", "5"),
            ("from-year", "2026"),
            ("until-day", "1"),
            ("until-month", "May"),
            ("until-year", "2026")
        );
        var nameless = await coordinator.Send(path + "/audiences/new", ("name", ""), ("power", "6"));
        var act = await coordinator.Send(
            path + "/acts/new",
            ("said", ""),
            ("stance", "3"),
            ("evidence", new string('x', 1001))
        );
        var future = await coordinator.Send(
            $"{path}/audiences/{audience}/position",
            ("stance", "1"),
            ("on-day", "1"),
            ("on-month", "1"),
            ("on-year", "2199")
        );
        var objection = await coordinator.Send(path + "/objections/new", ("words", "No."), ("settled", "Yes"));

        Assert.Contains("nobody stands in for themselves", role.ErrorOf("deputyId"));
        Assert.Contains("must be a number", role.ErrorOf("hours"));
        Assert.Equal("The last day must not be before the first day.", role.ErrorOf("until"));
        Assert.Equal("many", role.ValueOf("hours"));
        Assert.Equal("Enter who it is.", nameless.ErrorOf("name"));
        Assert.Contains("between 1 and 5", nameless.ErrorOf("power"));
        Assert.Contains("choose a message", act.ErrorOf("said"));
        Assert.Contains("between -2 and 2", act.ErrorOf("stance"));
        Assert.Contains("Shorten", act.ErrorOf("evidence"));
        Assert.Contains("still to come", future.ErrorOf("on"));
        Assert.Equal("Enter the answer that was given.", objection.ErrorOf("answer"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_record_of_another_innovation_is_not_found_and_two_who_edit_are_shown_both_texts(
        TestEngine engine
    )
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var (own, other) = (await coordinator.Innovation("Own"), await coordinator.Innovation("Other"));
        var audience = await coordinator.Audience(own, "First name");
        var person = await coordinator.Person("Role Holder", own);
        var role = await coordinator.Role(own, person, audience);
        var act = await coordinator.Make(Champ.Api(own) + "/acts", new { said = "Said." });
        var objection = await coordinator.Make(Champ.Api(own) + "/objections", new { words = "No." });
        var message = await coordinator.Make(Champ.Api(own) + "/kit", new { words = "Yes." });
        foreach (
            var below in new[]
            {
                $"audiences/{audience}",
                $"audiences/{audience}/withdraw",
                $"audiences/{audience}/position",
                $"roles/{role}",
                $"roles/{role}/withdraw",
                $"acts/{act}",
                $"acts/{act}/withdraw",
                $"objections/{objection}",
                $"objections/{objection}/withdraw",
                $"kit/{message}",
                $"kit/{message}/withdraw",
                $"ask?audience={audience}",
            }
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await coordinator.Open($"/innovations/{own}/champions/{below}")).Status);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await coordinator.Open($"/innovations/{other}/champions/{below}")).Status
            );
        }
        var (elsewhere, _) = await coordinator.PostJson(
            Champ.Api(other) + "/roles",
            new { personId = person, audienceIds = new[] { audience } }
        );
        Assert.Equal(HttpStatusCode.NotFound, elsewhere);

        foreach (
            var below in new[]
            {
                $"audiences/{audience}:name",
                $"acts/{act}:said",
                $"objections/{objection}:words",
                $"kit/{message}:words",
                $"roles/{role}:backing",
            }
        )
        {
            var (path, field) = ($"/innovations/{own}/champions/{below.Split(':')[0]}", below.Split(':')[1]);
            var mine = await coordinator.Open(path);
            var theirs = await coordinator.Open(path);
            await theirs.Send((field, "Their text"));
            var page = await mine.Send((field, "My text"));
            Assert.Equal((HttpStatusCode.Conflict, "My text"), (page.Status, page.ValueOf(field)));
            Assert.Contains("Their text", page.ErrorOf(field));
            Assert.Equal(HttpStatusCode.OK, (await page.Send()).Status);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_co_producer_tells_of_their_own_act_and_a_viewer_learns_no_names(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Own act");
        var me = await coordinator.Person("Mia Member", innovation);
        var another = await coordinator.Person("Olga Other", innovation);
        var audience = await coordinator.Audience(innovation, "The council");
        var mine = await coordinator.Role(innovation, me, audience);
        var others = await coordinator.Role(innovation, another, audience);
        using var mia = await site.AsPerson(me, "Mia Member");
        var path = $"/innovations/{innovation}/champions";

        var form = await mia.Open(path + "/acts/new");
        var kept = await form.Send(("said", "I asked the council."));
        var (foreign, _) = await mia.PostJson(
            Champ.Api(innovation) + "/acts",
            new { said = "Not mine.", championIds = new[] { others } }
        );
        var viewed = await (await site.As(Role.Viewer)).Open(path);

        Assert.Null(form.Document.QuerySelector($"input[value='{others}']"));
        Assert.Contains("I asked the council.", kept.Text);
        Assert.Contains("Mia Member", kept.Text);
        Assert.Equal(HttpStatusCode.NotFound, foreign);
        Assert.Equal(HttpStatusCode.Forbidden, (await mia.Open($"{path}/roles/{mine}")).Status);
        Assert.Contains("I asked the council.", viewed.Text);
        Assert.DoesNotContain("Mia Member", viewed.Text);
        Assert.DoesNotContain("Olga Other", viewed.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_note_of_a_champion_before_an_audience_becomes_an_act_and_undo_takes_it_back(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Notes");
        var person = await coordinator.Person("Noted Champion", innovation);
        var audience = await coordinator.Audience(innovation, "Harbour council");
        await coordinator.Role(innovation, person, audience);

        Task<Guid> Tell(string words, params string[] ticks) =>
            coordinator.Make(
                "/api/notes",
                new
                {
                    innovationId = innovation,
                    words,
                    people = new[] { person },
                    ticks,
                }
            );
        async Task<JsonArray> Acts() => (await coordinator.Ask(Champ.Api(innovation)))["acts"]!.AsArray();

        await Tell("We moved the chairs.", "Changed");
        await Tell("Harbour council has a nice room.", "Learned");
        Assert.Empty(await Acts());
        var note = await Tell("The harbour COUNCIL promised a ramp.", "Promised");
        var act = Assert.Single(await Acts())!;
        Assert.Equal(("Harbour council", "Noted Champion"), ((string)act["audience"]!, (string)act["champions"]!));
        await coordinator.Send(
            $"/innovations/{innovation}/champions/acts/{act["id"]}",
            ("audienceId", audience.ToString()),
            ("stance", "1")
        );
        await coordinator.Make($"/api/notes/{note}/undo", new { });

        Assert.Empty(await Acts());
        Assert.Null((await coordinator.Ask(Champ.Api(innovation)))["audiences"]![0]!["stance"]);

        // What was learned as well is somebody's to share: its words stay in the note.
        await Tell("Harbour council promised a ramp, and Ada told of her fall.", "Promised", "Learned");
        var told = await coordinator.Ask(Champ.Api(innovation));
        Assert.StartsWith("What was told on ", (string)Assert.Single(told["acts"]!.AsArray())!["said"]!);
        Assert.DoesNotContain("her fall", told.ToJsonString());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_person_is_handed_their_roles_and_after_erasure_only_the_story_stays(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Erased");
        var person = await coordinator.Person("Gone Soon", innovation);
        var role = await coordinator.Role(innovation, person);
        await coordinator.Make(
            Champ.Api(innovation) + "/acts",
            new { said = "Spoke up.", championIds = new[] { role } }
        );

        var known = (await site.AskAll<IPersonData, JsonNode?>(d => d.Export(person, CancellationToken.None))).Single(
            n => n?["championRoles"] is not null
        )!;
        for (var times = 0; times < 2; times++)
            await site.AskAll<IPersonData, IReadOnlyList<string>>(d => d.Erase(person, CancellationToken.None));
        var after = await site.AskAll<IPersonData, JsonNode?>(d => d.Export(person, CancellationToken.None));
        var page = await coordinator.Open($"/innovations/{innovation}/champions");

        Assert.Equal("Spoke up.", (string?)known["acts"]![0]!["said"]);
        Assert.DoesNotContain(after, node => node?["championRoles"] is not null);
        Assert.Contains("Spoke up.", page.Text);
        Assert.DoesNotContain("Gone Soon", page.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_innovations_champions_travel_once_without_those_who_take_no_part_and_without_what_backs_them(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Travels");
        var part = await coordinator.Person("Takes Part", innovation);
        var outsider = await coordinator.Person("Out Sider");
        var audience = await coordinator.Audience(innovation, "The board", 5);
        await coordinator.Stands(innovation, audience, 1, -3);
        await coordinator.Make(
            Champ.Api(innovation) + "/roles",
            new
            {
                personId = part,
                deputyId = outsider,
                audienceIds = new[] { audience },
                backing = "Her manager",
            }
        );
        await coordinator.Make(
            Champ.Api(innovation) + "/acts",
            new
            {
                said = "Spoke.",
                audienceId = audience,
                stance = "2",
            }
        );

        var records = (
            await site.AskAll<IPortability, JsonNode>(p => p.Export(innovation, CancellationToken.None))
        ).Single(n => n["objections"] is JsonArray);
        var text = records.ToJsonString();
        Assert.Contains(part.ToString(), text);
        Assert.DoesNotContain(outsider.ToString(), text);
        Assert.DoesNotContain("Her manager", text);
        for (var times = 0; times < 2; times++)
            await site.AskAll<IPortability, bool>(async p =>
            {
                if (p.GetType().Name == "ChampionPortability")
                    await p.Import(JsonNode.Parse(text)!, CancellationToken.None);
                return true;
            });
        Assert.Single((await coordinator.Ask(Champ.Api(innovation)))["acts"]!.AsArray());
    }
}
