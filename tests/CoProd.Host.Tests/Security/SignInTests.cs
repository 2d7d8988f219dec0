using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Security;

public sealed class SignInTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task The_right_password_opens_the_page_one_came_for(TestEngine engine)
    {
        var site = await sites.On(engine);
        await site.Make("sam", Role.Coordinator);
        using var sam = site.Anonymous();

        var form = await sam.Open("/innovations?filter=t%C5%B7");
        var page = await form.Send(("name", "SAM"), ("password", Inside.Password));

        Assert.StartsWith("/sign-in?back=", form.Path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("/innovations?filter=t%C5%B7", page.Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer(TestEngine engine)
    {
        var site = await sites.On(engine);
        await site.Make("helen", Role.Viewer);
        using var somebody = site.Anonymous();

        var wrong = await somebody.SignIn("helen", "not her password");
        var unknown = await somebody.SignIn("nobody", "not her password");

        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(wrong.Status, unknown.Status);
        Assert.StartsWith("That user name and password do not fit together.", wrong.ErrorOf("name"));
        Assert.Equal(wrong.Text, unknown.Text);
        Assert.Equal("helen", wrong.ValueOf("name"));
        Assert.DoesNotContain("not her password", wrong.Html);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Ten_wrong_guesses_close_the_account_for_five_minutes(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        var clock = new LaterClock();
        await using var site = await TestSite.Start(engine, clock: clock);
        await site.Make("joy", Role.Viewer);
        using var joy = site.Anonymous();
        for (var n = 1; n < 10; n++)
            Assert.StartsWith("That user name", (await joy.SignIn("joy", "wrong")).ErrorOf("name"));

        Assert.StartsWith("That was wrong too often.", (await joy.SignIn("joy", "wrong")).ErrorOf("name"));
        Assert.StartsWith("That was wrong too often.", (await joy.SignIn("joy")).ErrorOf("name"));
        clock.Later = TimeSpan.FromMinutes(5.1);
        Assert.Equal("/", (await joy.SignIn("joy")).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Guesses_made_all_at_once_count_one_by_one(TestEngine engine)
    {
        var site = await sites.On(engine);
        await site.Make("tom", Role.Viewer);
        using var session = site.Anonymous();
        var form = await session.Open("/sign-in");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => form.Send(("name", "tom"), ("password", "wrong")))
        );

        Assert.Contains(
            answers,
            page => page.ErrorOf("name")!.StartsWith("That was wrong too often.", StringComparison.Ordinal)
        );
        Assert.StartsWith("That was wrong too often.", (await session.SignIn("tom")).ErrorOf("name"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_right_password_forgets_the_wrong_ones_before_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        await site.Make("nia", Role.Viewer);
        using var nia = site.Anonymous();

        for (var n = 0; n < 9; n++)
            await nia.SignIn("nia", "wrong");
        Assert.Equal("/", (await nia.SignIn("nia")).Path);
        using var again = site.Anonymous();
        await again.SignIn("nia", "wrong");
        Assert.Equal("/", (await again.SignIn("nia")).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_account_that_is_ended_opens_nothing_from_that_moment(TestEngine engine)
    {
        var site = await sites.On(engine);
        await site.Make("gone", Role.Viewer);
        using var gone = site.Anonymous();
        Assert.Equal("/", (await gone.SignIn("gone")).Path);

        await site.Data()
            .Write(w => w.Connection.Execute("update account set disabled = true where user_name = 'gone'"));

        Assert.StartsWith("/sign-in", (await gone.Open("/")).Path);
        Assert.StartsWith("That user name", (await gone.SignIn("gone")).ErrorOf("name"));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/a\r\nSet-Cookie: a=b")]
    [InlineData("/search?q=Tŷ")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Signing_in_never_leads_elsewhere_and_never_breaks(string back)
    {
        var site = await sites.On(TestEngine.Sqlite);
        var name = "back-" + Guid.CreateVersion7();
        await site.Make(name, Role.Viewer);
        using var somebody = site.Anonymous();

        var form = await somebody.Open("/sign-in?back=" + Uri.EscapeDataString(back));
        var page = await form.Send(("name", name), ("password", Inside.Password), ("back", back));

        Assert.Equal("/", page.Path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var look = await page.SendForm("form[action='/look']", ("theme", "dark"), ("back", back));
        Assert.Equal("/", look.Path);
    }

    [Fact]
    public async Task Cookies_cannot_be_read_by_scripts_nor_sent_along_from_other_sites()
    {
        var site = await sites.On(TestEngine.Sqlite);
        await site.Make("cookie", Role.Viewer);
        using var somebody = site.Anonymous();
        var form = await somebody.Open("/sign-in");
        var token = form.ValueOf("__RequestVerificationToken")!;

        using var shown = await somebody.Client.GetAsync("/sign-in");
        using var let = await somebody.Client.PostAsync(
            "/sign-in",
            Inside.Fields(("name", "cookie"), ("password", Inside.Password), ("__RequestVerificationToken", token))
        );

        Assert.Equal(HttpStatusCode.Redirect, let.StatusCode);
        var set = let
            .Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("coprod.signed-in=", StringComparison.Ordinal));
        Assert.Contains("httponly", set);
        Assert.Contains("samesite=lax", set);
        using var fresh = site.Anonymous();
        using var first = await fresh.Client.GetAsync("/sign-in");
        var formCookie = first
            .Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("coprod.form=", StringComparison.Ordinal));
        Assert.Contains("httponly", formCookie);
        Assert.Contains("samesite=strict", formCookie);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Signs_that_no_name_holds_are_a_wrong_name_not_a_fault(TestEngine engine)
    {
        var site = await sites.On(engine);
        await site.Make("odd", Role.Viewer);
        using var somebody = site.Anonymous();

        Assert.Equal(HttpStatusCode.BadRequest, (await somebody.SignIn("odd\0")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await somebody.SignIn(new string('x', 100_000))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await somebody.SignIn("")).Status);
    }

    [Fact]
    public async Task Who_signs_out_is_out()
    {
        var site = await sites.On(TestEngine.Sqlite);
        await site.Make("leaver", Role.Viewer);
        using var leaver = site.Anonymous();
        var home = await leaver.SignIn("leaver");

        var page = await home.SendForm("form[action='/sign-out']");

        Assert.Equal("/sign-in", page.Path);
        Assert.StartsWith("/sign-in", (await leaver.Open("/")).Path);
    }

    [Fact]
    public async Task Signing_out_clears_what_was_being_typed_from_the_browser()
    {
        var site = await sites.On(TestEngine.Sqlite);
        await site.Make("typist", Role.Viewer);
        using var typist = site.Anonymous();
        var home = await typist.SignIn("typist");
        var token = home.Document.QuerySelector("form[action='/sign-out'] input[type=hidden]")!;

        using var left = await typist.Client.PostAsync(
            "/sign-out",
            Inside.Fields((token.GetAttribute("name")!, token.GetAttribute("value")!))
        );

        Assert.Equal("\"storage\"", Assert.Single(left.Headers.GetValues("Clear-Site-Data")));
    }
}
