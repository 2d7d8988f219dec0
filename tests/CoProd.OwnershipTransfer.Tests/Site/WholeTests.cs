using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.OwnershipTransfer.Tests.Site;

/// <summary>What the whole hears: warnings, practice, story, report, search, a person's file, and what goes along to another installation.</summary>
public sealed class WholeTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Warnings_tell_the_fact_in_time_and_name_nobody(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Warned");
        var person = await coordinator.Person("Named Nowhere", innovation);
        var trust = await coordinator.Party(innovation, "Trust", "Institution");
        var carers = await coordinator.Party(innovation, "Carers", "Community", person);
        await coordinator.Holds(innovation, trust, "Spend", from: -10);
        await coordinator.Holds(innovation, trust, "Stop", 0, from: -10, veto: true);
        await coordinator.Holds(innovation, carers, "Stop", from: -10);
        await coordinator.Obligation(innovation, "The rota", carers, person, 3);
        var nobodys = await coordinator.Obligation(innovation, "Reports", null);
        await coordinator.Make(
            Own.Api(innovation) + "/readiness",
            new
            {
                domain = "Money",
                what = "A reserve",
                isMandatory = "yes",
                level = "2",
            }
        );
        var empty = await coordinator.Innovation("Nothing");
        var before = await Rules(site, innovation);
        var handover = await coordinator.Make(
            Own.Api(innovation) + "/handovers",
            new
            {
                name = "To the carers",
                giverId = trust,
                receiverId = carers,
                movesData = "yes",
            }
        );
        var drafted = await Rules(site, innovation);
        var path = $"{Own.Api(innovation)}/handovers/{handover}";
        await coordinator.Make(
            path + "/rights",
            new
            {
                right = "Decide",
                share = "100",
                plannedOn = Own.In(0),
            }
        );
        await coordinator.Make(path + "/obligations", new { obligationIds = new[] { nobodys } });
        using var hers = await site.AsPerson(person, "Named Nowhere");
        await hers.Make($"{path}/obligations/{nobodys}/answer", new { answer = "Refused", reason = "Too much." });
        var terms = (int)(await coordinator.Ask(path))["terms"]!;
        await hers.Make(path + "/confirm", new { sure = "yes", terms = $"{terms}" });
        await coordinator.Make(path + "/confirm", new { sure = "yes", terms = $"{terms}" });
        var agreed = await Rules(site, innovation);
        await coordinator.Send(
            $"/innovations/{innovation}/ownership/handovers/{handover}/edit",
            [
                ("dataBasis", "Consent"),
                ("tailSupport", "Sam on Tuesdays"),
                ("reversionTrigger", "Not run for three months"),
                .. Own.Typed("tailUntil", Own.Day(100)),
            ]
        );
        var mended = await Rules(site, innovation);
        var page = await coordinator.Open($"/innovations/{innovation}");

        Assert.Empty(await Rules(site, empty));
        // Spend 3 with the trust, stop 3 with the carers: rights 1/2, means 0, given 0.25; carried 1.
        Assert.Equal(["dumping", "veto"], before.Select(one => one.Rule));
        Assert.Contains("holds 25% of the rights and means", before[0].Fact);
        Assert.Equal(["data", "dumping", "few-people", "veto"], drafted.Select(one => one.Rule));
        Assert.Equal(Severity.Soon, drafted[0].Severity);
        Assert.Equal(
            [
                "data",
                "dumping",
                "dumping",
                "few-people",
                "kept-unsaid",
                "left-over",
                "no-way-back",
                "not-ready",
                "veto",
            ],
            agreed.Select(one => one.Rule)
        );
        Assert.Equal(Severity.Now, agreed[0].Severity);
        Assert.Equal(
            "People’s data go along with “To the carers”, and what makes that lawful is not settled.",
            agreed[0].Fact
        );
        Assert.Contains(agreed, one => one.Fact == "Carers refuses something that nobody else carries: Reports.");
        // Changed since both confirmed: it is agreed no more. The data still have no new controller.
        Assert.Equal(
            ["data", "dumping", "dumping", "few-people", "left-over", "tail-ends", "veto"],
            mended.Select(one => one.Rule)
        );
        Assert.Contains("the right to control them is not in it", mended[0].Fact);
        Assert.DoesNotContain(agreed.Concat(mended), one => one.Fact.Contains("Named", StringComparison.Ordinal));
        Assert.Contains("Carers relies on one person.", page.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_right_that_should_have_passed_is_told_the_day_after(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Late");
        var person = await coordinator.Person("Late Speaker", innovation);
        // As a file from elsewhere brings it, with days that have passed.
        await TakeIn(site, Book(innovation, person, planned: Own.In(-1)));
        var late = await Rules(site, innovation);
        var other = await coordinator.Innovation("In time");
        await TakeIn(site, Book(other, person, planned: Own.In(0)));

        Assert.Contains(
            late,
            one =>
                one.Rule == "overdue"
                && one.Fact
                    == $"To control its data: it was to pass to Carers on {Own.Day(-1):d MMMM yyyy}, and has not yet."
        );
        Assert.DoesNotContain(await Rules(site, other), one => one.Rule == "overdue");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_practice_map_goes_from_not_recorded_to_strong(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("States");

        Assert.Equal(PracticeState.NotRecorded, await State(innovation));
        var trust = await coordinator.Party(innovation, "Trust", "Institution");
        var person = await coordinator.Person("State Speaker", innovation);
        var carers = await coordinator.Party(innovation, "Carers", "Community", person);
        await coordinator.Holds(innovation, trust, "Spend");
        Assert.Equal(PracticeState.Thin, await State(innovation));
        await coordinator.Holds(innovation, carers, "Adapt");
        // 2 of 5.
        Assert.Equal(PracticeState.Active, await State(innovation));
        await coordinator.Holds(innovation, carers, "Decide");
        // 5 of 8: strong, as long as nobody carries more than they were given.
        Assert.Equal(PracticeState.Strong, await State(innovation));
        await coordinator.Obligation(innovation, "All of it", carers);
        Assert.Equal(PracticeState.Active, await State(innovation));
        var quiet = await coordinator.Innovation("Quiet");
        await TakeIn(site, Book(quiet, person, planned: Own.In(30), drafted: -181));
        Assert.Equal(PracticeState.Silent, await State(quiet));

        async Task<PracticeState> State(Guid of) =>
            (
                await site.AskAll<IPracticeSource, IReadOnlyList<PracticeStatus>>(source =>
                    source.Assess([of], CancellationToken.None)
                )
            )
                .SelectMany(all => all)
                .Single(one => one.Row == PracticeRow.A8)
                .State;
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Story_report_and_search_tell_it_to_those_alone_who_may_see_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Told");
        var person = await coordinator.Person("Told Speaker", innovation);
        await TakeIn(site, Book(innovation, person, planned: Own.In(30)));
        await coordinator.Make(
            Own.Api(innovation) + "/readiness",
            new { domain = "Data", what = "Quokkas were asked" }
        );
        using var hers = await site.AsPerson(person, "Told Speaker");
        using var stranger = await site.AsPerson(await coordinator.Person("Told Nothing"), "Told Nothing");

        var story = await coordinator.Open($"/innovations/{innovation}");
        var report = await (await site.As(Role.Viewer)).Client.GetStringAsync($"/innovations/{innovation}/report");

        Assert.Contains("A handover was drafted: Late handover.", story.Text);
        Assert.Contains("Trust holds: To control its data.", story.Text);
        Assert.Contains("Planned for this day, to pass to Carers: To control its data.", story.Text);
        Assert.Contains("Who holds which right", report);
        Assert.Contains("Quokkas were asked", report);
        Assert.DoesNotContain("Told Speaker", report);
        Assert.Contains("Quokkas were asked", (await hers.Open("/search?q=quokkas")).Text);
        Assert.DoesNotContain("were asked", (await stranger.Open("/search?q=quokkas")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open($"/innovations/{innovation}/ownership")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_persons_file_holds_what_they_agreed_and_erasing_them_leaves_the_agreement(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Erased");
        var person = await coordinator.Person("To Forget", innovation);
        await TakeIn(site, Book(innovation, person, planned: Own.In(30)));

        var known = (await site.AskAll<IPersonData, JsonNode?>(d => d.Export(person, CancellationToken.None))).Single(
            one => one?["rehearsals"] is not null
        )!;
        var receipt = new List<string>();
        for (var times = 0; times < 2; times++)
            receipt.AddRange(
                (
                    await site.AskAll<IPersonData, IReadOnlyList<string>>(d => d.Erase(person, CancellationToken.None))
                ).SelectMany(all => all)
            );
        var after = await site.AskAll<IPersonData, JsonNode?>(d => d.Export(person, CancellationToken.None));
        var handover = (await coordinator.Ask(Own.Api(innovation)))["handovers"]![0]!["id"];
        var page = await coordinator.Open($"/innovations/{innovation}/ownership/handovers/{handover}");

        Assert.Equal("Carers", (string?)known["speaksFor"]![0]!["party"]);
        Assert.Equal("The list", (string?)known["does"]![0]!["what"]);
        Assert.Equal("No room.", (string?)known["answers"]![0]!["reason"]);
        Assert.Equal("Saw it done.", (string?)known["rehearsals"]![0]!["words"]);
        Assert.Equal("As it was then.", (string?)known["confirmed"]![0]!["words"]);
        Assert.Single(receipt, one => one.StartsWith("Removed from ownership", StringComparison.Ordinal));
        Assert.DoesNotContain(after, one => one?["rehearsals"] is not null);
        Assert.DoesNotContain("To Forget", page.Text);
        Assert.Contains("No room.", page.Text);
        Assert.Contains("As it was then.", page.Html);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Names_go_some_years_after_and_what_was_agreed_stays(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Old");
        var person = await coordinator.Person("Long Ago", innovation);
        await TakeIn(site, Book(innovation, person, planned: Own.In(-2000), drafted: -3000));

        // Answered, rehearsed and confirmed on the day it was drafted, 3000 days ago; the rule says 2555.
        Assert.Equal(0, await Sum(rule => rule.Preview(Own.Day(-500), CancellationToken.None)));
        Assert.Equal(3, await Sum(rule => rule.Preview(Own.Day(0), CancellationToken.None)));
        Assert.Equal(3, await Sum(rule => rule.Apply(Own.Day(0), CancellationToken.None)));
        Assert.Equal(0, await Sum(rule => rule.Apply(Own.Day(0), CancellationToken.None)));
        var handover = (await coordinator.Ask(Own.Api(innovation)))["handovers"]![0]!["id"];
        var kept = await coordinator.Ask($"{Own.Api(innovation)}/handovers/{handover}");
        Assert.Equal("somebody", (string?)kept["confirmations"]![0]!["who"]);
        Assert.Equal("As it was then.", (string?)kept["confirmations"]![0]!["lines"]![0]);

        async Task<int> Sum(Func<IRetentionRule, Task<int>> ask) =>
            (
                await site.AskAll<IRetentionRule, int>(rule =>
                    rule.GetType().Name == "OldNamesRule" ? ask(rule) : Task.FromResult(0)
                )
            ).Sum();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task It_goes_along_to_another_installation_on_either_engine_once(TestEngine engine)
    {
        var site = await sites.On(engine);
        var other = await sites.On(engine == TestEngine.Sqlite ? TestEngine.Postgres : TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Leaves");
        var person = await coordinator.Person("Goes Along", innovation);
        var outsider = await coordinator.Person("Stays Behind");
        await TakeIn(site, Book(innovation, person, planned: Own.In(30), speaker: outsider));

        var records = await Leaving(site);
        for (var times = 0; times < 2; times++)
            await TakeIn(other, records);
        var there = await Leaving(other);

        Assert.Contains(person.ToString(), records.ToJsonString());
        Assert.DoesNotContain(outsider.ToString(), records.ToJsonString());
        // Nobody takes part there yet, so nobody is named; all else is as it was.
        Assert.Equal(
            records
                .ToJsonString()
                .Replace($"\"{person}\"", "null", StringComparison.Ordinal)
                .Replace("[null]", "[]", StringComparison.Ordinal),
            there.ToJsonString()
        );
        // A file that refers to what is not in it brings what it can, and nothing else.
        var foreign = JsonNode.Parse(records.ToJsonString())!;
        var stray = Guid.CreateVersion7();
        foreign["innovationId"] = stray;
        foreach (var list in new[] { "parties", "obligations", "items" })
            foreign[list] = new JsonArray();
        foreach (var holding in foreign["holdings"]!.AsArray())
            holding!["id"] = Guid.CreateVersion7();
        await TakeIn(other, foreign);
        Assert.Empty((await Leaving(other, stray))["holdings"]!.AsArray());

        async Task<JsonNode> Leaving(TestSite from, Guid? of = null) =>
            (await from.AskAll<IPortability, JsonNode>(p => p.Export(of ?? innovation, CancellationToken.None))).Single(
                node => node["handovers"] is JsonArray
            );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_comes_from_elsewhere_is_held_to_the_limits_of_the_forms_and_named(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Limits");
        var person = await coordinator.Person("Limit Speaker", innovation);

        await Refused(book => book["holdings"]![0]!["share"] = -500, "in entry 1 of “holdings” the field “share”");
        await Refused(book => book["holdings"]![0]!["share"] = 2_000_000_000, "“share”");
        await Refused(book => book["holdings"]![0]!["fromOn"] = "9999-12-31", "“fromOn”");
        await Refused(book => book["holdings"]![0]!["untilOn"] = "1900-01-01", "“untilOn”");
        await Refused(book => book["holdings"]![0]!["rightKind"] = 77, "“rightKind”");
        await Refused(
            book => book["obligations"]![0]!["what"] = new string('x', 501),
            "“obligations” the field “what”"
        );
        await Refused(book => book["obligations"]![0]!["weight"] = 9, "“weight”");
        await Refused(book => book["items"]![0]!["level"] = 5, "“level”");
        await Refused(book => book["parties"]![1]!["name"] = "", "in entry 2 of “parties” the field “name”");
        await Refused(book => book["handovers"]![0]!["reversionTrigger"] = new string('x', 2001), "“reversionTrigger”");
        await Refused(book => book["handovers"]![0]!["rights"]![0]!["share"] = 0, "“rights”");
        await Refused(book => book["handovers"]![0]!["retentions"]![0]!["basis"] = "", "“retentions”");
        await Refused(
            book =>
            {
                var more = book["holdings"]![0]!.DeepClone();
                more["id"] = Guid.CreateVersion7();
                book["holdings"]!.AsArray().Add(more);
            },
            "200 per cent"
        );
        // As it may be, it comes in.
        await TakeIn(site, Book(innovation, person, planned: Own.In(30)));
        Assert.Single((await coordinator.Ask(Own.Api(innovation)))["holdings"]!.AsArray());

        async Task Refused(Action<JsonNode> change, string sentence)
        {
            var book = Book(innovation, person, planned: Own.In(30));
            change(book);
            var told = "";
            await site.AskAll<IPortability, bool>(async p =>
            {
                if (p.GetType().Name != "OwnershipPortability")
                    return true;
                told = (
                    await Assert.ThrowsAsync<System.Text.Json.JsonException>(() =>
                        p.Import(book, CancellationToken.None)
                    )
                ).Message;
                return true;
            });
            Assert.Contains(sentence, told, StringComparison.Ordinal);
            Assert.Empty((await coordinator.Ask(Own.Api(innovation)))["parties"]!.AsArray());
        }
    }

    private static async Task<List<Warning>> Rules(TestSite site, Guid innovation) =>
        [
            .. (
                await site.AskAll<IWarningSource, IReadOnlyList<Warning>>(w =>
                    w.Raise([innovation], CancellationToken.None)
                )
            )
                .SelectMany(all => all)
                .Where(one => one.Rule.StartsWith("ownership.", StringComparison.Ordinal))
                .Select(one => one with { Rule = one.Rule["ownership.".Length..] })
                .OrderBy(one => one.Rule, StringComparer.Ordinal),
        ];

    private static Task TakeIn(TestSite site, JsonNode book) =>
        site.AskAll<IPortability, bool>(async p =>
        {
            if (p.GetType().Name == "OwnershipPortability")
                await p.Import(JsonNode.Parse(book.ToJsonString())!, CancellationToken.None);
            return true;
        });

    private static JsonNode Book(Guid innovation, Guid person, string planned, int drafted = -5, Guid? speaker = null)
    {
        var (trust, carers, handover, list, right) = (
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7()
        );
        var day = Own.In(drafted);
        return System.Text.Json.JsonSerializer.SerializeToNode(
            new
            {
                innovationId = innovation,
                parties = new object[]
                {
                    Party(carers, "Carers", "Community", speaker is { } other ? [person, other] : [person]),
                    Party(trust, "Trust", "Institution"),
                },
                holdings = new[]
                {
                    new
                    {
                        id = Guid.CreateVersion7(),
                        rightKind = "DataControl",
                        partyId = trust,
                        share = 100,
                        fromOn = day,
                    },
                },
                obligations = new[]
                {
                    new
                    {
                        id = list,
                        what = "The list",
                        partyId = trust,
                        personId = person,
                        weight = 2,
                        fromOn = day,
                    },
                },
                items = new[]
                {
                    new
                    {
                        id = Guid.CreateVersion7(),
                        domain = "Legal",
                        what = "A lease",
                    },
                },
                handovers = new[]
                {
                    new
                    {
                        id = handover,
                        name = "Late handover",
                        giverId = trust,
                        receiverId = carers,
                        draftedOn = day,
                        terms = 2,
                        retentions = new[]
                        {
                            new
                            {
                                id = Guid.CreateVersion7(),
                                what = "The accounts",
                                reason = "Law",
                                basis = "Six years",
                                untilOn = Own.In(2000),
                                afterwards = "Archived",
                            },
                        },
                        rights = new[]
                        {
                            new
                            {
                                id = right,
                                rightKind = "DataControl",
                                share = 100,
                                plannedOn = planned,
                                rehearsals = new[]
                                {
                                    new
                                    {
                                        id = Guid.CreateVersion7(),
                                        step = "Watch",
                                        onDay = day,
                                        words = "Saw it done.",
                                        wentWell = true,
                                        personId = person,
                                    },
                                },
                            },
                        },
                        obligations = new[]
                        {
                            new
                            {
                                obligationId = list,
                                answer = "Refused",
                                reason = "No room.",
                                answeredOn = day,
                                answeredBy = person,
                            },
                        },
                        stages = new[]
                        {
                            new
                            {
                                id = Guid.CreateVersion7(),
                                what = "Keys",
                                dueOn = planned,
                            },
                        },
                        confirmations = new[]
                        {
                            new
                            {
                                id = Guid.CreateVersion7(),
                                partyId = carers,
                                personId = person,
                                terms = 1,
                                words = "As it was then.",
                                confirmedOn = day,
                            },
                        },
                    },
                },
            }
        )!;

        static object Party(Guid id, string name, string side, params Guid[] people) =>
            new
            {
                id,
                name,
                side,
                people,
            };
    }
}
