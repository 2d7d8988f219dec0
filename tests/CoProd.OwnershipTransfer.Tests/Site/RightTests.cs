using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.OwnershipTransfer.Tests.Site;

/// <summary>Who holds which right, over time.</summary>
public sealed class RightTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Rights_pass_over_time_and_the_ribbon_shows_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Ribbon");
        var ada = await coordinator.Person("Ada Speaks", innovation);
        var path = $"/innovations/{innovation}/ownership";
        var empty = await coordinator.Open(path);
        await coordinator.Send(
            path + "/parties/new",
            ("name", "Carers’ charity"),
            ("side", "Community"),
            ("personIds", ada.ToString())
        );
        var carers = (Guid)(await coordinator.Ask(Own.Api(innovation)))["parties"]![0]!["id"]!;
        var trust = await coordinator.Party(innovation, "The trust", "Institution");

        await coordinator.Holds(innovation, trust, "Decide", from: -300, until: -101);
        await coordinator.Holds(innovation, carers, "Decide", from: -100);
        await coordinator.Holds(innovation, trust, "Spend", 40, from: -300);
        await coordinator.Holds(innovation, carers, "Spend", 60, from: -50);
        await coordinator.Holds(innovation, trust, "Stop", 0, from: -100, veto: true);
        await coordinator.Holds(innovation, carers, "Stop", from: -100);
        var page = await coordinator.Open(path);
        var answer = await coordinator.Ask(Own.Api(innovation));
        var viewer = await (await sites.On(engine)).As(Role.Viewer);
        var seen = await viewer.Open(path);

        Assert.Contains("It is not recorded yet who holds which right.", empty.Text);
        // Decide 3, spend 3, stop 3: (3·1 + 3·0.6 + 3·1) / 9.
        Assert.Equal(7.8 / 9, (double)answer["index"]!, 12);
        Assert.Equal(3, (int)answer["knownRights"]!);
        Assert.Contains("87% of it is the community’s", page.Text);
        // Decide and spend with the trust; then decide and stop with the carers, 6 of 9; then 60% of spend as well.
        Assert.Equal(
            [(Own.In(-300), 0.0, 2), (Own.In(-100), 0.666667, 3), (Own.In(-50), 0.866667, 3)],
            answer["indexOverTime"]!
                .AsArray()
                .Select(one => ((string)one!["from"]!, Math.Round((double)one["index"]!, 6), (int)one["knownRights"]!))
        );
        Assert.Contains("From 0% in", page.Text);
        Assert.NotNull(page.Document.QuerySelector("#holdings"));
        Assert.Contains("To stop it: the community holds it, and The trust can overrule.", page.Text);
        Assert.NotNull(page.Document.QuerySelector("main svg[role=img] rect"));
        var decide = answer["rights"]!.AsArray().Single(one => (string?)one!["right"] == "Decide")!["parts"]!.AsArray();
        Assert.Equal([(0, 100), (100, 0)], decide.Select(one => ((int)one!["community"]!, (int)one["others"]!)));
        Assert.Equal(Own.In(-100), (string?)decide[1]!["from"]);
        // Names go to those who coordinate; a board member reads that somebody speaks for it.
        Assert.Contains("Ada Speaks", page.Text);
        Assert.DoesNotContain("Ada Speaks", seen.Text);
        Assert.DoesNotContain("Ada Speaks", (await viewer.Ask(Own.Api(innovation))).ToJsonString());
        Assert.DoesNotContain("parties/new", seen.Html);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Wrong");
        var other = await coordinator.Innovation("Elsewhere");
        var stranger = await coordinator.Person("No Part");
        var party = await coordinator.Party(innovation, "A group");
        var trust = await coordinator.Party(innovation, "A trust", "Institution");
        var theirs = await coordinator.Party(other, "Not ours");
        var held = await coordinator.Holds(innovation, party, "Decide", 70, from: -10);
        var path = $"/innovations/{innovation}/ownership";

        var page = await coordinator.Send(
            path + "/holdings/new",
            ("right", "Everything"),
            ("partyId", ""),
            ("share", "120"),
            ("note", new string('x', 1001)),
            ("from-day", "2"),
            ("from-month", "5"),
            ("from-year", "2026"),
            ("until-day", "1"),
            ("until-month", "May"),
            ("until-year", "2026")
        );
        var nothing = await coordinator.Send(
            path + "/holdings/new",
            ("right", "Spend"),
            ("partyId", party.ToString()),
            ("share", "0")
        );
        var nameless = await coordinator.Send(path + "/parties/new", ("name", ""), ("personIds", "nobody"));
        var outside = await coordinator.Refused(
            Own.Api(innovation) + "/parties",
            new
            {
                name = "A group",
                side = "Community",
                personIds = new[] { stranger },
            }
        );
        var over = await coordinator.Refused(Own.Api(innovation) + "/holdings", Holding(trust, 31));
        var twice = await coordinator.Refused(Own.Api(innovation) + "/holdings", Holding(party, 10));
        var (elsewhere, _) = await coordinator.PostJson(Own.Api(innovation) + "/holdings", Holding(theirs, 10));
        var (foreign, _) = await coordinator.PostJson($"{Own.Api(other)}/holdings/{held}", Holding(theirs, 10));

        Assert.Contains("Choose the right from the list", page.ErrorOf("right"));
        Assert.Contains("Choose who holds it", page.ErrorOf("partyId"));
        Assert.Contains("between 0 and 100", page.ErrorOf("share"));
        Assert.Equal("The last day must not be before the first day.", page.ErrorOf("until"));
        Assert.Contains("1000 characters or fewer", page.ErrorOf("note"));
        Assert.Equal("120", page.ValueOf("share"));
        Assert.Equal("May", page.ValueOf("until-month"));
        Assert.Contains("0 is for somebody who can only overrule", nothing.ErrorOf("share"));
        Assert.Contains("Enter who it is", nameless.ErrorOf("name"));
        Assert.Contains("Choose whose it is", nameless.ErrorOf("side"));
        Assert.Contains("from the list", nameless.ErrorOf("personIds"));
        Assert.Contains("takes no part in this innovation", outside);
        Assert.Contains("it would be 101 per cent on", over);
        Assert.Contains("recorded for some of these days already", twice);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere);
        Assert.Equal(HttpStatusCode.NotFound, foreign);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await coordinator.Open($"/innovations/{other}/ownership/holdings/{held}")).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await coordinator.Open($"/innovations/{other}/ownership/parties/{party}")).Status
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await (await site.As(Role.Viewer)).Open(path + "/holdings/new")).Status
        );

        static object Holding(Guid party, int share) =>
            new
            {
                right = "Decide",
                partyId = party,
                share = $"{share}",
                from = Own.In(-20),
            };
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_recorded_by_mistake_is_edited_or_withdrawn_and_two_editors_see_both_texts(
        TestEngine engine
    )
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Edited");
        var party = await coordinator.Party(innovation, "First name");
        var held = await coordinator.Holds(innovation, party, "Name", 50);
        var path = $"/innovations/{innovation}/ownership";

        var early = await coordinator.Open($"{path}/holdings/{held}");
        await coordinator.Send($"{path}/holdings/{held}", ("share", "80"));
        var late = await early.Send(("share", "90"));
        var renamed = await coordinator.Send($"{path}/parties/{party}", ("name", "Second name"));
        var inUse = await coordinator.Open($"{path}/parties/{party}/withdraw");
        var unsure = await coordinator.Send($"{path}/holdings/{held}/withdraw");
        var gone = await coordinator.Send($"{path}/holdings/{held}/withdraw", ("sure", "yes"));
        var partyGone = await coordinator.Send($"{path}/parties/{party}/withdraw", ("sure", "yes"));

        Assert.Contains("80", late.Text);
        Assert.Equal("90", late.ValueOf("share"));
        Assert.Contains("Second name", renamed.Text);
        Assert.Equal(HttpStatusCode.NotFound, inUse.Status);
        Assert.Contains("Tick the box", unsure.ErrorOf("sure"));
        Assert.Contains("It is not recorded yet who holds which right.", gone.Text);
        Assert.Contains("No party is recorded yet.", partyGone.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.Open($"{path}/holdings/{held}")).Status);
    }
}
