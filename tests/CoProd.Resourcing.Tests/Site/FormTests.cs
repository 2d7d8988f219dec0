using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Resourcing.Tests.Site;

/// <summary>What is typed wrongly is told beside its field; what two people write at once is lost to neither; ids lead nowhere else.</summary>
public sealed class FormTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Wrong_money_and_reversed_dates_are_refused_beside_their_fields_and_nothing_typed_is_lost(
        TestEngine engine
    )
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Wrong");
        var path = $"/innovations/{innovation}/money/awards/new";

        var negative = await coordinator.Send(path, ("funder", "Fund"), ("amount", "-5"));
        var comma = await coordinator.Send(path, ("funder", "Fund"), ("amount", "1,5"));
        var tooFine = await coordinator.Send(path, ("funder", "Fund"), ("amount", "10.005"));
        var reversed = await coordinator.Send(
            path,
            ("funder", "Kept as typed"),
            ("amount", "10"),
            ("startsOn-day", "2"),
            ("startsOn-month", "5"),
            ("startsOn-year", "2026"),
            ("endsOn-day", "1"),
            ("endsOn-month", "May"),
            ("endsOn-year", "2026")
        );

        Assert.Equal(HttpStatusCode.BadRequest, negative.Status);
        Assert.Contains("cannot be less than nothing", negative.ErrorOf("amount"));
        Assert.Equal("-5", negative.ValueOf("amount"));
        // One and a half, as it is written in other countries, must not become fifteen.
        Assert.Contains("must be an amount in figures", comma.ErrorOf("amount"));
        Assert.Contains("too many figures after the point", tooFine.ErrorOf("amount"));
        Assert.Equal("The last day must not be before the first day.", reversed.ErrorOf("endsOn"));
        Assert.Equal(("Kept as typed", "May"), (reversed.ValueOf("funder"), reversed.ValueOf("endsOn-month")));
        Assert.Empty((await coordinator.Ask($"/api/innovations/{innovation}/money"))["awards"]!.AsArray());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_who_edit_an_award_at_once_are_shown_both_texts(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Conflict");
        var award = await coordinator.Award(innovation, "First name", "100", 0, 30);
        var path = $"/innovations/{innovation}/money/awards/{award}";
        var mine = await coordinator.Open(path);
        var theirs = await coordinator.Open(path);

        await theirs.Send(("funder", "Their name"));
        var page = await mine.Send(("funder", "My name"));
        var kept = await page.Send();

        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Equal("My name", page.ValueOf("funder"));
        Assert.Contains("Their name", page.ErrorOf("funder"));
        Assert.Contains("My name", kept.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_record_of_another_innovation_is_not_found_under_this_one(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var (owner, other) = (await coordinator.Innovation("Owner"), await coordinator.Innovation("Other"));
        var award = await coordinator.Award(owner, "Fund", "100", 0, 30);
        var bid = await coordinator.Bid(owner, "Fund", "100", 50, 30);

        foreach (
            var path in new[]
            {
                $"awards/{award}",
                $"awards/{award}/withdraw",
                $"bids/{bid}",
                $"bids/{bid}/edit",
                $"bids/{bid}/move",
                $"bids/{bid}/budget/new",
            }
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await coordinator.Open($"/innovations/{owner}/money/{path}")).Status);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await coordinator.Open($"/innovations/{other}/money/{path}")).Status
            );
        }
        var edit = new
        {
            funder = "Stolen",
            amount = "1",
            version = "1",
        };
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await coordinator.PostJson($"/api/innovations/{other}/money/awards/{award}", edit)).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await coordinator.PostJson($"/api/innovations/{other}/money/bids/{bid}/move", new { stage = "Won" })
            ).Status
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Every_form_takes_what_it_asks_for_and_a_withdrawn_award_no_longer_counts(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("All forms");
        var api = $"/api/innovations/{innovation}/money";
        var award = await coordinator.Award(innovation, "Fund", "100", 0, 30);
        var bid = await coordinator.Bid(innovation, "Fund", "500", 50, 60);
        var cost = await coordinator.Make(
            api + "/costs",
            new
            {
                label = "Rent",
                amount = "12.34",
                timing = "Monthly",
                from = Money.In(0),
            }
        );
        var need = await coordinator.Make(
            api + "/resources",
            new
            {
                side = "Need",
                kind = "Kit",
                label = "Tablets",
                amount = "2",
                unit = "tablets",
                from = Money.In(0),
            }
        );
        var report = await coordinator.Make(
            api + "/reports",
            new
            {
                funder = "Fund",
                title = "Year one",
                dueOn = Money.In(-3),
            }
        );
        await coordinator.Make(
            api + "/opportunities",
            new
            {
                funder = "New fund",
                fit = "It fits",
                deadline = Money.In(40),
                ask = "900",
            }
        );
        await coordinator.Make(api + "/reserve", new { amount = "0" });
        await coordinator.Make(api + "/reserve", new { amount = "250.50" });
        await coordinator.Make($"{api}/bids/{bid}/budget", new { label = "Staff", amount = "500" });

        var before = await coordinator.Open($"/innovations/{innovation}");
        await coordinator.Make(
            $"{api}/bids/{bid}",
            new
            {
                funder = "Fund",
                amount = "600",
                odds = "Likely",
                version = "1",
            }
        );
        await coordinator.Make(
            $"{api}/costs/{cost}",
            new
            {
                label = "Rent",
                amount = "20",
                timing = "Monthly",
                from = Money.In(0),
                version = "1",
            }
        );
        await coordinator.Make($"{api}/costs/{cost}/end", new { on = Money.In(90) });
        await coordinator.Make(
            $"{api}/resources/{need}",
            new
            {
                side = "Have",
                kind = "Kit",
                label = "Tablets",
                version = "1",
            }
        );
        await coordinator.Make($"{api}/reports/{report}/sent", new { on = Money.In(0) });
        await coordinator.Make($"{api}/awards/{award}/withdraw", new { sure = true });
        var told = await coordinator.Ask(api);
        var after = await coordinator.Open($"/innovations/{innovation}");

        Assert.Contains("has no line for co-production", before.Text);
        Assert.Contains("The report to Fund: Year one was due on", before.Text);
        Assert.DoesNotContain("Year one was due", after.Text);
        Assert.Empty(told["awards"]!.AsArray());
        Assert.Equal(0.75, (double)told["bids"]![0]!["chance"]!);
        Assert.Equal(Money.In(90), (string?)told["costs"]![0]!["to"]);
        Assert.Equal(25050, (long)Assert.Single(told["reserves"]!.AsArray())!["amount"]!["minor"]!);
        Assert.False((bool)told["resources"]![0]!["isNeed"]!);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_recorded_by_mistake_is_corrected_or_withdrawn_and_no_longer_counts(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Mistakes");
        var other = await coordinator.Innovation("Somebody else's");
        var api = $"/api/innovations/{innovation}/money";
        var bid = await coordinator.Bid(innovation, "Fund", "500", 50, 60);
        var line = await coordinator.Make($"{api}/bids/{bid}/budget", new { label = "Staff", amount = "500" });
        var cost = await coordinator.Make(
            api + "/costs",
            new
            {
                label = "Rent",
                amount = "12",
                from = Money.In(0),
            }
        );
        var need = await coordinator.Make(
            api + "/resources",
            new
            {
                side = "Need",
                kind = "Kit",
                label = "Tablets",
            }
        );
        var report = await coordinator.Make(api + "/reports", new { funder = "Fund", dueOn = Money.In(9) });
        var fund = await coordinator.Make(api + "/opportunities", new { funder = "New fund", ask = "900" });
        var page = $"/innovations/{innovation}/money";

        // Each is opened from the page that lists it, as a person finds it, and comes back as it was kept.
        await (await Edit(page, $"reports/{report}")).Send(("title", "Year one"));
        await (await Edit(page, $"opportunities/{fund}")).Send(("ask", "1,250"));
        await (await Edit($"{page}/bids/{bid}", $"budget/{line}")).Send(
            ("label", "Meeting costs"),
            ("isCoProduction", "yes")
        );

        var told = await coordinator.Ask(api);
        Assert.Equal("Fund: Year one", (string?)told["reports"]![0]!["name"]);
        Assert.Equal(125000, (long)told["opportunities"]![0]!["ask"]!["minor"]!);
        var bidTold = await coordinator.Ask($"{api}/bids/{bid}");
        Assert.Equal("Meeting costs", (string?)bidTold["budget"]![0]!["label"]);
        Assert.Equal(1.0, (double)bidTold["coProductionShare"]!);

        foreach (
            var (below, name) in new[]
            {
                ($"bids/{bid}/budget/{line}", "Meeting costs"),
                ($"costs/{cost}", "Rent"),
                ($"resources/{need}", "Tablets"),
                ($"reports/{report}", "Fund: Year one"),
                ($"opportunities/{fund}", "New fund"),
            }
        )
        {
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await coordinator.Open($"/innovations/{other}/money/{below}/withdraw")).Status
            );
            var form = await (await coordinator.Open($"{page}/{below}")).Follow("withdraw");
            Assert.Contains(name, form.Text);
            Assert.Contains("Tick the box", (await form.Send()).ErrorOf("sure"));
            Assert.Equal(HttpStatusCode.OK, (await form.Send(("sure", "yes"))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await coordinator.Open($"{page}/{below}")).Status);
        }
        await (await (await coordinator.Open($"{page}/bids/{bid}")).Follow("withdraw")).Send(("sure", "yes"));

        told = await coordinator.Ask(api);
        foreach (var kind in new[] { "bids", "costs", "resources", "reports", "opportunities" })
            Assert.Empty(told[kind]!.AsArray());

        async Task<Page> Edit(string from, string below) => await (await coordinator.Open(from)).Follow(below);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_viewer_reads_and_may_not_record(TestEngine engine)
    {
        var site = await sites.On(engine);
        var innovation = await (await site.As(Role.Coordinator)).Innovation("Read only");
        var viewer = await site.As(Role.Viewer);

        var page = await viewer.Open($"/innovations/{innovation}/money");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("Record an award", page.Text);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await viewer.Open($"/innovations/{innovation}/money/awards/new")).Status
        );
    }
}
