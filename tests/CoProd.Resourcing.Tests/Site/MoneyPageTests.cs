using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Resourcing.Tests.Site;

/// <summary>The money page: what is recorded shows, and what is computed from it is right.</summary>
public sealed class MoneyPageTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task An_award_and_a_monthly_cost_make_a_ribbon_that_says_until_when_money_is_secured(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Ribbon");

        var page = await coordinator.Send(
            $"/innovations/{innovation}/money/awards/new",
            ("funder", "Coast Fund"),
            ("amount", "12,000"),
            ("startsOn-day", "1"),
            ("startsOn-month", "1"),
            ("startsOn-year", "2026"),
            ("endsOn", Money.In(400))
        );
        await coordinator.Make(
            $"/api/innovations/{innovation}/money/costs",
            new
            {
                label = "Hall",
                amount = "2500",
                timing = "Monthly",
                from = Money.In(0),
            }
        );
        page = await coordinator.Open($"/innovations/{innovation}/money");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Coast Fund", page.Text);
        Assert.Contains("£12,000", page.Text);
        Assert.Contains("a gap is likely from", page.Document.QuerySelector(".cp-chart__title")!.TextContent);
        Assert.Contains("Act by", page.Text);
        Assert.Contains("The chances are exact", page.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Amounts_of_two_currencies_are_never_added(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Two currencies");
        await coordinator.Award(innovation, "Home fund", "1000.10", 0, 300);
        await coordinator.Award(innovation, "Euro fund", "2000.20", 0, 300, "EUR");
        await coordinator.Award(innovation, "Home fund again", "0.90", 0, 300);

        var page = await coordinator.Open($"/innovations/{innovation}/money");
        var told = await coordinator.Ask($"/api/innovations/{innovation}/money");

        Assert.Contains("Awarded in all: EUR 2,000.20, £1,001.", page.Text);
        Assert.Equal(["EUR", "GBP"], told["outlooks"]!.AsArray().Select(outlook => (string?)outlook!["currency"]));
    }

    // Domain page, row P2: £50k at .5 and £30k at .4, need £60k, no reserve: expected £37k, P = 0.8. Act by 112 days before.
    [Theory, MemberData(nameof(Both))]
    public async Task The_vector_of_the_domain_page_holds_and_a_lost_bid_makes_the_gap_certain(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Vector");
        var first = await coordinator.Bid(innovation, "Large", "50000", 50, 30);
        var second = await coordinator.Bid(innovation, "Small", "30000", 40, 30);
        await coordinator.Make(
            $"/api/innovations/{innovation}/money/costs",
            new
            {
                label = "Contract",
                amount = "60000",
                timing = "Once",
                from = Money.In(122),
            }
        );
        var path = $"/api/innovations/{innovation}/money";

        var gap = Single((await coordinator.Ask(path))["outlooks"]![0]!["gaps"]!);
        var failed = (await coordinator.Ask($"{path}?fail={first}"))["outlooks"]![0]!["whatIf"]!;
        var both = (await coordinator.Ask($"{path}?win={first}&win={second}"))["outlooks"]![0]!["whatIf"]!;
        var page = await coordinator.Open($"/innovations/{innovation}/money?if-{first}=win&if-{second}=");

        Assert.Equal(0.8, (double)gap["probability"]!, 9);
        Assert.Equal(Money.In(122), (string?)gap["from"]);
        Assert.Equal(Money.In(10), (string?)gap["actBy"]);
        Assert.Equal((0.8, 1.0), (Rounded(failed["before"]), Rounded(failed["after"])));
        Assert.Equal(0, (double)both["after"]!);
        Assert.Contains("is 80% as it stands, and 60% if it goes as you suppose", page.Text);
        Assert.StartsWith(
            "If it goes as you suppose: Money is",
            page.Document.QuerySelector("#supposed-GBP-caption")!.TextContent
        );
        Assert.Contains("treated as independent", page.Text);

        static double Rounded(JsonNode? number) => Math.Round((double)number!, 9);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Funding_that_ends_with_nothing_after_it_is_told_at_home_before_it_is_too_late(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        await using var site = await TestSite.Start(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Ends soon");
        await coordinator.Award(innovation, "Last fund", "9000", -200, 61);

        var home = await coordinator.Open("/");
        var page = await coordinator.Open($"/innovations/{innovation}");

        Assert.Contains($"Funding ends on {Money.Long(61)}, and nothing follows it yet.", home.Text);
        Assert.Contains("Writing a bid takes 21 days", page.Text);
        Assert.Contains("Money is likely to run short.", page.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_bid_that_is_won_becomes_one_award_however_often_it_is_said(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Won");
        var bid = await coordinator.Bid(innovation, "Winner fund", "7000", 75, 20);
        var move = $"/api/innovations/{innovation}/money/bids/{bid}/move";

        await coordinator.Make(move, new { stage = "Won" });
        await coordinator.Make(move, new { stage = "Won" });
        var won = await coordinator.Ask($"/api/innovations/{innovation}/money");
        await coordinator.Make(move, new { stage = "Lost" });
        var lost = await coordinator.Ask($"/api/innovations/{innovation}/money");
        await coordinator.Make(move, new { stage = "Won" });
        var again = await coordinator.Ask($"/api/innovations/{innovation}/money");

        Assert.Equal("Winner fund", (string?)Single(won["awards"]!)["funder"]);
        Assert.Empty(lost["awards"]!.AsArray());
        Assert.Equal((string?)Single(won["awards"]!)["id"], (string?)Single(again["awards"]!)["id"]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_note_on_which_needed_was_ticked_becomes_a_need_until_it_is_taken_back(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Note");
        var note = await coordinator.Make(
            "/api/notes",
            new
            {
                innovationId = innovation,
                words = "We need a second tablet",
                on = Money.In(0),
                hours = "2.5",
                ticks = new[] { "Needed" },
            }
        );

        var kept = await coordinator.Ask($"/api/innovations/{innovation}/money");
        await coordinator.Send($"/capture/{note}/undo");
        var undone = await coordinator.Ask($"/api/innovations/{innovation}/money");

        Assert.Equal(
            // Whoever said so was not asked who may read it: the words stay in the note.
            [
                ($"Something that is needed, as told on {Money.Long(0)}", true),
                ($"Time given on {Money.Long(0)}", false),
            ],
            kept["resources"]!
                .AsArray()
                .Select(r => ((string?)r!["label"] ?? "", (bool)r["isNeed"]!))
                .OrderByDescending(r => r.Item2)
        );
        Assert.Contains("notional: 2.5 hours given, not cash", (string?)kept["inKind"]![0]);
        Assert.Empty(undone["resources"]!.AsArray());
    }

    private static JsonNode Single(JsonNode list) => Assert.Single(list.AsArray())!;
}
