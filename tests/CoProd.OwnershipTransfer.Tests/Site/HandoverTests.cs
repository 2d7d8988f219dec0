using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.OwnershipTransfer.Tests.Site;

/// <summary>A handover from its first draft until the right is held, with both sides taking part; and what is refused on the way.</summary>
public sealed class HandoverTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    private sealed record Case(
        TestSite Site,
        Session Coordinator,
        Session Receiver,
        Guid Innovation,
        Guid Trust,
        Guid Carers,
        Guid Person
    )
    {
        public string Path => $"/innovations/{Innovation}/ownership";

        public Task<Guid> Draft(object? more = null) =>
            Coordinator.Make(
                Own.Api(Innovation) + "/handovers",
                more
                    ?? new
                    {
                        name = "To the carers",
                        giverId = Trust,
                        receiverId = Carers,
                    }
            );

        public Task<Guid> Right(
            Guid handover,
            string right = "Decide",
            int share = 100,
            int day = 0,
            bool veto = false
        ) =>
            Coordinator.Make(
                $"{Own.Api(Innovation)}/handovers/{handover}/rights",
                new
                {
                    right,
                    share = $"{share}",
                    plannedOn = Own.In(day),
                    keepsVeto = veto ? "yes" : "",
                }
            );

        public async Task Rehearsed(Guid handover, Guid right)
        {
            foreach (var step in new[] { "Watch", "Share", "Hold" })
                await Receiver.Make(
                    $"{Own.Api(Innovation)}/handovers/{handover}/rights/{right}/rehearsals",
                    new { step, went = "Well" }
                );
        }

        public async Task Agreed(Guid handover)
        {
            await Receiver.Send($"{Path}/handovers/{handover}/confirm", ("sure", "yes"));
            await Coordinator.Send($"{Path}/handovers/{handover}/confirm", ("sure", "yes"));
        }

        public Task<JsonNode> See(Guid handover) => Coordinator.Ask($"{Own.Api(Innovation)}/handovers/{handover}");
    }

    private async Task<Case> Begin(TestEngine engine, string name)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation(name);
        var person = await coordinator.Person("Joy " + name, innovation);
        var trust = await coordinator.Party(innovation, "The trust", "Institution");
        var carers = await coordinator.Party(innovation, "The carers", "Community", person);
        await coordinator.Holds(innovation, trust, "Decide", from: -100);
        return new(site, coordinator, await site.AsPerson(person, "Joy " + name), innovation, trust, carers, person);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_right_is_drafted_refused_in_part_rehearsed_agreed_and_held(TestEngine engine)
    {
        var it = await Begin(engine, "Main");
        var rota = await it.Coordinator.Obligation(it.Innovation, "The rota", it.Trust, from: -50);
        var report = await it.Coordinator.Obligation(it.Innovation, "A report each month", it.Trust, from: -50);
        var drafted = await it.Coordinator.Send(
            it.Path + "/handovers/new",
            ("name", "Kitchen to the carers"),
            ("giverId", it.Trust.ToString()),
            ("receiverId", it.Carers.ToString()),
            ("tailSupport", "Sam on Tuesdays"),
            ("reversionTrigger", "It has not run for three months")
        );
        var page = drafted.Path.Split('?')[0];
        // The receiver is there from the first draft: they put the right in.
        await it.Receiver.Send(
            page + "/rights/new",
            [("right", "Decide"), ("share", "100"), .. Own.Typed("plannedOn", Own.Day(0))]
        );
        await it.Coordinator.Send(
            page + "/obligations",
            ("obligationIds", rota.ToString()),
            ("obligationIds", report.ToString())
        );
        var bare = await it.Receiver.Send($"{page}/obligations/{report}/answer", ("answer", "Refused"));
        await it.Receiver.Send(
            $"{page}/obligations/{report}/answer",
            ("answer", "Refused"),
            ("reason", "Nobody reads it.")
        );
        var early = await it.Receiver.Send(page + "/confirm", ("sure", "yes"));
        await it.Receiver.Send($"{page}/obligations/{rota}/answer", ("answer", "Accepted"));
        var id = Guid.Parse(page.Split('/')[^1]);
        var right = (Guid)(await it.See(id))["rights"]![0]!["id"]!;
        var skipped = await it.Receiver.Send($"{page}/rights/{right}/rehearse", ("step", "Hold"), ("went", "Well"));
        await it.Receiver.Send($"{page}/rights/{right}/rehearse", ("step", "Watch"), ("went", "NotYet"));
        await it.Rehearsed(id, right);
        var unagreed = await it.Receiver.Send($"{page}/rights/{right}/take", [.. Own.Typed("on", Own.Day(0))]);
        await it.Receiver.Send(page + "/confirm", ("sure", "yes"));
        var half = await it.Coordinator.Open(page);
        await it.Coordinator.Send(page + "/confirm", ("sure", "yes"));
        var taken = await it.Receiver.Send($"{page}/rights/{right}/take");
        var answer = await it.Coordinator.Ask(Own.Api(it.Innovation));
        var ownership = await it.Coordinator.Open(it.Path);
        var summary = await it.Receiver.Open(page + "/summary");

        Assert.Equal(HttpStatusCode.OK, drafted.Status);
        Assert.Contains("Enter why not", bare.ErrorOf("reason"));
        Assert.Contains("has not answered every obligation yet", early.ErrorOf("sure"));
        Assert.Contains("One step after the other", skipped.ErrorOf("step"));
        Assert.Contains("Both sides have to confirm", unagreed.ErrorOf("on"));
        // Both read the refusal and its reason.
        foreach (var reader in new[] { it.Coordinator, it.Receiver })
            Assert.Contains("Nobody reads it.", (await reader.Open(page)).Text);
        Assert.Contains("The carers confirmed it on", half.Text);
        Assert.DoesNotContain("The trust confirmed it on", half.Text);
        Assert.Contains("You hold it.", taken.Html);
        Assert.Contains($"since {Own.Day(0):d MMMM yyyy}", taken.Text);
        Assert.Equal(1.0, (double)answer["index"]!);
        Assert.Equal([(0, 100), (100, 0)], Parts(answer).TakeLast(2));
        Assert.Contains("100% of it is the community’s", ownership.Text);
        // The rota passed, and what was refused stayed where it was.
        var carried = answer["obligations"]!.AsArray().Where(one => (bool)one!["isNow"]!).ToList();
        Assert.Equal(
            ["A report each month: The trust", "The rota: The carers"],
            carried.Select(one => $"{one!["what"]}: {one["party"]}").Order()
        );
        Assert.Equal(
            Own.In(-1),
            (string?)answer["obligations"]!.AsArray().Single(one => !(bool)one!["isNow"]!)!["until"]
        );
        Assert.Contains("The carers refuses to carry: A report each month. Why: Nobody reads it.", summary.Text);
        Assert.Contains("The trust still helps: Sam on Tuesdays", summary.Text);
        Assert.Contains("The trust confirmed it on", summary.Text);

        static IEnumerable<(int, int)> Parts(JsonNode answer) =>
            answer["rights"]!.AsArray().Single()!["parts"]!
                .AsArray()
                .Select(one => ((int)one!["community"]!, (int)one["others"]!));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_each_confirmed_is_kept_as_it_was_and_a_change_asks_both_again(TestEngine engine)
    {
        var it = await Begin(engine, "Changed");
        var handover = await it.Draft();
        var right = await it.Right(handover, day: 30);
        await it.Rehearsed(handover, right);
        var page = $"{it.Path}/handovers/{handover}";

        var read = await it.Receiver.Open(page + "/confirm");
        await it.Coordinator.Send(page + "/stages/new", [("what", "The keys"), .. Own.Typed("dueOn", Own.Day(10))]);
        var stale = await read.Send(("sure", "yes"));
        var unsure = await it.Receiver.Send(page + "/confirm");
        await it.Agreed(handover);
        var agreed = await it.See(handover);
        await it.Coordinator.Send(page + "/edit", ("name", "Another name"));
        var after = await it.See(handover);
        var refused = await it.Receiver.Send($"{page}/rights/{right}/take", [.. Own.Typed("on", Own.Day(0))]);
        await it.Coordinator.Send($"{page}/stages/{after["stages"]![0]!["id"]}", [.. Own.Typed("doneOn", Own.Day(0))]);

        Assert.Contains("It was changed since you read it", stale.ErrorOf("sure"));
        Assert.Contains("Tick the box", unsure.ErrorOf("sure"));
        Assert.True((bool)agreed["isAgreed"]!);
        Assert.False((bool)after["isAgreed"]!);
        Assert.All(after["confirmations"]!.AsArray(), one => Assert.False((bool)one!["isCurrent"]!));
        // The words of then, beside those of now.
        Assert.All(
            after["confirmations"]!.AsArray(),
            one => Assert.StartsWith("To the carers: The trust hands over", (string?)one!["lines"]![0])
        );
        Assert.StartsWith("Another name: The trust hands over", (string?)after["lines"]![0]);
        Assert.Contains("The trust confirmed it on", (await it.Coordinator.Open(page)).Text);
        Assert.Contains("and it was changed since", (await it.Coordinator.Open(page)).Text);
        Assert.Contains("Both sides have to confirm", refused.ErrorOf("on"));
        // That a stage is done changes nothing of what was agreed.
        Assert.Equal((int)after["terms"]!, (int)(await it.See(handover))["terms"]!);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Other_words_for_what_was_agreed_are_other_terms(TestEngine engine)
    {
        var it = await Begin(engine, "Words");
        var rota = await it.Coordinator.Obligation(it.Innovation, "The rota", it.Trust);
        var handover = await it.Draft();
        await it.Right(handover);
        await it.Coordinator.Send($"{it.Path}/handovers/{handover}/obligations", ("obligationIds", rota.ToString()));
        await it.Receiver.Send($"{it.Path}/handovers/{handover}/obligations/{rota}/answer", ("answer", "Accepted"));

        await Agree();
        await it.Coordinator.Send($"{it.Path}/obligations/{rota}", ("note", "It is on the wall."));
        Assert.True(await IsAgreed());
        await it.Coordinator.Send($"{it.Path}/obligations/{rota}", ("what", "The rota, and the cooking"));
        Assert.False(await IsAgreed());
        await Agree();
        await it.Coordinator.Send($"{it.Path}/parties/{it.Trust}", ("name", "The other trust"));
        Assert.False(await IsAgreed());
        await Agree();
        await it.Coordinator.Send($"{it.Path}/obligations/{rota}/withdraw", ("sure", "yes"));
        Assert.False(await IsAgreed());

        async Task Agree()
        {
            await it.Agreed(handover);
            Assert.True(await IsAgreed());
        }
        async Task<bool> IsAgreed() => (bool)(await it.See(handover))["isAgreed"]!;
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_the_giver_keeps_is_agreed_told_in_time_and_done_long_after_the_end(TestEngine engine)
    {
        var it = await Begin(engine, "Kept");
        var handover = await it.Draft();
        var (page, api) = ($"{it.Path}/handovers/{handover}", $"{Own.Api(it.Innovation)}/handovers/{handover}");
        await it.Right(handover);
        await it.Coordinator.Send(page + "/edit", ("movesData", "yes"), ("dataBasis", "PublicTask"));
        await it.Agreed(handover);
        // People's data go along, and nobody said what stays.
        Assert.Contains("ownership.kept-unsaid", await Warnings());
        Assert.Contains("Nothing is agreed that The trust keeps afterwards.", (await it.Coordinator.Open(page)).Text);

        // The receiver drafts it as well as the giver.
        var open = await it.Receiver.Send(
            page + "/kept/new",
            ("what", "The list of members"),
            ("reason", "Agreement"),
            ("basis", "Until theirs is in use"),
            ("afterwards", "Deleted")
        );
        var bare = await it.Receiver.Send(page + "/kept/new", ("what", ""), ("reason", "Whim"), ("basis", ""));
        var (refused, why) = await it.Receiver.PostJson(api + "/kept", Kept("The list", "Agreement", Own.In(-1)));
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Contains("That day is over.", why!.ToJsonString());
        var list = await it.Receiver.Make(api + "/kept", Kept("The list of members", "Agreement", Own.In(20)));
        var books = await it.Coordinator.Make(api + "/kept", Kept("The accounts", "Law", ""));
        Assert.Contains("Enter the last day.", open.ErrorOf("untilOn"));
        Assert.Equal("The list of members", open.ValueOf("what"));
        Assert.NotNull(bare.ErrorOf("what"));
        Assert.NotNull(bare.ErrorOf("reason"));
        Assert.NotNull(bare.ErrorOf("basis"));
        var seen = await it.See(handover);
        Assert.False((bool)seen["isAgreed"]!);
        Assert.Equal(2, seen["kept"]!.AsArray().Count);
        Assert.Contains(
            seen["lines"]!.AsArray(),
            line =>
                ((string)line!).StartsWith(
                    "The trust keeps: The list of members. Why: both sides agreed on it (Clause four). Until ",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains("No day is named", (await it.Coordinator.Open(page + "/summary")).Text);

        await it.Agreed(handover);
        // Whoever opens it is told what a change asks of both; opened and kept as it was, it asks nothing.
        Assert.Contains("both have to confirm it again", (await it.Coordinator.Open($"{page}/kept/{books}")).Text);
        await it.Coordinator.Send($"{page}/kept/{books}");
        Assert.True((bool)(await it.See(handover))["isAgreed"]!);
        await it.Coordinator.Send($"{page}/kept/{books}", ("what", "The accounts of the pilot"));
        Assert.False((bool)(await it.See(handover))["isAgreed"]!);
        await it.Agreed(handover);
        var told = await Warnings();
        Assert.Contains("ownership.kept", told);
        Assert.DoesNotContain("ownership.kept-unsaid", told);
        Assert.Contains(
            "The last day of what was kept after the handover: The list of members",
            (
                await it.Coordinator.Client.GetStringAsync(
                    "/ownership/calendar.ics",
                    TestContext.Current.CancellationToken
                )
            ).Replace("\r\n ", "", StringComparison.Ordinal)
        );
        var stays = await it.Site.AskAll<IStaysBehind, IReadOnlyList<string>>(one =>
            one.Tell(it.Innovation, CancellationToken.None)
        );
        Assert.Contains(stays.SelectMany(all => all), one => one.StartsWith("The trust keeps: The list of members."));

        // The giver alone says what became of it, and of no other innovation's; not ahead of time, and once.
        await it.Coordinator.Send(
            page + "/end",
            [("how", "Finished"), ("why", "All is theirs."), .. Own.Typed("on", Own.Day(0))]
        );
        await it.Receiver.Send(page + "/end/answer", ("answer", "Confirmed"));
        Assert.NotNull((await it.See(handover))["endedOn"]);
        Assert.Contains("ownership.kept", await Warnings());
        var other = await it.Coordinator.Innovation("Other");
        var done = new { doneOn = Own.In(0) };
        Assert.Equal(HttpStatusCode.NotFound, (await it.Receiver.PostJson($"{api}/kept/{list}/done", done)).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await it.Coordinator.PostJson($"{Own.Api(other)}/handovers/{handover}/kept/{list}/done", done)).Status
        );
        Assert.Contains(
            "still to come",
            await it.Coordinator.Refused($"{api}/kept/{list}/done", new { doneOn = Own.In(1) })
        );
        Assert.Contains("/done", (await it.Coordinator.Open(page)).Html);
        Assert.DoesNotContain($"/kept/{list}/done", (await it.Receiver.Open(page)).Html);
        await it.Coordinator.Send($"{page}/kept/{list}/done", [.. Own.Typed("doneOn", Own.Day(0))]);
        Assert.Equal(HttpStatusCode.NotFound, (await it.Coordinator.PostJson($"{api}/kept/{list}/done", done)).Status);
        Assert.Contains("It was deleted on", (await it.Receiver.Open(page)).Text);
        Assert.DoesNotContain("ownership.kept", await Warnings());
        // Ended, nothing is drafted any more.
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await it.Coordinator.PostJson(api + "/kept", Kept("More", "Law", ""))).Status
        );

        static object Kept(string what, string reason, string untilOn) =>
            new
            {
                what,
                reason,
                basis = "Clause four.",
                untilOn,
                afterwards = "Deleted",
            };
        async Task<IReadOnlyList<string>> Warnings() =>
            [
                .. (
                    await it.Site.AskAll<IWarningSource, IReadOnlyList<Warning>>(source =>
                        source.Raise([it.Innovation], CancellationToken.None)
                    )
                )
                    .SelectMany(all => all)
                    .Select(one => one.Rule),
            ];
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Nobody_answers_confirms_or_takes_for_somebody_else(TestEngine engine)
    {
        var it = await Begin(engine, "Alone");
        var both = await it.Coordinator.Person("Both Sides", it.Innovation);
        var one = await it.Coordinator.Party(it.Innovation, "One group", "Community", both);
        var other = await it.Coordinator.Party(it.Innovation, "Other group", "Community", both, it.Person);
        var stranger = await it.Site.AsPerson(await it.Coordinator.Person("Only Looks", it.Innovation), "Only Looks");
        var rota = await it.Coordinator.Obligation(it.Innovation, "The rota", it.Trust);
        var handover = await it.Draft();
        var right = await it.Right(handover);
        var page = $"{it.Path}/handovers/{handover}";
        await it.Coordinator.Send(page + "/obligations", ("obligationIds", rota.ToString()));

        foreach (
            var below in new[] { $"/obligations/{rota}/answer", $"/rights/{right}/rehearse", $"/rights/{right}/take" }
        )
        {
            // Whoever coordinates speaks for the trust, and not for the carers.
            Assert.Equal(HttpStatusCode.NotFound, (await it.Coordinator.Open(page + below)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(page + below)).Status);
            Assert.Equal(HttpStatusCode.OK, (await it.Receiver.Open(page + below)).Status);
        }
        foreach (var below in new[] { "/confirm", "/edit", "/rights/new", "/obligations", "/stages/new" })
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(page + below)).Status);
        Assert.Equal(HttpStatusCode.OK, (await stranger.Open(page)).Status);
        Assert.DoesNotContain("/edit", (await stranger.Open(page)).Html);
        var (notTheirs, body) = await stranger.PostJson(
            Own.Api(it.Innovation) + "/handovers",
            new
            {
                name = "Mine",
                giverId = it.Trust,
                receiverId = it.Carers,
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, notTheirs);
        Assert.Contains("You speak for neither of them", body!.ToJsonString());

        // Whoever speaks for both cannot be both.
        var between = await it.Coordinator.Make(
            Own.Api(it.Innovation) + "/handovers",
            new
            {
                name = "Between groups",
                giverId = one,
                receiverId = other,
            }
        );
        await it.Right(between, "Spend");
        var theirs = await it.Site.AsPerson(both, "Both Sides");
        await theirs.Send($"{it.Path}/handovers/{between}/confirm", ("sure", "yes"));
        var twice = await theirs.Send($"{it.Path}/handovers/{between}/confirm", ("sure", "yes"));
        Assert.Contains("Somebody else has to confirm it", twice.ErrorOf("sure"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_wrong_is_told_beside_its_field_and_other_innovations_are_out_of_reach(TestEngine engine)
    {
        var it = await Begin(engine, "Wrong");
        var other = await it.Coordinator.Innovation("Elsewhere");
        var silent = await it.Coordinator.Party(it.Innovation, "Nobody speaks");
        var theirs = await it.Coordinator.Party(other, "Not ours");
        var third = await it.Coordinator.Party(it.Innovation, "A third", "Other");
        await it.Coordinator.Holds(it.Innovation, third, "Spend", 60, from: -100);
        var foreign = await it.Coordinator.Obligation(other, "Not ours", theirs);
        var handover = await it.Draft();
        var right = await it.Right(handover);
        var page = $"{it.Path}/handovers/{handover}";

        var draft = await it.Coordinator.Send(
            it.Path + "/handovers/new",
            [
                ("name", ""),
                ("giverId", it.Trust.ToString()),
                ("receiverId", it.Trust.ToString()),
                .. Own.Typed("dualFrom", new(2027, 5, 2)),
                .. Own.Typed("dualUntil", new(2027, 5, 1)),
                .. Own.Typed("tailUntil", new(2027, 4, 1)),
                ("tailSupport", new string('x', 2001)),
                ("dataBasis", "Because"),
            ]
        );
        var nobody = await it.Coordinator.Refused(Own.Api(it.Innovation) + "/handovers", Form(silent));
        var (elsewhere, _) = await it.Coordinator.PostJson(Own.Api(it.Innovation) + "/handovers", Form(theirs));
        var plan = await it.Coordinator.Send(page + "/rights/new", ("right", ""), ("share", "101"));
        var twice = await Planned("Decide", "50", 0);
        var past = await Planned("Spend", "40", -1);
        var much = await Planned("Spend", "41", 0);
        var (notOurs, _) = await it.Coordinator.PostJson(
            $"{Own.Api(it.Innovation)}/handovers/{handover}/obligations",
            new { obligationIds = new[] { foreign } }
        );
        var stage = await it.Coordinator.Send(
            page + "/stages/new",
            [("what", ""), ("dueOn-day", "32"), ("dueOn-month", "1"), ("dueOn-year", "2027")]
        );
        var future = await it.Receiver.Refused(
            $"{Own.Api(it.Innovation)}/handovers/{handover}/rights/{right}/rehearsals",
            new
            {
                step = "Watch",
                went = "Well",
                on = Own.In(1),
            }
        );
        var vague = await it.Receiver.Send($"{page}/rights/{right}/rehearse", ("step", "Dance"));
        var end = await it.Coordinator.Send(page + "/end", [("how", "Reverted"), .. Own.Typed("on", Own.Day(1))]);
        var ahead = await it.Coordinator.Send(page + "/end", [("how", "Finished"), .. Own.Typed("on", Own.Day(1))]);

        Assert.Contains("Enter what is handed over", draft.ErrorOf("name"));
        Assert.Contains("nobody hands over to themselves", draft.ErrorOf("receiverId"));
        Assert.Contains("must not be before the first", draft.ErrorOf("dualUntil"));
        Assert.Contains("must not end before", draft.ErrorOf("tailUntil"));
        Assert.Contains("2000 characters or fewer", draft.ErrorOf("tailSupport"));
        Assert.Contains("from the list", draft.ErrorOf("dataBasis"));
        Assert.Equal(2001, draft.ValueOf("tailSupport")!.Length);
        Assert.Contains("Nobody speaks for Nobody speaks yet", nobody);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere);
        Assert.Contains("Choose the right", plan.ErrorOf("right"));
        Assert.Contains("between 1 and 100", plan.ErrorOf("share"));
        Assert.Contains("Enter the day on which it passes", plan.ErrorOf("plannedOn"));
        Assert.Contains("in the draft already", twice);
        Assert.Contains("a right cannot pass before", past);
        Assert.Contains("more than 100 per cent", much);
        Assert.Equal(HttpStatusCode.NotFound, notOurs);
        Assert.Contains("Enter what is done", stage.ErrorOf("what"));
        Assert.Contains("must be a real date", stage.ErrorOf("dueOn"));
        Assert.Contains("still to come", future);
        Assert.Contains("from the list", vague.ErrorOf("step"));
        Assert.Contains("Choose how it went", vague.ErrorOf("went"));
        Assert.Contains("Enter what happened", end.ErrorOf("why"));
        Assert.Contains("still to come", ahead.ErrorOf("on"));
        foreach (
            var below in new[]
            {
                "",
                "/edit",
                "/rights/new",
                "/obligations",
                "/stages/new",
                "/confirm",
                "/end",
                "/summary",
                $"/rights/{right}",
            }
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await it.Coordinator.Open(page + below)).Status);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await it.Coordinator.Open($"/innovations/{other}/ownership/handovers/{handover}{below}")).Status
            );
        }
        // A draft comes to nothing, and the right can be left out before.
        await it.Coordinator.Send($"{page}/rights/{right}/withdraw", ("sure", "yes"));
        Assert.Empty((await it.See(handover))["rights"]!.AsArray());
        await it.Coordinator.Send(page + "/withdraw", ("sure", "yes"));
        Assert.Equal(HttpStatusCode.NotFound, (await it.Coordinator.Open(page)).Status);

        object Form(Guid receiver) =>
            new
            {
                name = "To them",
                giverId = it.Trust,
                receiverId = receiver,
            };
        Task<string> Planned(string which, string share, int day) =>
            it.Coordinator.Refused(
                $"{Own.Api(it.Innovation)}/handovers/{handover}/rights",
                new
                {
                    right = which,
                    share,
                    plannedOn = Own.In(day),
                }
            );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_taken_goes_back_when_what_was_agreed_for_that_happens_and_both_say_so(TestEngine engine)
    {
        var it = await Begin(engine, "Back");
        var handover = await it.Draft(
            new
            {
                name = "To the carers",
                giverId = it.Trust,
                receiverId = it.Carers,
                reversionTrigger = "It has not run for three months.",
            }
        );
        var right = await it.Right(handover, share: 60, veto: true);
        await it.Rehearsed(handover, right);
        await it.Agreed(handover);
        var page = $"{it.Path}/handovers/{handover}";
        var take = $"{Own.Api(it.Innovation)}/handovers/{handover}/rights/{right}/take";
        var ahead = await it.Receiver.Refused(take, new { on = Own.In(1) });
        await it.Receiver.Make(take, new { on = Own.In(0) });
        var (again, _) = await it.Receiver.PostJson(take, new { on = Own.In(0) });
        var held = await it.Coordinator.Ask(Own.Api(it.Innovation));
        var gone = await it.Coordinator.Open(page + "/withdraw");
        // The receiver may invoke what was agreed, too; the other side answers.
        var asked = await it.Receiver.Send(page + "/end", ("how", "Reverted"), ("why", "We want to rest."));
        var proposed = await it.Coordinator.Ask(Own.Api(it.Innovation));
        var twice = await it.Coordinator.Open(page + "/end");
        var own = await it.Receiver.Open(page + "/end/answer");
        var bare = await it.Coordinator.Send(page + "/end/answer", ("answer", "Declined"));
        await it.Coordinator.Send(page + "/end/answer", ("answer", "Declined"), ("words", "Rest, and we help."));
        var on = await it.See(handover);
        await it.Coordinator.Send(page + "/end", ("how", "Reverted"), ("why", "It did not run for three months."));
        var waits = await it.Coordinator.Ask(Own.Api(it.Innovation));
        var back = await it.Receiver.Send(page + "/end/answer", ("answer", "Confirmed"));
        var after = await it.Coordinator.Ask(Own.Api(it.Innovation));
        var ended = await it.See(handover);

        Assert.Contains("still to come", ahead);
        Assert.Equal(HttpStatusCode.NotFound, again);
        // Sixty with the carers; the trust keeps forty and a veto.
        Assert.Equal(0.6, (double)held["index"]!, 12);
        Assert.Contains(held["holdings"]!.AsArray(), one => (bool)one!["hasVeto"]! && (int)one["share"]! == 40);
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.Contains("The other side has not answered yet.", asked.Text);
        Assert.Equal(0.6, (double)proposed["index"]!, 12);
        Assert.Equal(HttpStatusCode.NotFound, twice.Status);
        Assert.Equal(HttpStatusCode.NotFound, own.Status);
        Assert.Contains("Enter why not", bare.ErrorOf("words"));
        Assert.Equal("handed over", (string?)on["state"]);
        Assert.Null(on["endedOn"]);
        Assert.Equal(0.6, (double)waits["index"]!, 12);
        Assert.Contains("It did not run for three months.", back.Text);
        Assert.Contains("the rights went back", back.Text);
        Assert.Contains("Agreed was: the rights go back if this happens: It has not run for three months.", back.Text);
        Assert.Contains("Rest, and we help.", back.Text);
        Assert.Equal(0.0, (double)after["index"]!);
        Assert.Equal(
            ["The trust 100"],
            after["holdings"]!
                .AsArray()
                .Where(one => (bool)one!["isNow"]!)
                .Select(one => $"{one!["party"]} {one["share"]}")
        );
        Assert.Equal(["Declined", "Confirmed"], ended["endings"]!.AsArray().Select(one => (string?)one!["answer"]));
        Assert.Equal(HttpStatusCode.NotFound, (await it.Receiver.Open(page + "/confirm")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Finished_needs_the_receiver_says_what_is_open_and_silences_nothing_that_still_matters(
        TestEngine engine
    )
    {
        var it = await Begin(engine, "Finished");
        await it.Coordinator.Holds(it.Innovation, it.Trust, "DataControl", from: -100);
        await it.Coordinator.Make(
            Own.Api(it.Innovation) + "/readiness",
            new
            {
                domain = "Data",
                what = "It is settled who controls the data",
                isMandatory = "yes",
                level = "1",
            }
        );
        var handover = await it.Draft(
            new
            {
                name = "To the carers",
                giverId = it.Trust,
                receiverId = it.Carers,
                movesData = "yes",
                dataBasis = "Consent",
                tailSupport = "Sam on Tuesdays",
                tailUntil = Own.In(90),
                reversionTrigger = "Not run for three months",
            }
        );
        var decide = await it.Right(handover);
        var data = await it.Right(handover, "DataControl");
        await it.Rehearsed(handover, decide);
        await it.Agreed(handover);
        await it.Receiver.Make(
            $"{Own.Api(it.Innovation)}/handovers/{handover}/rights/{decide}/take",
            new { on = Own.In(0) }
        );
        var page = $"{it.Path}/handovers/{handover}";
        var asks = await it.Coordinator.Open(page + "/end");
        await it.Coordinator.Send(page + "/end", ("how", "Finished"));
        var proposed = await it.See(handover);
        var answers = await it.Receiver.Open(page + "/end/answer");
        var warned = await Rules();
        await it.Receiver.Send(page + "/end/answer", ("answer", "Confirmed"));
        var ended = await it.See(handover);
        var after = await Rules();

        foreach (var shown in new[] { asks, answers })
        {
            Assert.Contains("To control its data: The carers does not hold it yet.", shown.Text);
            Assert.Contains("Not ready yet: the weakest of what must be ready is at 1, and 3 is needed.", shown.Text);
            Assert.Contains("The carers relies on one person.", shown.Text);
            Assert.Contains($"Support is agreed until {Own.Day(90):d MMMM yyyy}.", shown.Text);
        }
        Assert.Null(proposed["endedOn"]);
        Assert.Equal("finished", (string?)ended["state"]);
        Assert.Contains(
            "To control its data: The carers does not hold it yet.",
            ended["endings"]![0]!["notDone"]!.AsArray().Select(one => (string?)one)
        );
        Assert.Contains("not-ready", warned.Select(one => one.Rule));
        Assert.Equal(["data", "few-people", "not-ready"], after.Select(one => one.Rule));
        Assert.Equal(
            "People’s data went along with “To the carers”, and The carers does not control them.",
            after[0].Fact
        );
        // It mends itself once the receiver is recorded as controlling them.
        var kept = (await it.Coordinator.Ask(Own.Api(it.Innovation)))["holdings"]!
            .AsArray()
            .Single(one => (string?)one!["right"] == "To control its data")!;
        await it.Coordinator.Send(
            $"{it.Path}/holdings/{kept["id"]}",
            [.. Own.Typed("from", Own.Day(-100)), .. Own.Typed("until", Own.Day(-1))]
        );
        await it.Coordinator.Holds(it.Innovation, it.Carers, "DataControl");
        Assert.Equal(["few-people", "not-ready"], (await Rules()).Select(one => one.Rule));

        async Task<List<CoProd.Contracts.Contributions.Warning>> Rules() =>
            [
                .. (
                    await it.Site.AskAll<
                        CoProd.Contracts.Contributions.IWarningSource,
                        IReadOnlyList<CoProd.Contracts.Contributions.Warning>
                    >(w => w.Raise([it.Innovation], CancellationToken.None))
                )
                    .SelectMany(all => all)
                    .Where(one => one.Rule.StartsWith("ownership.", StringComparison.Ordinal))
                    .Select(one => one with { Rule = one.Rule["ownership.".Length..] })
                    .OrderBy(one => one.Rule, StringComparer.Ordinal),
            ];
    }

    [Theory, MemberData(nameof(Both))]
    public async Task On_a_day_that_both_agreed_on_the_rights_go_back_without_asking_again(TestEngine engine)
    {
        var it = await Begin(engine, "Stop");
        var handover = await it.Draft(
            new
            {
                name = "For a while",
                giverId = it.Trust,
                receiverId = it.Carers,
                revertsOn = Own.In(0),
            }
        );
        var right = await it.Right(handover);
        await it.Rehearsed(handover, right);
        await it.Agreed(handover);
        await it.Receiver.Make(
            $"{Own.Api(it.Innovation)}/handovers/{handover}/rights/{right}/take",
            new { on = Own.In(0) }
        );
        var page = $"{it.Path}/handovers/{handover}";
        var read = await it.See(handover);
        var back = await it.Coordinator.Send(page + "/end", ("how", "Reverted"), ("why", "The time is over."));

        Assert.Contains(
            $"The rights go back on {Own.Day(0):d MMMM yyyy}, if it does not end before.",
            read["lines"]!.AsArray().Select(one => (string?)one)
        );
        Assert.Contains("the rights went back", back.Text);
        Assert.Equal(0.0, (double)(await it.Coordinator.Ask(Own.Api(it.Innovation)))["index"]!);
    }
}
