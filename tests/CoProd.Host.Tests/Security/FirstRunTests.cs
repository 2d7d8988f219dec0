using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Security;
using CoProd.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Security;

/// <summary>From an empty folder to the first administrator. Each test has an installation of its own: it happens once in a life.</summary>
public sealed class FirstRunTests
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Whoever_comes_first_is_led_to_the_set_up_and_there_is_no_account_to_guess(TestEngine engine)
    {
        await using var site = await Start(engine);
        using var somebody = site.Anonymous();

        var page = await somebody.Open("/");

        Assert.Equal("/set-up", page.Path);
        Assert.Contains("one-use code", page.Text);
        Assert.Equal(0, await site.Count("account"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_wrong_code_makes_nobody(TestEngine engine)
    {
        await using var site = await Start(engine);
        await Code(site);
        using var somebody = site.Anonymous();

        var page = await SetUp(somebody, "not the code", "eve");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.StartsWith("That code does not fit", page.ErrorOf("code"));
        Assert.Equal("eve", page.ValueOf("name"));
        Assert.Equal(0, await site.Count("account"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_code_makes_one_administrator_once(TestEngine engine)
    {
        await using var site = await Start(engine);
        var code = await Code(site);
        using var priya = site.Anonymous();
        using var late = site.Anonymous();
        var form = await late.Open("/set-up");

        var home = await SetUp(priya, code, "priya");
        var again = await form.Send(
            ("code", code),
            ("name", "late"),
            ("displayName", "Late"),
            ("password", Inside.Password)
        );

        Assert.Equal("/", home.Path);
        Assert.Equal(HttpStatusCode.OK, (await priya.Open("/accounts")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Equal(1, await site.Count("account"));
        // Nothing is left to set up: who asks is sent to where one signs in.
        Assert.StartsWith("/sign-in", (await late.Open("/set-up")).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_who_use_the_code_at_the_same_moment_make_one_administrator(TestEngine engine)
    {
        await using var site = await Start(engine);
        var code = await Code(site);
        var sessions = Enumerable.Range(0, 4).Select(_ => site.Anonymous()).ToList();
        var forms = new List<Page>();
        foreach (var session in sessions)
            forms.Add(await session.Open("/set-up"));

        var pages = await Task.WhenAll(
            forms.Select(
                (form, n) =>
                    form.Send(
                        ("code", code),
                        ("name", "admin" + n),
                        ("displayName", "Admin"),
                        ("password", Inside.Password)
                    )
            )
        );

        Assert.Equal(1, await site.Count("account"));
        Assert.Single(pages, page => page.Path == "/");
        foreach (var session in sessions)
            session.Dispose();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_short_password_is_refused_and_does_not_use_the_code_up(TestEngine engine)
    {
        await using var site = await Start(engine);
        var code = await Code(site);
        using var priya = site.Anonymous();

        var page = await SetUp(priya, code, "priya", "short");
        var home = await page.Send(("password", Inside.Password));

        Assert.StartsWith("Choose a password of at least 12 characters.", page.ErrorOf("password"));
        Assert.DoesNotContain("value=\"short\"", page.Html);
        Assert.Equal("/", home.Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_code_opens_nothing_once_an_administrator_was_made_at_the_console(TestEngine engine)
    {
        await using var site = await Start(engine);
        var code = await Code(site);
        using var late = site.Anonymous();
        var form = await late.Open("/set-up");
        await site.Make("priya", Role.Administrator);

        await form.Send(("code", code), ("name", "late"), ("displayName", "Late"), ("password", Inside.Password));

        Assert.Equal(1, await site.Count("account"));
    }

    private static async Task<TestSite> Start(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        return await TestSite.Start(engine);
    }

    private static Task<string> Code(TestSite site) =>
        site.Host().Services.GetRequiredService<SetupCode>().Renew(CancellationToken.None);

    private static Task<Page> SetUp(Session who, string code, string name, string password = Inside.Password) =>
        who.Send("/set-up", ("code", code), ("name", name), ("displayName", name), ("password", password));
}
