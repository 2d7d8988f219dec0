using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

public sealed class AccountPageTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task An_administrator_makes_an_account_that_works_and_ends_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var admin = await site.As(Role.Administrator);

        var list = await Make(admin, "ruth", "Viewer");
        using var ruth = site.Anonymous();
        Assert.Equal("/", (await ruth.SignIn("ruth")).Path);
        var ended = await list.SendForm($"form:has(.govuk-visually-hidden:contains('ruth'))");

        Assert.Equal("/accounts", list.Path);
        Assert.Contains("The account is made.", list.Text);
        Assert.Contains("It opens nothing any more.", ended.Text);
        Assert.StartsWith("/sign-in", (await ruth.Open("/")).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_co_producer_is_somebody_in_the_register(TestEngine engine)
    {
        var admin = await (await sites.On(engine)).As(Role.Administrator);

        var nobody = await Make(admin, "maureen", "CoProducer");
        var unknown = await Make(admin, "maureen", "CoProducer", ("personId", Guid.NewGuid().ToString()));

        Assert.StartsWith("Choose who they are in the register", nobody.ErrorOf("personId"));
        Assert.StartsWith("That person is not in the register", unknown.ErrorOf("personId"));
        Assert.Equal("maureen", nobody.ValueOf("name"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_form_sent_twice_makes_one_account_and_does_not_complain(TestEngine engine)
    {
        var site = await sites.On(engine);
        var admin = await site.As(Role.Administrator);
        var form = await admin.Open("/accounts/new");

        var first = await Fill(form, "twice");
        var second = await Fill(form, "twice");
        var other = await Fill(form, "other");

        Assert.Equal("/accounts", first.Path);
        Assert.Equal("/accounts", second.Path);
        // The same page with another name, for example after going back in the browser: said, not lost.
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Equal("other", other.ValueOf("name"));
        Assert.Equal(1, await site.Count("account where user_name in ('twice', 'other')"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task One_name_taken_twice_at_the_same_moment_makes_one_account(TestEngine engine)
    {
        var site = await sites.On(engine);
        var admin = await site.As(Role.Administrator);
        // One page first: four at once with no form cookie yet would each be given one, and only the last would count.
        await admin.Open("/accounts/new");
        var forms = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => admin.Open("/accounts/new")));

        var answers = await Task.WhenAll(forms.Select(form => Fill(form, "same")));

        Assert.Equal(1, await site.Count("account where user_name = 'same'"));
        Assert.All(answers, page => Assert.True((int)page.Status < 500, page.Text));
        Assert.All(
            answers.Where(p => p.Status == HttpStatusCode.BadRequest),
            page => Assert.StartsWith("There is an account of that name already.", page.ErrorOf("name"))
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Nobody_ends_their_own_account_and_the_page_says_why(TestEngine engine)
    {
        var admin = await (await sites.On(engine)).As(Role.Administrator);
        var list = await admin.Open("/accounts");

        var page = await list.SendForm("main form", ("accountId", admin.AccountId.ToString()));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("You cannot end your own account.", page.Text);
        Assert.Equal(HttpStatusCode.OK, (await admin.Open("/accounts")).Status);
    }

    private static async Task<Page> Make(Session admin, string name, string role, params (string, string)[] more) =>
        await Fill(await admin.Open("/accounts/new"), name, role, more);

    private static Task<Page> Fill(Page form, string name, string role = "Viewer", params (string, string)[] more) =>
        form.Send([("name", name), ("displayName", name), ("role", role), ("password", Inside.Password), .. more]);
}
