using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

public sealed class SettingsTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task The_institution_s_name_stands_on_every_page_once_it_is_set(TestEngine engine)
    {
        var site = await sites.On(engine);
        var admin = await site.As(Role.Administrator);
        var form = await admin.Open("/settings");

        var page = await form.SendForm("main form:has([value='host.institution'])", ("value", "Wenmouth & Vale"));

        Assert.Contains("The setting is kept.", page.Text);
        Assert.Equal("Wenmouth & Vale", page.Document.QuerySelector(".cp-brand")!.TextContent.Trim());
        Assert.EndsWith("– Wenmouth & Vale", (await (await site.As(Role.Viewer)).Open("/")).Document.Title);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_number_is_kept_as_it_was_meant_or_asked_again(TestEngine engine)
    {
        var admin = await (await sites.On(engine)).As(Role.Administrator);
        var form = await admin.Open("/settings");
        var name = form
            .Document.QuerySelectorAll("main form [name='name']")
            .Select(field => field.GetAttribute("value")!)
            .First(value => value.StartsWith("resourcing.", StringComparison.Ordinal));
        var chosen = $"main form:has([value='{name}'])";

        // One and a half, as other countries write it, must not become fifteen.
        Assert.Contains("must be a number", (await form.SendForm(chosen, ("value", "1,5"))).Text);
        Assert.Contains("must be a number", (await form.SendForm(chosen, ("value", "soon"))).Text);
        var kept = await form.SendForm(chosen, ("value", "1,250"));

        Assert.Contains("The setting is kept.", kept.Text);
        Assert.Equal("1250", kept.Document.QuerySelector($"{chosen} [name='value']")!.GetAttribute("value"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Blank_or_unknown_settings_are_refused_and_the_sentence_leads_to_its_field(TestEngine engine)
    {
        var site = await sites.On(engine);
        var admin = await site.As(Role.Administrator);
        var form = await admin.Open("/settings");

        var blank = await form.SendForm("main form:has([value='host.institution'])", ("value", " "));
        var unknown = await form.SendForm("main form", ("name", "host.no-such-thing"), ("value", "1"));

        Assert.Equal(HttpStatusCode.BadRequest, blank.Status);
        var link = blank.Document.QuerySelector(".govuk-error-summary a")!.GetAttribute("href")!;
        Assert.NotNull(blank.Document.GetElementById(link[1..]));
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
    }
}
