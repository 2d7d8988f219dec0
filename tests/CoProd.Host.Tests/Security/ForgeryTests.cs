using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Security;

/// <summary>A post that did not come from one of our own pages does nothing.</summary>
public sealed class ForgeryTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_form_without_its_token_does_nothing_and_keeps_the_text(TestEngine engine)
    {
        var sam = await (await sites.On(engine)).As(Role.Coordinator);
        var form = await sam.Open("/innovations/new");

        var page = await form.Send(("name", "Forged"), ("__RequestVerificationToken", ""));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("Forged", page.ValueOf("name"));
        Assert.Contains("open for a long time", page.Text);
        Assert.DoesNotContain("Forged", (await sam.Open("/innovations")).Text);
        // The page that came back has a good token again: what was typed needs one more click, no more.
        Assert.Contains("Forged", (await page.Send()).Text);
    }

    [Fact]
    public async Task A_token_made_for_somebody_else_does_not_count()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var viewer = await (await site.As(Role.Viewer)).Open("/");
        var token = (
            (AngleSharp.Html.Dom.IHtmlInputElement)viewer.Document.QuerySelector("[name='__RequestVerificationToken']")!
        ).Value;
        var form = await (await site.As(Role.Coordinator)).Open("/innovations/new");

        var page = await form.Send(("name", "Borrowed"), ("__RequestVerificationToken", token));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
    }

    [Theory, InlineData("/sign-out"), InlineData("/look"), InlineData("/sign-in"), InlineData("/set-up")]
    public async Task The_small_forms_of_every_page_need_it_too(string path)
    {
        var viewer = await (await sites.On(TestEngine.Sqlite)).As(Role.Viewer);

        using var answer = await viewer.Client.PostAsync(path, Inside.Fields(("theme", "dark"), ("name", "x")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(
            answer.Headers.TryGetValues("Set-Cookie", out var set)
                && set.Any(c =>
                    c.StartsWith("coprod.signed-in", StringComparison.Ordinal)
                    || c.StartsWith("theme", StringComparison.Ordinal)
                )
        );
        Assert.Equal("/", (await viewer.Open("/")).Path);
    }

    [Fact]
    public async Task An_action_without_a_page_of_its_own_says_in_words_that_nothing_was_done()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var admin = await site.As(Role.Administrator);

        foreach (var path in new[] { "/accounts/end", "/settings/change", "/modules/deliveries/again" })
        {
            using var answer = await admin.Client.PostAsync(
                path,
                Inside.Fields(("accountId", Guid.NewGuid().ToString()))
            );
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("open for a long time", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task The_API_takes_no_form_that_a_page_of_another_site_could_send_with_our_cookie()
    {
        var sam = await (await sites.On(TestEngine.Sqlite)).As(Role.Coordinator);

        using var form = await sam.Client.PostAsync("/api/innovations", Inside.Fields(("name", "Forged by form")));
        using var text = await sam.Client.PostAsync(
            "/api/innovations",
            new StringContent("{\"name\":\"Forged by text\"}")
        );

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
        Assert.Equal("application/problem+json", text.Content.Headers.ContentType!.MediaType);
    }
}
