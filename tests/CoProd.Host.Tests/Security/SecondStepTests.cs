using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Security;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Security;

/// <summary>Signing in with a phone as a second step. The clock is the tests' own, so that no test waits for the next half minute.</summary>
public sealed class SecondStepTests(ClockedSites sites) : IClassFixture<ClockedSites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory]
    // RFC 6238, appendix B: the last six of the eight figures printed there, for the key 12345678901234567890.
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void The_phone_of_these_tests_shows_what_the_standard_prints(long seconds, string code) =>
        Assert.Equal(
            code,
            new Phone("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").CodeAt(DateTimeOffset.FromUnixTimeSeconds(seconds))
        );

    [Theory, MemberData(nameof(Both))]
    public async Task After_the_password_a_code_from_the_phone_is_asked_and_taken_once(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        var (phone, codes) = await TurnOn(site, name);

        using var desk = site.Anonymous();
        var asked = await desk.SignIn(name);
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.StartsWith("The code on your phone", asked.Text);
        Assert.StartsWith("/sign-in", (await desk.Open("/account")).Path);
        var wrong = await asked.Send(("code", "000000"));
        Assert.StartsWith("That code does not fit.", wrong.ErrorOf("code"));
        var code = phone.CodeAt(sites.Now);
        Assert.Equal("/", (await wrong.Send(("code", $" {code[..3]} {code[3..]}"))).Path);

        // Somebody who looked over the shoulder types it within the same half minute.
        using var thief = site.Anonymous();
        var again = await (await thief.SignIn(name)).Send(("code", code));
        Assert.StartsWith("That code was used already.", again.ErrorOf("code"));
        Assert.StartsWith("/sign-in", (await thief.Open("/")).Path);

        // What lies in the database opens nothing.
        Assert.Equal(0, await site.Count("second_step where sealed_key like @key", new { key = $"%{phone.Key}%" }));
        Assert.Equal(0, await site.Count("recovery_code where hash in @codes", new { codes }));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_recovery_code_opens_once_and_a_new_set_ends_the_old(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        var (_, codes) = await TurnOn(site, name);
        Assert.Equal(SecondSteps.RecoveryCodes, codes.Distinct().Count());
        using var desk = site.Anonymous();

        var let = await (await desk.SignIn(name)).Send(("recovery", codes[0].ToLowerInvariant().Replace('-', ' ')));
        Assert.Equal("/", let.Path);
        Assert.Contains("Codes left: 7.", let.Text);
        Assert.Contains("A recovery code was used to sign in.", (await desk.Open("/account")).Text);
        using var other = site.Anonymous();
        var second = await (await other.SignIn(name)).Send(("recovery", codes[0]));
        Assert.StartsWith("That code does not fit.", second.ErrorOf("recovery"));

        var renewed = await desk.Send("/account/second-step/renew", ("present-password", Inside.Password));
        var fresh = Codes(renewed);
        Assert.Empty(fresh.Intersect(codes));
        Assert.StartsWith("That code does not fit.", (await second.Send(("recovery", codes[1]))).ErrorOf("recovery"));
        Assert.Equal("/", (await second.Send(("recovery", fresh[1]))).Path);
        // They are shown in the browser they were made in, and in no other.
        Assert.Empty(Codes(await other.Open("/account/second-step/codes")));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Ten_wrong_codes_close_the_step_for_five_minutes_from_wherever_they_come(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        var (phone, codes) = await TurnOn(site, name);
        for (var n = 0; n < 10; n++)
        {
            using var guesser = site.Anonymous();
            var asked = await guesser.SignIn(name);
            Assert.StartsWith("That code does not fit.", (await asked.Send(("code", "12345"))).ErrorOf("code"));
        }

        using var owner = site.Anonymous();
        var closed = await owner.SignIn(name);
        Assert.StartsWith(
            "That was wrong too often.",
            (await closed.Send(("code", phone.CodeAt(sites.Now)))).ErrorOf("code")
        );
        Assert.StartsWith("That was wrong too often.", (await closed.Send(("recovery", codes[0]))).ErrorOf("recovery"));
        sites.Later(TimeSpan.FromMinutes(5.1));
        Assert.Equal("/", (await closed.Send(("code", phone.CodeAt(sites.Now)))).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Where_a_role_is_asked_for_it_a_form_under_way_is_kept_until_the_phone_is_set_up(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site, Role.Coordinator);
        using var sam = site.Anonymous();
        await sam.SignIn(name);
        var form = await sam.Open("/innovations/new");
        var admin = await site.As(Role.Administrator);
        var kept = await Ask(admin, "Coordinator");
        Assert.Equal("/accounts", kept.Path);

        var stopped = await form.Send(("name", "Typed meanwhile"));
        Assert.Equal(HttpStatusCode.Unauthorized, stopped.Status);
        var offer = await stopped.Send(("name", name), ("password", Inside.Password));
        Assert.StartsWith("A second step is asked of you", offer.Text);
        Assert.StartsWith("/sign-in", (await sam.Open("/")).Path);
        var wrong = await offer.Send(("code", "000000"));
        Assert.StartsWith("That code does not fit.", wrong.ErrorOf("code"));
        Assert.Equal(Phone.Of(offer).Key, Phone.Of(wrong).Key);
        var codes = await wrong.Send(("code", Phone.Of(wrong).CodeAt(sites.Now)));
        Assert.Equal(8, Codes(codes).Count);
        var sent = await codes.SendForm("main form");

        await Ask(admin);
        Assert.Contains("Typed meanwhile", sent.Text);
        Assert.StartsWith("/innovations/", sent.Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Who_lost_the_phone_is_let_in_again_by_an_administrator_and_told_who_did_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        await TurnOn(site, name);
        using var desk = site.Anonymous();
        var asked = await desk.SignIn(name);
        var admin = await site.As(Role.Administrator);
        var list = await admin.Open("/accounts");
        var remove = list
            .Document.QuerySelectorAll("main tr")
            .Single(row => row.TextContent.Contains(name, StringComparison.Ordinal))
            .QuerySelector("a[href$='/second-step/remove']")!
            .GetAttribute("href")!;

        Assert.StartsWith("Tick the box", (await admin.Send(remove)).ErrorOf("sure"));
        Assert.Equal("/accounts", (await admin.Send(remove, ("sure", "yes"))).Path);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Open(remove)).Status);

        // What was half done with the old step begins anew, and is in at once.
        Assert.Equal("/", (await asked.Send(("code", "000000"))).Path);
        using var again = site.Anonymous();
        Assert.DoesNotContain("taken away by", (await again.SignIn(name)).Text);
        Assert.Contains("taken away by Administrator", (await again.Open("/account")).Text);
        var id = Guid.Parse(remove.Split('/')[2]);
        Assert.Equal(
            1,
            await site.Count(
                "audit where action = 'POST /accounts/{accountId:guid}/second-step/remove' and outcome = 'Done' and record_id = @id and who = @by",
                new { id, by = admin.AccountId }
            )
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_console_takes_it_away_and_asks_roles_for_it_beside_the_running_service(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        await TurnOn(site, name);

        Assert.Contains($"{name}\tViewer\t{name}\tsecond step", (await site.Run("user", "list")).Output);
        Assert.Equal(0, (await site.Run("user", "remove-second-step", name)).Code);
        Assert.Contains("has no second step", (await site.Run("user", "remove-second-step", name)).Errors);
        Assert.Equal(0, (await site.Run("user", "ask-second-step", "--role", "Viewer")).Code);
        using var desk = site.Anonymous();
        var asked = await desk.SignIn(name);
        Assert.Equal(0, (await site.Run("user", "ask-second-step", "--role", "Viewer", "--no-longer")).Code);
        var let = await desk.SignIn(name);

        Assert.StartsWith("A second step is asked of you", asked.Text);
        Assert.Equal("/", let.Path);
        Assert.Contains("taken away by whoever looks after this computer system", let.Text);
    }

    [Fact]
    public async Task Turning_it_on_or_off_asks_for_the_password_and_off_for_a_code_too()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var name = await New(site);
        using var desk = site.Anonymous();
        using var elsewhere = site.Anonymous();
        await desk.SignIn(name);
        await elsewhere.SignIn(name);
        var form = await desk.Open("/account/second-step");
        var phone = Phone.Of(form);

        var noPassword = await form.Send(("code", phone.CodeAt(sites.Now)));
        Assert.StartsWith("That is not your present password.", noPassword.ErrorOf("present-password"));
        Assert.Equal(
            0,
            await site.Count(
                "second_step s join account a on a.id = s.account_id where a.user_name = @name",
                new { name }
            )
        );
        var on = await noPassword.Send(("code", phone.CodeAt(sites.Now)), ("present-password", Inside.Password));
        Assert.Equal("/account/second-step/codes", on.Path);
        Assert.StartsWith("/sign-in", (await elsewhere.Open("/account")).Path);
        Assert.Contains("Your second step is on", (await desk.Open("/account/second-step")).Text);

        sites.Later(TimeSpan.FromMinutes(1));
        var off = await desk.Send("/account/second-step/off", ("present-password", Inside.Password), ("code", "1"));
        Assert.StartsWith("That code does not fit.", off.ErrorOf("code"));
        var gone = await off.Send(("present-password", Inside.Password), ("code", phone.CodeAt(sites.Now)));
        Assert.Contains("The second step is off.", gone.Text);
        Assert.Equal("/", (await elsewhere.SignIn(name)).Path);
    }

    [Fact]
    public async Task A_key_or_a_half_done_sign_in_of_one_person_serves_nobody_else_and_ends_with_a_changed_password()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var (mine, theirs) = (await New(site), await New(site));
        using var me = site.Anonymous();
        using var they = site.Anonymous();
        await me.SignIn(mine);
        await they.SignIn(theirs);
        var planted = await me.Open("/account/second-step");
        var phone = Phone.Of(planted);

        // A link that would have them take a key that somebody else knows.
        var lured = await they.Open("/account/second-step?new-key=" + planted.ValueOf("new-key"));
        Assert.NotEqual(phone.Key, Phone.Of(lured).Key);
        var tried = await lured.Send(
            ("new-key", planted.ValueOf("new-key")!),
            ("code", phone.CodeAt(sites.Now)),
            ("present-password", Inside.Password)
        );
        Assert.Contains("Take the new picture below into your app", tried.Text);

        var (held, _) = await TurnOn(site, theirs);
        using var half = site.Anonymous();
        var asked = await half.SignIn(theirs);
        await site.Data()
            .Write(w =>
                w.Connection.Execute(
                    "update account set security_stamp = 'other' where user_name = @theirs",
                    new { theirs }
                )
            );
        var late = await asked.Send(("code", held.CodeAt(sites.Now)));
        Assert.Contains("Begin again with your user name and password.", late.Text);
        using var slow = site.Anonymous();
        var waiting = await slow.SignIn(theirs);
        // Tickets are timed by the framework's own clock: one that cannot be opened stands for one that is too old.
        Assert.Contains(
            "Begin again",
            (await waiting.Send(("ticket", "CfDJ8-not-ours"), ("code", held.CodeAt(sites.Now)))).Text
        );
    }

    private static async Task<string> New(TestSite site, Role role = Role.Viewer)
    {
        var name = "p-" + Guid.CreateVersion7();
        await site.Make(name, role);
        return name;
    }

    private async Task<(Phone Phone, IReadOnlyList<string> Codes)> TurnOn(TestSite site, string name)
    {
        using var session = site.Anonymous();
        await session.SignIn(name);
        var form = await session.Open("/account/second-step");
        var phone = Phone.Of(form);
        var codes = await form.Send(("code", phone.CodeAt(sites.Now)), ("present-password", Inside.Password));
        Assert.Contains("The second step is on.", codes.Text);
        // The code just used is not taken a second time.
        sites.Later(TimeSpan.FromMinutes(1));
        return (phone, Codes(codes));
    }

    private static Task<Page> Ask(Session admin, params string[] roles) =>
        admin.Send("/accounts/second-step", [.. roles.DefaultIfEmpty("").Select(role => ("roles", role))]);

    private static List<string> Codes(Page page) =>
        [.. page.Document.QuerySelectorAll(".cp-codes li").Select(item => item.TextContent)];
}

/// <summary>A site on each engine whose clock the tests move.</summary>
public sealed class ClockedSites : IAsyncLifetime
{
    private readonly LaterClock clock = new();
    private readonly Dictionary<TestEngine, TestSite> started = [];

    public DateTimeOffset Now => clock.GetUtcNow();

    public void Later(TimeSpan by) => clock.Later += by;

    public async Task<TestSite> On(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        return started.TryGetValue(engine, out var site)
            ? site
            : started[engine] = await TestSite.Start(engine, clock: clock);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in started.Values)
            await site.DisposeAsync();
    }
}
