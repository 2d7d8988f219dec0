using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Resourcing.Tests.Site;

/// <summary>The pages over all innovations show what the reader may see, and no more.</summary>
public sealed class OverviewTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_co_producer_sees_the_bids_awards_and_days_of_their_own_innovations_only(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (own, other) = (await coordinator.Innovation("Own"), await coordinator.Innovation("Other"));
        var person = await coordinator.Make("/api/people", new { name = "Ada Example", role = "Carer" });
        await coordinator.PostJson($"/api/innovations/{own}/people", new { personId = person, role = "Co-producer" });
        foreach (var (innovation, funder) in new[] { (own, "Seen fund"), (other, "Hidden fund") })
        {
            await coordinator.Bid(innovation, funder, "100", 50, 30);
            await coordinator.Award(innovation, funder, "100", 0, 30);
            await coordinator.Award(innovation, funder, "100", 40, 50);
            await coordinator.Make($"/api/innovations/{innovation}/money/reports", new { funder, dueOn = Money.In(9) });
            await coordinator.Make(
                $"/api/innovations/{innovation}/money/resources",
                new
                {
                    side = "Need",
                    kind = "Kit",
                    label = funder,
                    amount = "2",
                    unit = funder,
                    from = Money.In(0),
                }
            );
        }
        using var ada = await site.AsPerson(person, "Ada Example");

        foreach (var path in new[] { "", "/bids?stage=Submitted", "/awards", "/calendar", "/funders", "/needs" })
        {
            var page = await ada.Open("/resourcing" + path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains("Seen fund", page.Html);
            Assert.DoesNotContain("Hidden fund", page.Html);
            Assert.Contains("Hidden fund", (await coordinator.Open("/resourcing" + path)).Html);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Open($"/innovations/{other}/money")).Status);
        Assert.Contains("Own ", (await ada.Open("/resourcing/gaps")).Text);
        Assert.DoesNotContain("Other ", (await ada.Open("/resourcing/gaps")).Text);
        Assert.DoesNotContain("Hidden fund", (await ada.Open("/search?q=fund")).Text);
    }

    // Hand-worked: .5 × 50,000 + .4 × 30,000 = 37,000 expected; at a cut-off of .75 neither counts. The euros stand alone.
    [Fact]
    public async Task The_board_adds_up_bids_at_their_chance_for_each_currency_alone()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Board");
        await coordinator.Bid(innovation, "Large", "50000", 50, 30);
        await coordinator.Bid(innovation, "Small", "30000", 40, 30);
        await coordinator.Make(
            $"/api/innovations/{innovation}/money/bids",
            new
            {
                funder = "Euro",
                amount = "80",
                amountCurrency = "EUR",
                odds = "Likely",
            }
        );

        var totals = (await coordinator.Ask("/api/resourcing"))["totals"]!.AsArray();

        Assert.Equal(
            [("EUR", 8000L, 6000L, 8000L), ("GBP", 8000000L, 3700000L, 0L)],
            totals.Select(t =>
                (
                    (string)t!["asked"]!["currency"]!,
                    (long)t["asked"]!["minor"]!,
                    (long)t["expected"]!["minor"]!,
                    (long)t["cutOff"]!["minor"]!
                )
            )
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_calendar_file_keeps_the_ids_of_its_days(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Diary");
        var report = await coordinator.Make(
            $"/api/innovations/{innovation}/money/reports",
            new { funder = "Diary fund", dueOn = "2031-05-06" }
        );

        var first = await coordinator.Client.GetStringAsync("/resourcing/calendar.ics");
        var second = await coordinator.Client.GetStringAsync("/resourcing/calendar.ics");

        Assert.StartsWith("BEGIN:VCALENDAR", first);
        Assert.Contains($"UID:report-{report}@coprod", Unfolded(first));
        Assert.Contains($"UID:report-{report}@coprod", Unfolded(second));
        Assert.Contains("DTSTART;VALUE=DATE:20310506", Unfolded(first));

        static string Unfolded(string ical) => ical.Replace("\r\n ", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odds_are_judged_once_there_are_enough_and_not_before()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Odds");
        Assert.Contains("Too few bids are decided", (await coordinator.Open("/resourcing/calibration")).Text);
        for (var i = 0; i < 5; i++)
        {
            var bid = await coordinator.Make(
                $"/api/innovations/{innovation}/money/bids",
                new
                {
                    funder = "Fund",
                    amount = "10",
                    odds = "Likely",
                }
            );
            await coordinator.Make(
                $"/api/innovations/{innovation}/money/bids/{bid}/move",
                new { stage = i < 2 ? "Won" : "Lost" }
            );
        }

        var page = await coordinator.Open("/resourcing/calibration");

        // Brier: 2 × .25² + 3 × .75² = 1.8125, divided by 5 = 0.3625.
        Assert.Contains("What we called “Likely” (a chance of 75%) was won in 2 of 5 cases: 40%.", page.Text);
        Assert.Contains("Our Brier score is 0.36", page.Text);
    }

    [Fact]
    public async Task Lists_go_on_where_the_page_before_ended()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Long list");
        for (var i = 0; i < 60; i++)
        {
            await coordinator.Bid(innovation, $"Fund {i:00}", "10", 50, 30);
            await coordinator.Make(
                $"/api/innovations/{innovation}/money/reports",
                new { funder = $"Fund {i:00}", dueOn = Money.In(5) }
            );
            await coordinator.Award(innovation, $"Fund {i:00}", "10", i, i + 1);
        }

        foreach (var path in new[] { "/resourcing/bids?stage=Submitted", "/resourcing/calendar", "/resourcing/awards" })
        {
            var first = await coordinator.Open(path);
            var second = await coordinator.Open(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
            var rows = first.Document.QuerySelectorAll("tbody tr").Concat(second.Document.QuerySelectorAll("tbody tr"));
            Assert.Equal(60, rows.Select(row => row.TextContent).Distinct().Count());
            Assert.Null(second.Document.QuerySelector("a[rel=next]"));
        }
    }

    [Fact]
    public async Task The_demo_tells_of_Steady_Together_what_its_story_says()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite, demo: true);
        var coordinator = await site.As(Role.Coordinator);

        var page = await coordinator.Open("/innovations?filter=steady");
        var money = await coordinator.Open(page.Document.QuerySelector("tbody a")!.GetAttribute("href") + "/money");

        Assert.Contains($"a gap is likely from {Money.Long(122)}", money.Text);
        Assert.Contains($"Act by {Money.Long(10)}", money.Text);
        Assert.Contains("80%", money.Text);
        Assert.Contains("What we called", (await coordinator.Open("/resourcing/calibration")).Text);
    }
}
