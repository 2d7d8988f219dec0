using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Security;
using CoProd.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Security;

/// <summary>Each sign-in is seen and ended by the person it belongs to.</summary>
public sealed class SessionTests(Sites sites) : IClassFixture<Sites>
{
    private const string Another = "some other plain words";

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_person_sees_where_they_are_signed_in_and_ends_one(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        using var desk = site.Anonymous();
        using var phone = site.Anonymous();
        phone.Client.DefaultRequestHeaders.UserAgent.ParseAdd(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
        );
        await desk.SignIn(name);
        await phone.SignIn(name);

        var account = await desk.Open("/account");
        Assert.Contains("Safari on iPhone", account.Text);
        Assert.Equal(2, account.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Single(account.Document.QuerySelectorAll("form[action='/account/sessions/end']"));
        var ended = await account.SendForm("form[action='/account/sessions/end']");

        Assert.Contains("That sign-in is ended.", ended.Text);
        Assert.StartsWith("/sign-in", (await phone.Open("/account")).Path);
        Assert.Equal("/account", (await desk.Open("/account")).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Nobody_ends_or_sees_somebody_else_s(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (mine, theirs) = (await New(site), await New(site));
        using var me = site.Anonymous();
        using var they = site.Anonymous();
        using var their2 = site.Anonymous();
        await me.SignIn(mine);
        await they.SignIn(theirs);
        await their2.SignIn(theirs);
        var page = await they.Open("/account");
        var id = page.ValueOf("sessionId")!;
        using var my2 = site.Anonymous();
        await my2.SignIn(mine);

        var tried = await (await me.Open("/account")).SendForm(
            "form[action='/account/sessions/end']",
            ("sessionId", id)
        );

        Assert.Equal(HttpStatusCode.BadRequest, tried.Status);
        Assert.Equal("/account", (await their2.Open("/account")).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_changed_password_ends_every_other_sign_in_and_the_old_one_opens_nothing(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        using var here = site.Anonymous();
        using var elsewhere = site.Anonymous();
        await here.SignIn(name);
        await elsewhere.SignIn(name);

        var wrong = await here.Send("/account/password", ("present-password", "wrong"), ("password", Another));
        var common = await here.Send(
            "/account/password",
            ("present-password", Inside.Password),
            ("password", "password1234")
        );
        var changed = await common.Send(("present-password", Inside.Password), ("password", Another));

        Assert.StartsWith("That is not your present password.", wrong.ErrorOf("present-password"));
        Assert.StartsWith("That password is on the list", common.ErrorOf("password"));
        Assert.Equal("/account", changed.Path);
        Assert.StartsWith("/sign-in", (await elsewhere.Open("/")).Path);
        Assert.StartsWith("That user name", (await elsewhere.SignIn(name)).ErrorOf("name"));
        Assert.Equal("/", (await elsewhere.SignIn(name, Another)).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_copied_cookie_opens_nothing_after_signing_out(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = await New(site);
        using var person = site.Anonymous();
        var home = await person.SignIn(name);
        var copy = person.Cookies.Single(c => c.Name == "coprod.signed-in").Value;

        await home.SendForm("form[action='/sign-out']");
        using var thief = site.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("Cookie", "coprod.signed-in=" + copy);
        using var answer = await thief.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(0, await site.Count("sign_in_session where secret_hash = @copy", new { copy }));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_sign_in_ends_after_idle_hours_and_after_its_longest_time_however_much_it_is_used(
        TestEngine engine
    )
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        var clock = new LaterClock();
        await using var site = await TestSite.Start(engine, clock: clock);
        var admin = await site.As(Role.Administrator);
        foreach (
            var (setting, value) in new[] { ("host.session-idle-hours", "2"), ("host.session-longest-hours", "5") }
        )
            await (await admin.Open("/settings")).SendForm($"main form:has([value='{setting}'])", ("value", value));
        var used = await site.As(Role.Viewer);
        var idle = await site.As(Role.Coordinator);

        foreach (var hours in new[] { 1.5, 3, 4.5 })
        {
            clock.Later = TimeSpan.FromHours(hours);
            Assert.Equal("/account", (await used.Open("/account")).Path);
        }
        Assert.StartsWith("/sign-in", (await idle.Open("/account")).Path);
        clock.Later = TimeSpan.FromHours(5.1);
        Assert.StartsWith("/sign-in", (await used.Open("/account")).Path);
    }

    [Fact]
    public async Task By_https_the_cookie_is_secure_and_named_so_that_no_other_host_can_set_it()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var account = await site.Make(Guid.CreateVersion7().ToString("N"), Role.Viewer);
        using var scope = site.Host().Services.CreateScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.Scheme = "https";
        http.Request.Host = new HostString("coprod.example");

        await SignIn.Let(http, account, "password");

        var cookie = Assert.Single(http.Response.Headers.SetCookie.ToArray())!;
        Assert.StartsWith("__Host-coprod.signed-in=", cookie);
        Assert.Contains("; secure", cookie);
        Assert.Contains("; httponly", cookie);
        Assert.Contains("; path=/;", cookie);
        Assert.DoesNotContain("domain", cookie);
    }

    private static async Task<string> New(TestSite site)
    {
        var name = "s-" + Guid.CreateVersion7();
        await site.Make(name, Role.Viewer);
        return name;
    }
}
