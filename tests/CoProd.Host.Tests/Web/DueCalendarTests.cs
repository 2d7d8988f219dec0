using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Web;

/// <summary>One calendar file with everything that is due, of every innovation and module, for the one who asks.</summary>
public sealed class DueCalendarTests
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_due_is_there_once_with_an_alarm_and_moves_with_its_day(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        await using var site = await TestSite.Start(engine);
        var sam = await site.As(Role.Coordinator);
        var made = await sam.Send("/innovations/new", ("name", "Steady Together"));
        var due = TimeProvider.System.Today().AddDays(40);
        await site.Warn(made.Id(), "Funding ends.");
        await site.Warn(made.Id(), "Somebody waits.", permission: "accounts.manage-nothing-of-the-kind");
        await Due(site, due);

        var first = await Calendar(sam);
        await Due(site, due.AddDays(3));
        var later = await Calendar(sam);

        var entry = Assert.Single(first.Events);
        Assert.Equal("Steady Together: Look by today", entry.Summary);
        Assert.Equal("Funding ends.", entry.Description);
        Assert.Equal(due, entry.Start!.Date);
        Assert.Equal("-P7D", Assert.Single(entry.Alarms).Trigger!.Duration.ToString());
        Assert.Equal(entry.Uid, Assert.Single(later.Events).Uid);
        Assert.Equal(due.AddDays(3), later.Events[0]!.Start!.Date);
        Assert.Empty((await Calendar(await site.As(Role.CoProducer))).Events);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_the_modules_say_is_coming_is_there_too(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        await using var site = await TestSite.Start(engine, demo: true);
        var calendar = await Calendar(await site.As(Role.Coordinator));

        Assert.True(calendar.Events.Count > 10, $"{calendar.Events.Count} days");
        Assert.Equal(calendar.Events.Count, calendar.Events.Select(day => day.Uid).Distinct().Count());
        Assert.Contains(calendar.Events, day => day.Alarms.Count == 0);
    }

    private static Task Due(TestSite site, DateOnly on) =>
        site.Data()
            .Write(w => w.Connection.Execute("update warning set due = @on where rule = 'test.rule'", new { on }));

    private static async Task<Ical.Net.Calendar> Calendar(Session who) =>
        Ical.Net.Calendar.Load(await who.Client.GetStringAsync("/due.ics"))!;
}
