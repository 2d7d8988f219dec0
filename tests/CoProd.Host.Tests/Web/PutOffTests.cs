using System.Net;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

/// <summary>A warning can wait, with a reason, until a day.</summary>
public sealed class PutOffTests
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_warning_put_off_is_shown_as_such_and_comes_back_on_its_day(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        var clock = new LaterClock();
        await using var site = await TestSite.Start(engine, clock: clock);
        var account = await site.Make("sam", Role.Coordinator);
        using var sam = site.Anonymous();
        await sam.SignIn(account.UserName);
        var made = await sam.Send("/innovations/new", ("name", "Steady Together"));
        await site.Warn(made.Id(), "Funding ends.");
        var form = (await sam.Open(made.Path)).Document.QuerySelector("main a[href*='put-off']")!.GetAttribute("href")!;
        Assert.Contains("Funding ends.", (await sam.Open(form)).Text);
        var until = clock.Today().AddDays(10);

        var said = await Send(sam, form, until);

        Assert.Contains("It comes back on the day you chose.", said.Text);
        Assert.Contains($"Put off: 1 Funding ends. until {until.Long()}: The board meets first.", said.Text);
        Assert.DoesNotContain("Funding ends.", (await sam.Open("/")).Text);
        // After so long nobody is signed in any more.
        clock.Later = TimeSpan.FromDays(9);
        await sam.SignIn(account.UserName);
        Assert.DoesNotContain("Funding ends.", (await sam.Open("/")).Text);
        clock.Later = TimeSpan.FromDays(10);
        await sam.SignIn(account.UserName);
        Assert.Contains("Funding ends.", (await sam.Open("/")).Text);
        Assert.DoesNotContain("Put off:", (await sam.Open(made.Path)).Text);
    }

    [Fact]
    public async Task Only_a_day_to_come_within_a_year_and_with_a_reason_will_do()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var sam = await site.As(Role.Coordinator);
        var made = await sam.Send("/innovations/new", ("name", "Kitchen Table"));
        await site.Warn(made.Id(), "Funding ends.");
        var form = $"{made.Path}/warnings/put-off?rule=test.rule&key=Funding%20ends.";
        var today = TimeProvider.System.Today();

        Assert.Equal("Choose a day after today.", (await Send(sam, form, today)).ErrorOf("until"));
        Assert.StartsWith(
            "Choose a day within a year",
            (await Send(sam, form, today.AddYears(1).AddDays(1))).ErrorOf("until")
        );
        var blank = await Send(sam, form, today.AddDays(3), reason: " ");
        Assert.Equal("Enter the reason.", blank.ErrorOf("reason"));
        Assert.Equal(HttpStatusCode.NotFound, (await Send(sam, form + "x", today.AddDays(3))).Status);
        Assert.Equal(0, await site.Count("warning where snoozed_until is not null"));
    }

    [Fact]
    public async Task Nobody_but_a_coordinator_puts_a_warning_off()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var made = await (await site.As(Role.Coordinator)).Send("/innovations/new", ("name", "Green Steps"));
        await site.Warn(made.Id(), "Funding ends.");

        foreach (var role in new[] { Role.Administrator, Role.Viewer, Role.CoProducer })
        {
            var other = await site.As(role);
            Assert.DoesNotContain("put-off", (await other.Open(made.Path)).Html);
            Assert.Equal(HttpStatusCode.Forbidden, (await other.Open(made.Path + "/warnings/put-off")).Status);
        }
    }

    private static Task<Page> Send(
        Session sam,
        string form,
        DateOnly until,
        string reason = "The board meets first."
    ) =>
        sam.Send(
            form,
            ("until-day", until.Day.ToString()),
            ("until-month", until.Month.ToString()),
            ("until-year", until.Year.ToString()),
            ("reason", reason)
        );
}
