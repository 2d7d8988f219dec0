using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Security;

/// <summary>A form sent after the sign-in ran out: what was typed is not lost.</summary>
public sealed class ExpiredSignInTests(Sites sites) : IClassFixture<Sites>
{
    private const string Cookie = "coprod.signed-in";

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_typed_comes_back_after_signing_in_and_makes_one_record(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (sam, name) = await Sam(site);
        var form = await sam.Open("/innovations/new");
        sam.Forget(Cookie);

        var door = await form.Send(("name", "Kept over night"), ("purpose", "Tŷ & <b>more</b>"));
        var wrong = await door.Send(("name", name), ("password", "wrong at first"));
        var back = await wrong.Send(("name", name), ("password", Inside.Password));
        var label = back.Document.QuerySelectorAll("dt").Select(dt => dt.TextContent).ToList();
        var looked = await back.Send(("_look", "yes"));
        var made = await back.Send();
        var twice = await back.Send();

        Assert.Equal(HttpStatusCode.Unauthorized, door.Status);
        Assert.Contains("what you typed is kept", door.Text);
        Assert.Contains("Kept over night", back.Text);
        Assert.Equal(["A name", "The purpose"], label);
        Assert.Equal("Kept over night", looked.ValueOf("name"));
        Assert.Equal("/innovations/new", looked.Path);
        Assert.Contains("Tŷ & <b>more</b>", back.Text);
        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Contains("Kept over night", made.Text);
        Assert.Equal(made.Path, twice.Path);
        Assert.Single((await sam.Open("/innovations?filter=kept%20over")).Document.QuerySelectorAll("tbody tr"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Whoever_signs_in_in_another_window_finds_it_in_this_one_by_either_button(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (sam, name) = await Sam(site);
        var form = await sam.Open("/innovations/new");
        sam.Forget(Cookie);
        var door = await form.Send(("name", "Typed in the first window"));
        var early = await door.SendForm("form[action='/sign-in/kept']");
        Assert.Equal(HttpStatusCode.Unauthorized, early.Status);

        Assert.Equal("/", (await sam.SignIn(name)).Path);
        var asked = await early.SendForm("form[action='/sign-in/kept']");
        var signedIn = await early.Send(("name", name), ("password", Inside.Password));

        foreach (var back in new[] { asked, signedIn })
        {
            Assert.Contains("You are signed in again", back.Text);
            Assert.Contains("Typed in the first window", (await back.Send()).Text);
        }
        Assert.Single((await sam.Open("/innovations?filter=first%20window")).Document.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task It_happens_by_the_clock_after_twelve_hours()
    {
        var clock = new LaterClock();
        await using var site = await TestSite.Start(TestEngine.Sqlite, clock: clock);
        var (sam, _) = await Sam(site);
        var form = await sam.Open("/innovations/new");
        clock.Later = TimeSpan.FromHours(13);

        var door = await form.Send(("name", "Left open"));

        Assert.Equal(HttpStatusCode.Unauthorized, door.Status);
        Assert.Contains("what you typed is kept", door.Text);
    }

    [Fact]
    public async Task A_long_text_is_kept_too()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var (sam, name) = await Sam(site);
        var form = await sam.Open("/innovations/new");
        sam.Forget(Cookie);
        // 900 kB as it is sent; sealed, it grows beyond what other forms may have.
        var text = string.Concat(Enumerable.Repeat("ŷ", 150_000));

        var door = await form.Send(("name", "Long"), ("purpose", text));
        var back = await door.Send(("name", name), ("password", Inside.Password));

        Assert.Equal(HttpStatusCode.OK, back.Status);
        Assert.Contains("You are signed in again", back.Text);
        Assert.Contains(text, (await back.Send()).Html.Replace("&#x177;", "ŷ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sign_in_page_that_is_too_old_itself_keeps_the_text_as_well()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var (sam, name) = await Sam(site);
        var form = await sam.Open("/innovations/new");
        sam.Forget(Cookie);
        var door = await form.Send(("name", "Twice late"));

        var again = await door.Send(
            ("name", name),
            ("password", Inside.Password),
            ("__RequestVerificationToken", "old")
        );
        var back = await again.Send(("name", name), ("password", Inside.Password));

        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Contains("open for a long time", again.Text);
        Assert.Contains("Twice late", back.Text);
    }

    [Fact]
    public async Task A_password_is_not_kept_nor_shown()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var name = "admin-" + Guid.CreateVersion7();
        await site.Make(name, Role.Administrator);
        using var admin = site.Anonymous();
        await admin.SignIn(name);
        var form = await admin.Open("/accounts/new");
        admin.Forget(Cookie);

        var door = await form.Send(
            ("name", "new"),
            ("displayName", "New"),
            ("role", "Viewer"),
            ("password", "top secret words")
        );
        var back = await door.Send(("name", name), ("password", Inside.Password));
        var looked = await back.Send(("_look", "yes"));

        // Sent without it, this form would invite somebody instead.
        Assert.DoesNotContain("top secret words", back.Html);
        Assert.DoesNotContain("Send it now", back.Text);
        Assert.Contains("Type the password again", back.Text);
        Assert.Equal("", looked.ValueOf("password") ?? "");
        Assert.Equal("New", looked.ValueOf("displayName"));
    }

    [Fact]
    public async Task A_form_that_another_site_sends_is_not_kept()
    {
        // The cookie stays away from such a post, so that it looks like one whose sign-in ran out. Kept, it would put a
        // stranger's words before somebody who has just signed in.
        var site = await sites.On(TestEngine.Sqlite);
        using var somebody = site.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/innovations/new")
        {
            Content = Inside.Fields(("name", "From elsewhere")),
        };
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await somebody.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in?back=%2F", answer.Headers.Location!.OriginalString);
    }

    private static async Task<(Session, string)> Sam(TestSite site)
    {
        var name = "sam-" + Guid.CreateVersion7();
        await site.Make(name, Role.Coordinator);
        var sam = site.Anonymous();
        await sam.SignIn(name);
        return (sam, name);
    }
}
