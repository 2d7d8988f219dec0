using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Host.Backups;
using CoProd.Host.Data;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Privacy;

/// <summary>What people said after a backup, or after the copy for a rollback, holds also when that data comes back.</summary>
public sealed class HoldsAgainTests
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task Closed_accounts_and_access_taken_back_stay_so_after_a_restore(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-outside-").FullName, "all.backup");
        Guid innovation;
        await using (var site = await place.Serve())
        {
            var sam = await site.As(Role.Coordinator);
            innovation = (await sam.Send("/innovations/new", ("name", "Kept close"))).Id();
            foreach (var name in new[] { "leaver", "ended", "lowered", "again" })
                await site.Make(name, Role.Viewer);
            foreach (var name in new[] { "ended", "lowered", "again" })
                await Give(site, name, "Owner");
        }
        await Backup.Take(place.Options, file, null, Ct);
        await using (var site = await place.Serve())
        {
            Assert.Equal(0, (await site.Run("user", "disable", "leaver")).Code);
            await Give(site, "ended", "None");
            await Give(site, "lowered", "Viewer");
            await Give(site, "again", "None");
            await Give(site, "again", "Coordinator");
            Assert.Equal(["again 3", "lowered 1"], await Given(site));
        }
        // Opened anew, nothing is taken that was given since.
        await using (var site = await place.Serve())
            Assert.Equal(["again 3", "lowered 1"], await Given(site));
        await Restoring.Run(place.Options, file, null, replace: true, Ct);
        await using (var site = await place.Serve())
        {
            Assert.Equal(["again 3", "lowered 1"], await Given(site));
            using var leaver = site.Anonymous();
            Assert.NotNull((await leaver.SignIn("leaver")).ErrorOf("name"));
            Assert.Equal(0, (await site.Run("user", "enable", "leaver")).Code);
        }
        await using (var site = await place.Serve())
        {
            using var leaver = site.Anonymous();
            Assert.Equal("/", (await leaver.SignIn("leaver")).Path);
        }

        async Task Give(TestSite site, string name, string level)
        {
            var done = await site.Run("user", "access", name, "--innovation", $"{innovation}", "--level", level);
            Assert.True(done.Code == 0, done.Errors);
        }

        static async Task<IReadOnlyList<string>> Given(TestSite site) =>
            (
                await site.Host()
                    .HostDatabase.Read(c =>
                        c.QueryAsync<string>(
                            "select a.user_name || ' ' || x.level from innovation_access x join account a on a.id = x.account_id order by 1"
                        )
                    )
            ).AsList();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Pauses_and_consents_taken_back_hold_after_a_restore_and_after_a_rollback(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-outside-").FullName, "all.backup");
        Guid ada,
            bea,
            gone;
        await using (var site = await place.Serve())
        {
            var sam = await site.As(Role.Coordinator);
            ada = (await sam.Send("/people/new", ("name", "Ada Paused"))).Id();
            bea = (await sam.Send("/people/new", ("name", "Bea Back"))).Id();
            gone = (await sam.Send("/people/new", ("name", "Gone Later"))).Id();
            await sam.Send($"/people/{bea}/contact", ("state", "NoContact"));
            await sam.Send($"/people/{ada}/consents/new", ("scope", "Quote"), ("purpose", "A leaflet"));
            await sam.Send($"/people/{ada}/cards/new");
        }
        // As a change of modules does it: nothing runs meanwhile.
        await using (var quiet = place.Engine())
            await quiet.Keep("CoProd.Register", "0.0.1", Ct);
        await Backup.Take(place.Options, file, null, Ct);
        var until = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(40);
        await using (var site = await place.Serve())
        {
            var sam = await site.As(Role.Coordinator);
            await sam.Send(
                $"/people/{ada}/contact",
                ("state", "Paused"),
                ("until-day", $"{until.Day}"),
                ("until-month", $"{until.Month}"),
                ("until-year", $"{until.Year}")
            );
            await sam.Send($"/people/{bea}/contact", ("state", "Open"), ("readBack", "true"));
            await sam.Send($"/people/{gone}/erase", ("sure", "true"));
            var page = await sam.Open($"/people/{ada}");
            foreach (var link in Links(page, "/withdraw").Concat(Links(page, "/end")))
                await sam.Send(link, ("sure", "true"));
            await Holds(site);
        }

        await using (var quiet = place.Engine())
            Assert.NotNull(await quiet.Restore("CoProd.Register", "0.0.1", "0.0.2", Ct));
        await using (var site = await place.Serve())
            await Holds(site);
        await Restoring.Run(place.Options, file, null, replace: true, Ct);
        await using (var site = await place.Serve())
            await Holds(site);

        async Task Holds(TestSite site)
        {
            Assert.Equal($"Paused {until.Iso()}", await Contact(site, ada));
            Assert.Equal("Open ", await Contact(site, bea));
            Assert.Equal("", await Text(site, "select name from person where id = @id", gone));
            Assert.Equal(
                "1",
                await Text(site, "select count(*) from consent where person_id = @id and withdrawn_on is not null", ada)
            );
            Assert.Equal(
                "1",
                await Text(site, "select count(*) from card where person_id = @id and ended_on is not null", ada)
            );
            // Others hear of it too: the gate that every ask goes through, and the host's own copies.
            Assert.Equal(
                "0",
                await Text(site, "select count(*) from host_person where id = @id and may_be_contacted = true", ada)
            );
            Assert.Equal(
                "1",
                await Text(site, "select count(*) from host_person where id = @id and may_be_contacted = true", bea)
            );
        }
    }

    private static async Task<string> Contact(TestSite site, Guid id)
    {
        var (state, day) = await Register(site)
            .Read(c =>
                c.QuerySingleAsync<(string, DateOnly?)>(
                    "select contact_state, contact_until from person where id = @id",
                    new { id }
                )
            );
        return $"{state} {day?.Iso()}";
    }

    private static async Task<string> Text(TestSite site, string sql, Guid id) =>
        $"{await Register(site).Read(c => c.ExecuteScalarAsync<object>(sql, new { id }))}";

    private static Database Register(TestSite site) => site.Host().Modules.Find("CoProd.Register")!.Database!;

    private static IEnumerable<string> Links(Page page, string ending) =>
        page
            .Document.QuerySelectorAll("main a")
            .Select(a => a.GetAttribute("href")!)
            .Where(link => link.EndsWith(ending, StringComparison.Ordinal) && link.Split('/').Length > 4);
}
