using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.OwnershipTransfer.Tests.Site;

/// <summary>What has to be done, what must be ready, and whether work is handed over without the rights.</summary>
public sealed class ReadinessTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Work_without_rights_is_told_with_its_figures(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Dumped");
        var (ada, bea) = (
            await coordinator.Person("Ada Does", innovation),
            await coordinator.Person("Bea Does", innovation)
        );
        var carers = await coordinator.Party(innovation, "Carers", "Community", ada);
        var trust = await coordinator.Party(innovation, "Trust", "Institution");
        await coordinator.Holds(innovation, carers, "Decide");
        await coordinator.Holds(innovation, trust, "Spend");
        await coordinator.Obligation(innovation, "The rota", carers, ada, 3);
        await coordinator.Obligation(innovation, "The accounts", carers, bea, 1);
        await coordinator.Obligation(innovation, "The insurance", trust, null, 2);
        await coordinator.Obligation(innovation, "Nobody’s yet", null, null, 3);
        var over = await coordinator.Obligation(innovation, "Long over", carers, null, 3, from: -20, until: -10);

        var answer = await coordinator.Ask(Own.Api(innovation));
        var page = await coordinator.Open($"/innovations/{innovation}/ownership");

        // Carried: 4 of 6. Rights: 3 of 6; means: spend alone, 0. Given: 0.25.
        Assert.Equal(4 / 6.0, (double)answer["obligationShare"]!, 12);
        Assert.Equal(0.25, (double)answer["given"]!, 12);
        Assert.Equal(4 / 6.0 - 0.25, (double)answer["excess"]!, 12);
        Assert.Contains("The community carries 67% of what has to be done", page.Text);
        Assert.Contains("That is work without the rights: it holds 25%", page.Text);
        // Ada carries 3 of 4, which is less than 80%.
        Assert.Contains("Carers relies on 2 people.", page.Text);
        Assert.Contains("(not now)", page.Document.GetElementById("obligation-" + over)!.ParentElement!.TextContent);
        // Without money recorded nothing is foreseen, and nothing is said.
        Assert.Empty(answer["gaps"]!.AsArray());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_receivers_chance_of_a_gap_is_asked_of_whoever_foresees_money(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Gap");
        await coordinator.Make(
            $"/api/innovations/{innovation}/money/costs",
            new
            {
                label = "Rent",
                amount = "100",
                timing = "Monthly",
                from = Own.In(0),
            }
        );

        var answer = await coordinator.Ask(Own.Api(innovation));
        var page = await coordinator.Open($"/innovations/{innovation}/ownership");

        // Rent without any money is a gap for certain, in one year as in three.
        Assert.Equal(
            [(12, 1.0), (24, 1.0), (36, 1.0)],
            answer["gaps"]!.AsArray().Select(one => ((int)one!["months"]!, (double)one["chance"]!))
        );
        // What is certain within one year is not said again of three.
        Assert.Contains("Within 12 months its money runs short, as things stand.", page.Text);
        Assert.DoesNotContain("Within 24 months its money", page.Text);
        Assert.DoesNotContain("Within 36 months its money", page.Text);
        Assert.NotNull(page.Document.QuerySelector($"#obligations ~ p a[href='/innovations/{innovation}/money']"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_wall_begins_with_the_usual_and_the_weakest_decides(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Wall");
        var path = $"/innovations/{innovation}/ownership";

        var begun = await coordinator.Send(path + "/readiness/usual", ("sure", "yes"));
        await coordinator.Send(path + "/readiness/usual", ("sure", "yes"));
        var items = (await coordinator.Ask(Own.Api(innovation)))["items"]!.AsArray();
        foreach (var item in items)
        {
            var open = await coordinator.Open($"{path}/readiness/{item!["id"]}");
            await open.Send(("level", (bool)item["isMandatory"]! ? "3" : "1"), ("evidence", "Seen by both."));
        }
        var ready = await coordinator.Open(path);
        var money = items.First(one => (string?)one!["domain"] == "Money")!["id"];
        await coordinator.Send($"{path}/readiness/{money}", ("level", "2"));
        var weak = await coordinator.Ask(Own.Api(innovation));
        var notReady = await coordinator.Open(path);

        Assert.Contains("Nobody has looked yet at 8 things that must be ready.", begun.Text);
        Assert.Equal(10, items.Count);
        Assert.Contains("Ready: everything that must be is at 3 or more.", ready.Text);
        Assert.Equal(2, (int)weak["lowest"]!);
        // Seven at 3, one at 2, two at 1: 25 / 10.
        Assert.Equal(2.5, (double)weak["progress"]!, 12);
        Assert.Contains("Not ready yet: the weakest of what must be ready is at 2, and 3 is needed.", notReady.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_wrong_is_told_beside_its_field_and_other_innovations_are_out_of_reach(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Wrong");
        var other = await coordinator.Innovation("Elsewhere");
        var stranger = await coordinator.Person("No Part Here");
        var party = await coordinator.Party(innovation, "A group");
        var theirs = await coordinator.Party(other, "Not ours");
        var obligation = await coordinator.Obligation(innovation, "Ours", party, null, 1);
        var item = await coordinator.Make(
            Own.Api(innovation) + "/readiness",
            new { domain = "Money", what = "A reserve" }
        );
        var path = $"/innovations/{innovation}/ownership";

        var page = await coordinator.Send(
            path + "/obligations/new",
            ("what", ""),
            ("personId", stranger.ToString()),
            ("weight", "4"),
            ("from-day", "31"),
            ("from-month", "2"),
            ("from-year", "2027")
        );
        var order = await coordinator.Refused(
            Own.Api(innovation) + "/obligations",
            new
            {
                what = "The key",
                from = Own.In(0),
                until = Own.In(-1),
            }
        );
        var outside = await coordinator.Refused(
            Own.Api(innovation) + "/obligations",
            new
            {
                what = "The key",
                partyId = party,
                personId = stranger,
                from = Own.In(0),
            }
        );
        var (elsewhere, _) = await coordinator.PostJson(
            Own.Api(innovation) + "/obligations",
            new
            {
                what = "The key",
                partyId = theirs,
                from = Own.In(0),
            }
        );
        var bare = await coordinator.Send(path + "/readiness/new", ("domain", "Weather"), ("what", ""), ("level", "3"));
        var early = await coordinator.Refused(
            Own.Api(innovation) + "/readiness",
            new
            {
                domain = "Money",
                what = "A reserve",
                level = "2",
                lookedOn = Own.In(2),
            }
        );

        Assert.Contains("Enter what has to be done", page.ErrorOf("what"));
        Assert.Contains("between 1 and 3", page.ErrorOf("weight"));
        Assert.Contains("must be a real date", page.ErrorOf("from"));
        Assert.Contains("Choose for whom", page.ErrorOf("partyId"));
        Assert.Equal("31", page.Document.GetElementById("from")!.GetAttribute("value"));
        Assert.Contains("must not be before the first day", order);
        Assert.Contains("take no part in this innovation", outside);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere);
        Assert.Contains("from the list", bare.ErrorOf("domain"));
        Assert.Contains("Enter what must be ready", bare.ErrorOf("what"));
        Assert.Contains("Enter what shows that it is ready", bare.ErrorOf("evidence"));
        Assert.Contains("still to come", early);
        foreach (var foreign in new[] { $"obligations/{obligation}", $"readiness/{item}" })
        {
            Assert.Equal(HttpStatusCode.OK, (await coordinator.Open($"{path}/{foreign}")).Status);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await coordinator.Open($"/innovations/{other}/ownership/{foreign}")).Status
            );
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await coordinator.Open($"/innovations/{other}/ownership/{foreign}/withdraw")).Status
            );
        }
        var withdrawn = await coordinator.Send($"{path}/readiness/{item}/withdraw", ("sure", "yes"));
        Assert.Contains("Nothing is on the wall yet.", withdrawn.Text);
    }
}
