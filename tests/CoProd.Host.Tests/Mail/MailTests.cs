using System.Net;
using System.Text.RegularExpressions;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Modules;
using CoProd.Host.Mail;
using CoProd.Host.Security;
using CoProd.Host.Tests.Security;
using CoProd.Host.Web.Pictures;
using CoProd.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmtpServer.Protocol;

namespace CoProd.Host.Tests.Mail;

/// <summary>Mail through a real mail server: invitations, forgotten passwords, notices and the morning mail.</summary>
public sealed partial class MailTests(MailedSites sites) : IClassFixture<MailedSites>
{
    private const string Chosen = "words of my own choosing";

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task An_invitation_by_mail_lets_somebody_choose_a_password_and_tells_them_their_name(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (name, email) = Named();

        var made = await Make(site, name, email);
        var mail = await sites.Office.Last(email);
        Assert.Contains($"A mail with a link is on its way to {email}.", made.Text);
        Assert.Contains($"Your user name is {name}.", mail);
        using var person = site.Anonymous();
        var signIn = await person.Send(LinkIn(mail), ("password", Chosen));

        Assert.Equal("/", (await signIn.Send(("password", Chosen))).Path);
        Assert.Equal(HttpStatusCode.NotFound, (await person.Open(LinkIn(mail))).Status);
        Assert.Equal("auto-generated", sites.Office.To(email)[0].Headers["Auto-Submitted"]);
        // A password that was chosen is told to its owner, so that nobody chooses it behind their back.
        Assert.Contains("You changed your password.", await sites.Office.Last(email, 2));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_forgotten_password_is_answered_alike_whether_or_not_there_is_such_an_account(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (name, email) = Named();
        await MakeWith(site, name, email);
        using var somebody = site.Anonymous();

        var known = await somebody.Send("/sign-in/forgotten", ("name", name));
        var unknown = await somebody.Send("/sign-in/forgotten", ("name", "nobody-" + name));
        var byAddress = await somebody.Send("/sign-in/forgotten", ("name", email.ToUpperInvariant()));
        Assert.Equal(HttpStatusCode.OK, known.Status);
        Assert.Equal((known.Status, known.Text), (unknown.Status, unknown.Text));
        Assert.Equal(known.Text, byAddress.Text);
        var mail = await sites.Office.Last(email);

        // The link waits an hour, and no second mail leaves within ten minutes, however often it is asked for.
        sites.Later(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.NotFound, (await somebody.Open(LinkIn(mail))).Status);
        Assert.Single(sites.Office.To(email));
        using var again = site.Anonymous();
        await again.Send("/sign-in/forgotten", ("name", name));
        var second = await sites.Office.Last(email, 2);
        Assert.StartsWith("/sign-in", (await again.Send(LinkIn(second), ("password", Chosen))).Path);
        Assert.Equal("/", (await again.SignIn(name, Chosen)).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_address_counts_once_its_owner_opened_the_mail_sent_to_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (name, email) = Named();
        await site.Make(name, Role.Viewer);
        using var person = site.Anonymous();
        await person.SignIn(name);

        var wrong = await person.Send(
            "/account/address",
            ("email", "no address"),
            ("present-password", Inside.Password)
        );
        Assert.StartsWith("That is no e-mail address.", wrong.ErrorOf("email"));
        await wrong.Send(("email", email), ("present-password", Inside.Password));
        var mail = await sites.Office.Last(email);
        Assert.Contains("No address of yours is known.", (await person.Open("/account")).Text);
        using var phone = site.Anonymous();
        var confirm = await phone.Open(LinkIn(mail));
        Assert.Contains(email, confirm.Text);
        await confirm.Send();

        Assert.Contains($"Mail goes to {email}.", (await person.Open("/account")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_morning_mail_comes_once_a_day_to_whom_it_was_promised_whatever_the_clock_does(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var (name, email) = Named();
        var innovation = await NewInnovation(site);
        await site.Warn(innovation, "Funding ends soon.");
        await site.Warn(innovation, "Maureen is tired.", "register.people");
        await MakeWith(site, name, email, Role.Coordinator);
        var (other, otherEmail) = Named();
        await MakeWith(site, other, otherEmail, Role.Coordinator);

        await Morning(site);
        Assert.Empty(sites.Office.To(email));
        using (var person = site.Anonymous())
        {
            await person.SignIn(name);
            Assert.Contains("one a day at most", (await Digest(person)).Text);
        }
        await Morning(site);
        await Morning(site);
        var mail = await sites.Office.Last(email);
        Assert.Contains("Funding ends soon.", mail);
        Assert.DoesNotContain("Maureen", mail);
        Assert.Contains("Not written here, because it concerns people", mail);

        sites.Later(TimeSpan.FromDays(1));
        await Morning(site);
        await sites.Office.Last(email, 2);
        // Put back, and forward again: both days have had theirs.
        sites.Later(TimeSpan.FromDays(-1));
        await Morning(site);
        sites.Later(TimeSpan.FromDays(1));
        await Morning(site);
        Assert.Equal(2, sites.Office.To(email).Count);
        Assert.Empty(sites.Office.To(otherEmail));

        sites.Later(TimeSpan.FromDays(1));
        using (var person = site.Anonymous())
        {
            await person.SignIn(name);
            await (await person.Open("/account")).SendForm("form[action='/account/digest']", ("wants", "no"));
        }
        await Morning(site);
        Assert.Equal(2, sites.Office.To(email).Count);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_pause_holds_back_the_morning_mail_and_an_invitation(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await NewSession(site, Role.Coordinator);
        var recorded = await sam.Send("/people/new", ("name", "Maureen Pike"));
        var person = recorded.Id();
        var (name, email) = Named();
        var account = await MakeWith(site, name, email, Role.Coordinator);
        await site.Data()
            .Write(w =>
                w.Connection.Execute(
                    "update account set person_id = @person, wants_digest = true where id = @Id",
                    new { person, account.Id }
                )
            );
        await site.Warn(await NewInnovation(site), "Funding ends soon.");
        await sam.Send($"/people/{person}/contact", ("state", "NoContact"));
        Assert.Equal(1, await Paused(site, person));

        await Morning(site);
        Assert.Equal(
            1,
            await site.Count(
                "mail where account_id = @Id and kind = 'Digest' and state = 'NotNeeded'",
                new { account.Id }
            )
        );
        using var admin = await NewSession(site, Role.Administrator);
        var refused = await (await admin.Open($"/accounts/{account.Id}")).SendForm(
            "form[action$='/way-in']",
            ("how", "mail")
        );

        Assert.Contains("They asked not to be contacted for now", refused.Text);
        Assert.Empty(sites.Office.To(email));
    }

    [Fact]
    public async Task A_server_that_is_away_or_says_no_loses_nothing_and_one_that_goes_silent_gets_nothing_twice()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var (name, email) = Named();
        var account = await MakeWith(site, name, email);
        await sites.Office.DisposeAsync();
        await AskForLink(site, name);
        await Until.Holds(
            async () => await Mail(site, account, "state = 'Waiting' and last_error is not null") == 1,
            "a mail that waits"
        );
        sites.Reopen();
        sites.Later(TimeSpan.FromMinutes(3));
        Wake(site);
        await sites.Office.Last(email);
        await Until.Holds(async () => await Mail(site, account, "state = 'Sent'") == 1, "a mail that left");

        sites.Later(TimeSpan.FromMinutes(61));
        sites.Office.Answer = () => Task.FromResult(SmtpResponse.MailboxUnavailable);
        await AskForLink(site, name);
        await Until.Holds(async () => await Mail(site, account, "state = 'Failed'") == 1, "a mail that was refused");

        sites.Later(TimeSpan.FromMinutes(61));
        sites.Office.Answer = () => Task.FromResult(SmtpResponse.Ok);
        sites.Office.GoesSilent = true;
        await AskForLink(site, name);
        await Until.Holds(
            async () => await Mail(site, account, "state = 'Doubtful' and attempts = 1") == 1,
            "a mail with no answer"
        );
        sites.Office.GoesSilent = false;
        // Somebody else's goes through, this one stays where it is.
        var (other, otherEmail) = Named();
        await MakeWith(site, other, otherEmail);
        sites.Later(TimeSpan.FromMinutes(61));
        await AskForLink(site, other);
        await sites.Office.Last(otherEmail);

        var page = await (await NewSession(site, Role.Administrator)).Open("/settings/mail");
        Assert.Contains("Taken by the mail server", page.Text);
        Assert.Contains("Did not leave", page.Text);
        Assert.Contains("May have left or not", page.Text);
        // One that left, one that was refused, one that nobody knows of: each was handed over once.
        Assert.Equal(3, sites.Office.To(email).Count);
    }

    [Fact]
    public async Task What_waited_when_a_backup_was_made_does_not_leave_by_itself_after_a_restore()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var (name, email) = Named();
        var account = await MakeWith(site, name, email, Role.Coordinator);
        await site.Warn(await NewInnovation(site), "Funding ends soon.");
        await site.Data()
            .Write(w =>
                w.Connection.Execute("update account set wants_digest = true where id = @Id", new { account.Id })
            );

        await site.Host().Services.GetRequiredService<Mails>().Apply(site.Host(), CancellationToken.None);
        await Morning(site);

        Assert.Equal(1, await Mail(site, account, "kind = 'Digest' and state = 'Doubtful'"));
        Assert.Empty(sites.Office.To(email));
    }

    [Fact]
    public async Task The_server_s_password_is_sealed_is_never_shown_and_is_not_sent_to_another_server()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var admin = await site.As(Role.Administrator);
        (string, string)[] settings =
        [
            ("server", "smtp.example.org"),
            ("port", "587"),
            ("security", "StartTls"),
            ("user", "coprod"),
            ("server-password", "the secret of the server"),
            ("from", "coprod@example.org"),
        ];

        var open = await admin.Send(
            "/settings/mail",
            [.. settings.Where(s => s.Item1 != "security"), ("security", "None")]
        );
        Assert.StartsWith("A password would travel there in the clear.", open.ErrorOf("security"));
        var kept = await admin.Send("/settings/mail", settings);
        Assert.Contains("That is kept.", kept.Text);
        Assert.DoesNotContain("the secret of the server", kept.Html);
        Assert.Equal(0, await site.Count("institution_setting where value like '%secret of the server%'"));
        var moved = await admin.Send("/settings/mail", ("server", "evil.example"), ("server-password", ""));
        Assert.StartsWith("Type the password for this server.", moved.ErrorOf("server-password"));
        var odd = await admin.Send("/settings/mail", ("from", "CoProd <a@b>\r\nBcc: c@d"));
        Assert.Equal(HttpStatusCode.BadRequest, odd.Status);
    }

    [Fact]
    public async Task A_first_mail_shows_whether_the_settings_are_right()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var (_, email) = Named();
        var admin = await NewSession(site, Role.Administrator);

        var sent = await (await admin.Open("/settings/mail")).SendForm(
            "form[action='/settings/mail/try']",
            ("to", email)
        );
        Assert.Contains("The mail server took it.", sent.Text);
        Assert.Contains("It works", await sites.Office.Last(email));
        sites.Office.Answer = () => Task.FromResult(SmtpResponse.TransactionFailed);
        var refused = await sent.SendForm("form[action='/settings/mail/try']", ("to", email));
        sites.Office.Answer = () => Task.FromResult(SmtpResponse.Ok);
        Assert.StartsWith("It did not leave.", refused.ErrorOf("to"));
    }

    private static (string Name, string Email) Named()
    {
        var name = "m-" + Guid.CreateVersion7();
        return (name, name + "@example.org");
    }

    private static async Task<Page> Make(TestSite site, string name, string email) =>
        await (await NewSession(site, Role.Administrator)).Send(
            "/accounts/new",
            ("name", name),
            ("displayName", name),
            ("role", "Viewer"),
            ("email", email),
            ("password", "")
        );

    private static async Task<Account> MakeWith(TestSite site, string name, string email, Role role = Role.Viewer)
    {
        var account = await site.Make(name, role);
        await site.Data()
            .Write(w =>
                w.Connection.Execute("update account set email = @email where id = @Id", new { email, account.Id })
            );
        return account;
    }

    private static async Task<Session> NewSession(TestSite site, Role role)
    {
        var name = "as-" + Guid.CreateVersion7();
        await site.Make(name, role);
        var session = site.Anonymous();
        await session.SignIn(name);
        return session;
    }

    private static async Task<Guid> NewInnovation(TestSite site)
    {
        using var sam = await NewSession(site, Role.Coordinator);
        return (await sam.Send("/innovations/new", ("name", "Steady " + Guid.CreateVersion7()))).Id();
    }

    private static async Task<Page> Digest(Session person) =>
        await (await person.Open("/account")).SendForm("form[action='/account/digest']", ("wants", "yes"));

    private static async Task AskForLink(TestSite site, string name)
    {
        using var somebody = site.Anonymous();
        await somebody.Send("/sign-in/forgotten", ("name", name));
    }

    /// <summary>What the service does every five minutes, now; and everything that is to leave has left.</summary>
    private static async Task Morning(TestSite site)
    {
        var services = site.Host().Services.GetServices<IHostedService>().ToList();
        await services.OfType<NightlyRefresh>().Single().RunIfDue(CancellationToken.None);
        await services.OfType<DigestService>().Single().RunIfDue(CancellationToken.None);
        Wake(site);
        await Until.Holds(
            async () => await site.Count("mail where state in ('Waiting', 'Sending')") == 0,
            "the outbox to be empty"
        );
    }

    private static void Wake(TestSite site) => site.Host().Services.GetRequiredService<Mails>().Wake();

    private static Task<long> Mail(TestSite site, Account account, string how) =>
        site.Count($"mail where account_id = @Id and {how}", new { account.Id });

    private static async Task<int> Paused(TestSite site, Guid person) =>
        (
            await site.Ask<IAskGate, IReadOnlyList<AskVerdict>>(gate => gate.MayAsk([person], CancellationToken.None))
        ).Count(verdict => verdict.Answer == AskAnswer.Stop);

    private static string LinkIn(string mail) => Link().Match(mail).Groups[1].Value;

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+(/open/way-in/\S+)")]
    private static partial Regex Link();
}

/// <summary>A site on each engine whose clock the tests move, with a mail server on the loopback address.</summary>
public sealed class MailedSites : IAsyncLifetime
{
    private readonly ClockedSites sites = new();
    private readonly HashSet<TestEngine> served = [];

    internal PostOffice Office { get; private set; } = PostOffice.Open();

    public void Later(TimeSpan by) => sites.Later(by);

    public void Reopen() => Office = PostOffice.Open(Office.Port);

    public async Task<TestSite> On(TestEngine engine)
    {
        var site = await sites.On(engine);
        if (served.Add(engine))
        {
            await Office.Serve(site);
            var admin = await site.As(Role.Administrator);
            await (await admin.Open("/settings")).SendForm("main form:has([value='host.digest-hour'])", ("value", "0"));
        }
        return site;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await sites.DisposeAsync();
        await Office.DisposeAsync();
    }
}
