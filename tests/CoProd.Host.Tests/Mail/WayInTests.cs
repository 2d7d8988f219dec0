using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Tests.Security;
using CoProd.Testing;

namespace CoProd.Host.Tests.Mail;

/// <summary>Invitations and forgotten passwords on paper, where no mail is set up.</summary>
public sealed class WayInTests(ClockedSites sites) : IClassFixture<ClockedSites>
{
    private const string Chosen = "words of my own choosing";

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Whoever_is_invited_on_paper_chooses_a_password_once_and_signs_in(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (name, printed) = await Invite(site);
        var code = CodeOn(printed);
        Assert.Contains($"Your user name is {name}.", printed.Text);
        Assert.NotNull(printed.Document.QuerySelector("svg.cp-qr"));
        using var person = site.Anonymous();
        Assert.StartsWith("That user name", (await person.SignIn(name, "")).ErrorOf("name"));

        var page = await person.Send("/open/way-in", ("code", code.ToLowerInvariant().Replace('-', ' ')));
        Assert.StartsWith("Welcome. Choose a password", page.Text);
        Assert.Contains(name, page.Text);
        var shortOne = await page.Send(("password", "short"));
        Assert.StartsWith("Choose a password of at least 12", shortOne.ErrorOf("password"));
        var signIn = await shortOne.Send(("password", Chosen));
        Assert.StartsWith("/sign-in", signIn.Path);
        Assert.Equal(name, signIn.ValueOf("name"));
        Assert.Contains("Your password is kept.", signIn.Text);
        Assert.Equal("/", (await signIn.Send(("password", Chosen))).Path);

        using var late = site.Anonymous();
        var again = await late.Open("/open/way-in/" + code);
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.StartsWith("This code opens nothing", again.ErrorOf("code"));
        // The page to print shows it no more either.
        Assert.DoesNotContain(code, (await printed.Session.Open(printed.Path)).Text);
        Assert.Equal(
            0,
            await site.Count("way_in where hash in @all", new { all = new[] { code, code.Replace("-", "") } })
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_printed_code_for_another_password_ends_every_sign_in_and_an_older_code(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = "w-" + Guid.CreateVersion7();
        var account = await site.Make(name, Role.Viewer);
        using var person = site.Anonymous();
        await person.SignIn(name);
        var admin = await NewAdmin(site);
        var first = CodeOn(await Print(admin, account.Id));
        var second = CodeOn(await Print(admin, account.Id));

        using var thief = site.Anonymous();
        Assert.Equal(HttpStatusCode.NotFound, (await thief.Open("/open/way-in/" + first)).Status);
        var owner = site.Anonymous();
        var form = await owner.Open("/open/way-in/" + second);
        // Two at the same moment: one chooses.
        var both = await Task.WhenAll(form.Send(("password", Chosen)), form.Send(("password", Chosen + " too")));
        Assert.Single(both, page => page.Path.StartsWith("/sign-in", StringComparison.Ordinal));
        Assert.StartsWith("/sign-in", (await person.Open("/account")).Path);
        Assert.StartsWith("That user name", (await person.SignIn(name)).ErrorOf("name"));
        var won = both[0].Path.StartsWith("/sign-in", StringComparison.Ordinal) ? Chosen : Chosen + " too";
        Assert.Contains("A way to choose a password was given by admin-", (await person.SignIn(name, won)).Text);
        owner.Dispose();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_code_ends_with_its_days_and_with_its_account(TestEngine engine)
    {
        var site = await sites.On(engine);
        var admin = await NewAdmin(site);
        var account = await site.Make("w-" + Guid.CreateVersion7(), Role.Viewer);
        var code = CodeOn(await Print(admin, account.Id));
        using var person = site.Anonymous();
        var form = await person.Open("/open/way-in/" + code);
        Assert.Equal(HttpStatusCode.OK, form.Status);

        sites.Later(TimeSpan.FromDays(3.1));
        Assert.Equal(HttpStatusCode.NotFound, (await person.Open("/open/way-in/" + code)).Status);
        Assert.Contains("This code opens nothing", (await form.Send(("password", Chosen))).Text);
        // The console's clock is the machine's: the other tests of this class go by it too.
        sites.Later(TimeSpan.FromDays(-3.1));

        using var other = site.Anonymous();
        var back = await NewAdmin(site);
        var ended = await site.Make("w-" + Guid.CreateVersion7(), Role.Viewer);
        var kept = CodeOn(await Print(back, ended.Id));
        await (await back.Open("/accounts")).SendForm($"form:has([value='{ended.Id}'])");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open("/open/way-in/" + kept)).Status);
        Assert.Null((await back.Open($"/accounts/{ended.Id}")).Document.QuerySelector("form[action$='/way-in']"));
        back.Dispose();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_console_invites_and_helps_with_a_code(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = "w-" + Guid.CreateVersion7();

        var invited = await site.Run("user", "invite", name, "--role", "Viewer");
        using var person = site.Anonymous();
        var chosen = await person.Send("/open/way-in/" + invited.Output.Trim().Split(' ')[^1], ("password", Chosen));
        Assert.StartsWith("/sign-in", chosen.Path);
        var helped = await site.Run("user", "code", name);
        Assert.StartsWith(
            "/sign-in",
            (
                await person.Send(
                    "/open/way-in/" + helped.Output.Trim().Split(' ')[^1],
                    ("password", Chosen + " again")
                )
            ).Path
        );
        Assert.Equal("/", (await person.SignIn(name, Chosen + " again")).Path);
        Assert.Equal(1, (await site.Run("user", "code", "nobody-here")).Code);
        Assert.Equal(1, (await site.Run("user", "invite", name, "--role", "Viewer")).Code);
    }

    [Fact]
    public async Task Without_a_mail_server_nothing_is_put_out_and_the_page_says_whom_to_ask()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var account = await site.Make("w-" + Guid.CreateVersion7(), Role.Viewer);
        using var person = site.Anonymous();

        var page = await person.Open("/sign-in/forgotten");
        Assert.Contains("Ask whoever looks after CoProd where you are.", page.Text);
        Assert.Null(page.Document.QuerySelector("main input"));
        var admin = await NewAdmin(site);
        Assert.DoesNotContain("by mail", (await admin.Open($"/accounts/{account.Id}")).Text);
        Assert.Contains("There is no address, or mail is not set up.", (await Give(admin, account.Id, "mail")).Text);
        await person.SignIn(account.UserName);
        Assert.Equal(HttpStatusCode.NotFound, (await person.Open("/account/address")).Status);
        Assert.DoesNotContain("Mail to you", (await person.Open("/account")).Text);
        Assert.Equal(0, await site.Count("mail"));
        admin.Dispose();
    }

    private static async Task<(string Name, Page Printed)> Invite(TestSite site)
    {
        var name = "w-" + Guid.CreateVersion7();
        var printed = await (await NewAdmin(site)).Send(
            "/accounts/new",
            ("name", name),
            ("displayName", name),
            ("role", "Viewer"),
            ("password", "")
        );
        Assert.EndsWith("/way-in/printed", printed.Path);
        return (name, printed);
    }

    // After days have gone by, nobody who signed in before is signed in any more.
    private static async Task<Session> NewAdmin(TestSite site)
    {
        var name = "admin-" + Guid.CreateVersion7();
        await site.Make(name, Role.Administrator);
        var session = site.Anonymous();
        await session.SignIn(name);
        return session;
    }

    private static Task<Page> Print(Session admin, Guid account) => Give(admin, account, "print");

    private static async Task<Page> Give(Session admin, Guid account, string how) =>
        await (await admin.Open($"/accounts/{account}")).SendForm("form[action$='/way-in']", ("how", how));

    private static string CodeOn(Page printed) =>
        printed.Document.QuerySelector(".cp-print-card .govuk-heading-l")!.TextContent.Trim();
}
