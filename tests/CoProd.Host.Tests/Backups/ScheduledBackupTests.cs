using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Host.Backups;
using CoProd.Host.Modules;
using CoProd.Host.Tests.Data;
using CoProd.Host.Tests.Mail;
using CoProd.Host.Tests.Security;
using CoProd.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Backups;

/// <summary>Each night a backup; older ones go when a newer one is there, and never otherwise.</summary>
public sealed class ScheduledBackupTests : IAsyncLifetime
{
    // Of each test's own: nights that pass in one would be missed backups in the next.
    private readonly ClockedSites sites = new();

    private const string Passphrase = "four plain words here";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<TestEngine> Both => Engines.Both;

    public ValueTask InitializeAsync() => sites.InitializeAsync();

    public ValueTask DisposeAsync() => sites.DisposeAsync();

    [Theory, MemberData(nameof(Both))]
    public async Task A_backup_a_night_of_which_the_last_few_are_kept_and_a_failure_is_told(TestEngine engine)
    {
        var site = await sites.On(engine);
        var admin = await Administrator(site);
        // A folder of its own for each engine: the clock is one for both.
        var folder = Path.Combine(site.Folder, "backups");
        await Set(admin, HostSettings.BackupHour, "0");
        await Set(admin, HostSettings.BackupsKept, "2");
        await Night(site, days: 0);
        Assert.Empty(Files(folder));
        Assert.Contains("The first is made in the coming night.", (await admin.Open("/settings/backups")).Text);

        // The next night it is made, once, and encrypted with what the administrator chose.
        Assert.Contains("12 characters or more", (await Choose(admin, "too short")).ErrorOf("passphrase"));
        Assert.Contains(
            "not alike",
            (await Choose(admin, Passphrase, "four other words here")).ErrorOf("passphrase-again")
        );
        Assert.Contains("Backups from now on are encrypted", (await Choose(admin, Passphrase)).Text);
        await Night(site);
        await Night(site, days: 0);
        var first = Assert.Single(Files(folder));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(first));
        await RestoresElsewhere(engine, first);
        var page = await admin.Open("/settings/backups");
        var plain = await page.SendForm("form[action='/settings/backups']", ("none", "yes"));
        Assert.Contains("are not encrypted", plain.Text);

        // Older ones of its own go, and nothing else.
        string[] others = ["coprod-00000000-20200101-000000.backup", "notes.txt", "coprod-by-hand.backup"];
        foreach (var other in others)
            await File.WriteAllTextAsync(Path.Combine(folder, other), "", Ct);
        var id = Path.GetFileName(first).Split('-')[1];
        var fromWrongClock = Path.Combine(folder, $"coprod-{id}-29990101-000000.backup");
        await File.WriteAllTextAsync(fromWrongClock, "", Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, $"coprod-{id}-20200101-000000.backup.half"), "", Ct);
        await Night(site);
        Assert.True(File.Exists(first));
        await Night(site);
        Assert.False(File.Exists(first));
        Assert.True(File.Exists(fromWrongClock));
        File.Delete(fromWrongClock);
        Assert.All(others, other => Assert.True(File.Exists(Path.Combine(folder, other))));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.half"));
        Assert.Equal(2, Own(folder, id).Count);
        Assert.False(await IsFailing(site));

        await AFailureIsToldAndTriedAgainLater(site, admin, folder, id);
    }

    private async Task AFailureIsToldAndTriedAgainLater(TestSite site, Session admin, string folder, string id)
    {
        var before = Own(folder, id);
        // Where the folder was there is a file now: also root cannot write into that.
        Directory.Move(folder, folder + "-aside");
        await File.WriteAllTextAsync(folder, "", Ct);
        await Night(site);
        Assert.True(await IsFailing(site));
        Assert.Contains("The nightly backup failed", (await admin.Open("/settings/backups")).Text);
        Assert.Contains("The nightly backup failed", (await admin.Open("/settings")).Text);
        Assert.Contains("The nightly backup failed", (await admin.Open("/modules")).Text);

        // It does not try again at once, though by now it could.
        File.Delete(folder);
        Directory.Move(folder + "-aside", folder);
        await Night(site, days: 0);
        Assert.Equal(before, Own(folder, id));
        sites.Later(TimeSpan.FromMinutes(61));
        await Night(site, days: 0);
        Assert.Equal(before[0], Own(folder, id)[1]);
        Assert.False(await IsFailing(site));
        Assert.DoesNotContain("failed", (await admin.Open("/settings/backups")).Text);

        // Asked for by hand, the service makes another at once.
        sites.Later(TimeSpan.FromMinutes(1));
        var newest = Own(folder, id)[0];
        await (await admin.Open("/settings/backups")).SendForm("form[action='/settings/backups/now']");
        await Until.Holds(() => Task.FromResult(Own(folder, id)[0] != newest), "a backup made by hand");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Backups_that_would_go_into_backups_are_refused_and_how_long_they_live_is_said(TestEngine engine)
    {
        var site = await sites.On(engine);
        var admin = await Administrator(site);

        var inside = await Set(admin, HostSettings.BackupFolder, "uploads/backups");
        Assert.Contains("Within the data folder, only “backups”", inside.Text);
        var itself = await Set(admin, HostSettings.BackupFolder, site.Folder);
        Assert.Contains("Within the data folder, only “backups”", itself.Text);
        var file = await Set(
            admin,
            HostSettings.BackupFolder,
            Path.Combine(TestSite.HostFolder, "CoProd.Host.dll", "x")
        );
        Assert.Contains("Nothing can be written into", file.Text);

        await Set(admin, HostSettings.BackupsKept, "3");
        Assert.Contains("keeps the last 3", (await admin.Open("/privacy")).Text);
        await Set(admin, HostSettings.BackupsKept, "0");
        Assert.Contains("makes no backups by itself here", (await admin.Open("/privacy")).Text);
        var none = await admin.Open("/settings/backups");
        Assert.Contains("None are made", none.Text);
        var before = Files(Path.Combine(site.Folder, "backups"));
        await Night(site);
        Assert.Equal(before, Files(Path.Combine(site.Folder, "backups")));
    }

    // The clock moves by days: whoever signed in stays signed in meanwhile.
    private static async Task<Session> Administrator(TestSite site)
    {
        var name = "as-" + Guid.CreateVersion7();
        await site.Make(name, Role.Administrator);
        var session = site.Anonymous();
        await session.SignIn(name);
        await Set(session, "host.session-idle-hours", "720");
        await Set(session, "host.session-longest-hours", "8760");
        return session;
    }

    // As `coprod restore` does it, on a machine that has nothing of this one but the file and the passphrase.
    private static async Task RestoresElsewhere(TestEngine engine, string file)
    {
        await using var target = await TestPlace.Make(engine);
        await Assert.ThrowsAsync<BackupRefusedException>(() =>
            Restoring.Run(target.Options, file, null, replace: false, Ct)
        );
        var (restored, _) = await Restoring.Run(target.Options, file, Passphrase, replace: false, Ct);
        Assert.NotEmpty(restored.Files);
        await using var opened = target.Engine();
        var host = await opened.Open("host", Site.OwnScripts(target.Options), Ct);
        var settings = new InstitutionSettings(host);
        await settings.Load(Ct);
        Assert.Equal("2", settings.Find(HostSettings.BackupsKept));
    }

    private async Task Night(TestSite site, int days = 1)
    {
        sites.Later(TimeSpan.FromDays(days));
        await site.Host().Services.GetRequiredService<ScheduledBackups>().RunIfDue(Ct);
    }

    private static async Task<Page> Choose(Session admin, string passphrase, string? again = null) =>
        await (await admin.Open("/settings/backups")).SendForm(
            "form[action='/settings/backups']",
            ("passphrase", passphrase),
            ("passphrase-again", again ?? passphrase)
        );

    private static async Task<Page> Set(Session admin, string name, string value) =>
        await (await admin.Open("/settings")).SendForm($"main form:has([value='{name}'])", ("value", value));

    // Of the whole it says "degraded" also for other reasons, on a machine that is busy.
    private static async Task<bool> IsFailing(TestSite site)
    {
        using var client = new HttpClient();
        var health = JsonNode.Parse(await client.GetStringAsync(site.Address + "/health", Ct))!;
        var failing = (bool)health["backups"]!["failing"]!;
        Assert.True(!failing || (string)health["status"]! == "degraded");
        return failing;
    }

    private static List<string> Files(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)] : [];

    private static List<string> Own(string folder, string id) =>
        [.. BackupNames.In(folder, id).Select(file => file.FullName)];
}
