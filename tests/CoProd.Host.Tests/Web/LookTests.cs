using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

public sealed class LookTests(Sites sites) : IClassFixture<Sites>
{
    [Theory, InlineData("light"), InlineData("dark"), InlineData("contrast")]
    public async Task The_colours_chosen_are_worn_by_the_next_page_and_until_they_are_changed(string theme)
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var viewer = await site.AsPerson(Guid.CreateVersion7(), "Looker");

        var page = await (await viewer.Open("/search?q=a")).SendForm("form[action='/look']", ("theme", theme));

        Assert.Equal("/search?q=a", page.Path);
        Assert.Equal(theme, page.Document.DocumentElement.GetAttribute("data-theme"));
        Assert.Equal(theme, (await viewer.Open("/")).Document.DocumentElement.GetAttribute("data-theme"));
        var back = await page.SendForm("form[action='/look']", ("theme", "auto"));
        Assert.Null(back.Document.DocumentElement.GetAttribute("data-theme"));
    }

    [Fact]
    public async Task Colours_that_do_not_exist_are_not_worn()
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var viewer = await site.AsPerson(Guid.CreateVersion7(), "Looker");
        var page = await (await viewer.Open("/")).SendForm("form[action='/look']", ("theme", "\"><b>"));
        Assert.Null(page.Document.DocumentElement.GetAttribute("data-theme"));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Add("Cookie", "theme=pink");
        using var nobody = site.Anonymous();
        Assert.DoesNotContain("pink", await (await nobody.Client.SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Pages_are_in_English_with_dates_as_written_in_Britain()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var sam = await site.As(Role.Coordinator);
        await sam.Send(
            "/innovations/new",
            ("name", "Dated"),
            ("startedOn-day", "1"),
            ("startedOn-month", "9"),
            ("startedOn-year", "2025")
        );

        var page = await sam.Open("/innovations?filter=dated");

        Assert.Equal("en", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains("1 September 2025", page.Text);
    }

    [Fact]
    public async Task Styles_and_scripts_are_kept_for_good_under_an_address_that_changes_with_them()
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var nobody = site.Anonymous();
        var page = await nobody.Open("/sign-in");
        var addresses = page
            .Document.QuerySelectorAll("link[href], script[src]")
            .Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!)
            .ToList();

        Assert.Equal(3, addresses.Count);
        foreach (var address in addresses)
        {
            using var asset = await nobody.Client.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
            Assert.Contains("immutable", asset.Headers.GetValues("Cache-Control").Single());
            Assert.NotEqual("application/octet-stream", asset.Content.Headers.ContentType!.MediaType);
        }
        // Under a hash that is not its own, for example during an upgrade, nobody may keep it for good.
        using var other = await nobody.Client.GetAsync("/assets/000000000000/css/coprod.css");
        Assert.DoesNotContain("immutable", other.Headers.CacheControl?.ToString() ?? "");
        using var unknown = await nobody.Client.GetAsync("/assets/000000000000/css/no-such.css");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }
}
