using System.Net;
using System.Security.Cryptography;
using CoProd.Contracts.Modules;
using CoProd.Host.Tests.Mail;
using CoProd.Testing;
using Dapper;
using Microsoft.IdentityModel.Tokens;

namespace CoProd.Host.Tests.Security;

/// <summary>Signing in with the institution's own accounts: who is let in, as what, and which lies of a provider are not believed.</summary>
public sealed class SsoTests(Sites sites) : IClassFixture<Sites>
{
    private const string Roles = "Innovation team = Coordinator\nCN=Board,DC=example = Viewer\nAdmins=Administrator";

    private const string Ins = "audit where kind = 'SignIn' and action = 'GET /sign-in/sso/in'";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Groups_say_who_comes_in_and_as_what_each_time_anew(TestEngine engine)
    {
        var site = await sites.On(engine);
        await using var provider = await TestProvider.Start();
        await SetUp(site, provider);
        // Somebody here is called so already. A directory that calls another person alike must not open their account.
        var own = await site.Make("called.alike", Role.Administrator);
        (provider.Subject, provider.UserName) = ("called alike", "called.alike");
        var noted = await site.Count(Ins);
        provider.Groups = ["Everybody", "Innovation team", "CN=Board,DC=example"];
        using var first = site.Anonymous();

        var signIn = await first.Open("/sign-in");
        Assert.Contains("Sign in with Wenmouth", signIn.Text);
        var account = await first.Open("/sign-in/sso?back=/account");
        Assert.Equal("/account", account.Path);
        Assert.Contains("Coordinator", account.Text);
        Assert.Contains("called.alike (2)", account.Text);
        Assert.Equal(0, await site.Count("account_login where account_id = @Id", new { own.Id }));

        // Taken out of one group: the role follows, and what was open as the other closes.
        provider.Groups = ["CN=Board,DC=example"];
        using var second = site.Anonymous();
        Assert.Contains("Viewer", (await second.Open("/sign-in/sso?back=/account")).Text);
        Assert.StartsWith("/sign-in", (await first.Open("/account")).Path);
        Assert.Equal(1, await site.Count("account where user_name like 'called.alike (%'"));

        provider.Groups = [];
        using var third = site.Anonymous();
        var refused = await third.Open("/sign-in/sso");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("none of your groups opens this site", refused.Text);
        Assert.StartsWith("/sign-in", (await second.Open("/account")).Path);
        await Until.Holds(async () => await site.Count(Ins) == noted + 3, "three entries in the audit trail");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_same_subject_of_another_issuer_is_another_person(TestEngine engine)
    {
        var site = await sites.On(engine);
        await using var one = await TestProvider.Start();
        await using var other = await TestProvider.Start();
        one.Groups = other.Groups = ["Innovation team"];
        one.Subject = other.Subject = "the same";
        one.UserName = other.UserName = "";
        (one.Name, other.Name) = ("One", "Other");
        using var first = site.Anonymous();
        using var second = site.Anonymous();

        await SetUp(site, one);
        Assert.Contains("One", (await first.Open("/sign-in/sso?back=/account")).Text);
        await SetUp(site, other);
        Assert.Contains("Other", (await second.Open("/sign-in/sso?back=/account")).Text);

        Assert.Equal(2, await site.Count("account_login where subject = 'the same'"));
    }

    public static TheoryData<string> Lies =>
        ["another nonce", "no nonce", "another issuer", "another audience", "another key", "no signature", "long ago"];

    [Theory, MemberData(nameof(Lies))]
    public async Task A_token_that_is_not_as_it_must_be_lets_nobody_in(string lie)
    {
        var site = await sites.On(TestEngine.Sqlite);
        await using var provider = await TestProvider.Start();
        await SetUp(site, provider);
        provider.Groups = ["Admins"];
        provider.Subject = "liar";
        using var stranger = RSA.Create(2048);
        provider.Lie = told => Change(told, lie, stranger);
        using var person = site.Anonymous();

        var page = await person.Open("/sign-in/sso?back=/account");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("could not be taken", page.Text);
        Assert.StartsWith("/sign-in?", (await person.Open("/account")).Path);
        Assert.Equal(0, await site.Count("account_login where subject = 'liar'"));
        // The same without the lie is taken: it was the lie that was refused.
        provider.Lie = null;
        provider.Subject = "no liar " + lie;
        Assert.Equal("/account", (await person.Open("/sign-in/sso?back=/account")).Path);
    }

    private static void Change(SecurityTokenDescriptor told, string lie, RSA stranger)
    {
        switch (lie)
        {
            case "another nonce":
                told.Claims["nonce"] = "of somebody else";
                break;
            case "no nonce":
                told.Claims.Remove("nonce");
                break;
            case "another issuer":
                told.Issuer = "https://login.example.org";
                break;
            case "another audience":
                told.Audience = "another site";
                break;
            case "another key":
                told.SigningCredentials = new SigningCredentials(
                    TestProvider.Key(stranger),
                    SecurityAlgorithms.RsaSha256
                );
                break;
            case "no signature":
                told.SigningCredentials = null;
                break;
            default:
                told.NotBefore = told.IssuedAt = told.Expires!.Value.AddDays(-2);
                told.Expires = told.Expires.Value.AddDays(-1);
                break;
        }
    }

    [Theory, InlineData("another state"), InlineData("another browser"), InlineData("no state")]
    public async Task A_way_back_that_was_not_begun_in_this_browser_lets_nobody_in(string wrong)
    {
        var site = await sites.On(TestEngine.Sqlite);
        await using var provider = await TestProvider.Start();
        await SetUp(site, provider);
        provider.Groups = ["Admins"];
        provider.Subject = "caught";
        using var begun = site.Anonymous();
        using var elsewhere = site.Anonymous();
        var there = (await begun.Client.GetAsync("/sign-in/sso", Ct)).Headers.Location!;
        var back = (await begun.Client.GetAsync(there, Ct)).Headers.Location!.ToString();
        var state = back[back.IndexOf("&state=", StringComparison.Ordinal)..];
        var own = (await begun.Client.GetAsync("/sign-in/sso", Ct)).Headers.Location!.ToString();
        var otherState = own[own.IndexOf("&state=", StringComparison.Ordinal)..].Split('&')[1];

        var page = wrong switch
        {
            "another browser" => await elsewhere.Open(back),
            "another state" => await begun.Open(back.Replace(state, "&" + otherState[..^4] + "AAAA")),
            _ => await begun.Open(back.Replace(state, "")),
        };

        Assert.Contains("could not be taken", page.Text);
        Assert.Equal(0, await site.Count("account_login where subject = 'caught'"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Somebody_with_an_account_lets_their_login_open_it_and_takes_that_back(TestEngine engine)
    {
        var site = await sites.On(engine);
        await using var provider = await TestProvider.Start();
        await SetUp(site, provider);
        provider.Subject = "linked";
        var name = "own-" + Guid.CreateVersion7().ToString("N")[^8..];
        await site.Make(name, Role.Viewer);
        using var person = site.Anonymous();
        await person.SignIn(name);

        var came = await person.Open("/account/login/begin");
        Assert.Equal("/account/login", came.Path);
        Assert.Contains("There you are Sam Whitlock.", came.Text);
        var wrong = await came.Send(("present-password", "not my password"));
        Assert.StartsWith("That is not your present password.", wrong.ErrorOf("present-password"));
        var linked = await wrong.Send(("present-password", Inside.Password));
        Assert.Contains("From now on that login opens your account as well.", linked.Text);

        // In no group: the account was there before, and its role is its own.
        using var elsewhere = site.Anonymous();
        var account = await elsewhere.Open("/sign-in/sso?back=/account");
        Assert.Contains(name, account.Text);
        Assert.Contains("Viewer", account.Text);
        // Another account cannot have the same login.
        var other = "other-" + name;
        await site.Make(other, Role.Administrator);
        using var somebody = site.Anonymous();
        await somebody.SignIn(other);
        var taken = await (await somebody.Open("/account/login/begin")).Send(("present-password", Inside.Password));
        Assert.Contains("opens another account already", taken.Text);

        var ended = await (await person.Open("/account/login")).Send(("present-password", Inside.Password));
        Assert.Contains("opens your account no longer", ended.Text);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.Anonymous().Open("/sign-in/sso")).Status);
    }

    [Fact]
    public async Task Leaving_ends_the_sign_in_here_and_offers_to_end_it_there()
    {
        var site = await sites.On(TestEngine.Sqlite);
        await using var provider = await TestProvider.Start();
        await SetUp(site, provider);
        (provider.Subject, provider.Groups) = ("leaver", ["Innovation team"]);
        using var person = site.Anonymous();
        var home = await person.Open("/sign-in/sso");

        var left = await home.SendForm("form[action='/sign-out']");
        Assert.Contains("You are signed out here.", left.Text);
        Assert.StartsWith("/sign-in", (await person.Open("/account")).Path);
        var there = await person.Open("/sign-in/sso/out");

        Assert.Equal("/sign-in", there.Path);
        Assert.Equal(TestProvider.ClientId, provider.LeftWith);
    }

    [Fact]
    public async Task Nobody_is_asked_until_a_provider_is_named_and_one_that_is_away_keeps_no_password_out()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        await site.Make("breaks the glass", Role.Administrator);
        await using var provider = await TestProvider.Start();
        using var person = site.Anonymous();

        Assert.DoesNotContain("Sign in with", (await person.Open("/sign-in")).Text);
        foreach (var path in new[] { "/sign-in/sso", "/sign-in/sso/in", "/sign-in/sso/back", "/sign-in/sso/out" })
            Assert.Equal(HttpStatusCode.NotFound, (await person.Open(path)).Status);
        await SetUp(site, provider);
        await person.Open("/sign-in");
        Assert.Equal(0, provider.Asked);

        await provider.DisposeAsync();
        var away = await person.Open("/sign-in/sso");
        Assert.Equal(HttpStatusCode.BadGateway, away.Status);
        Assert.Contains("does not answer at the moment", away.Text);
        Assert.Equal("/", (await person.SignIn("breaks the glass")).Path);
    }

    [Fact]
    public async Task The_page_says_what_is_wrong_and_keeps_no_secret_in_the_clear()
    {
        var site = await sites.On(TestEngine.Sqlite);
        await using var provider = await TestProvider.Start();
        var admin = await site.As(Role.Administrator);

        var wrong = await admin.Send(
            "/settings/sso",
            ("issuer", "http://login.example.org"),
            ("client", ""),
            ("roles", "Team = Emperor")
        );
        Assert.StartsWith("That is no address of a provider.", wrong.ErrorOf("issuer"));
        Assert.NotNull(wrong.ErrorOf("client"));
        Assert.StartsWith("“Team = Emperor” is not understood.", wrong.ErrorOf("roles"));
        Assert.Equal("Team = Emperor", wrong.ValueOf("roles"));

        await SetUp(site, provider);
        var asked = await (await admin.Open("/settings/sso")).SendForm("form[action='/settings/sso/try']");
        Assert.Contains("The provider answers", asked.Text);
        Assert.DoesNotContain(TestProvider.ClientSecret, asked.Html);
        Assert.Equal(
            0,
            await site.Count(
                "institution_setting where value like @secret",
                new { secret = $"%{TestProvider.ClientSecret}%" }
            )
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_console_sets_shows_and_tests_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        await using var provider = await TestProvider.Start();

        var set = await site.Run(
            "sso",
            "set",
            provider.Address,
            "--client-id",
            "coprod",
            "--called",
            "The console",
            "--role",
            "Innovation team=Coordinator",
            "--role",
            "Board=Viewer"
        );
        Assert.True(set.Code == 0, set.Errors);
        var shown = await site.Run("sso", "show", "--json");
        Assert.Equal(provider.Address, (string)shown.Json["issuer"]!);
        Assert.Equal("Coordinator", (string)shown.Json["roles"]![0]!["role"]!);
        var tested = await site.Run("sso", "test");
        Assert.True(tested.Code == 0, tested.Errors);

        var wrong = await site.Run(
            "sso",
            "set",
            provider.Address,
            "--client-id",
            "coprod",
            "--role",
            "Team=CoProducer"
        );
        Assert.Equal(1, wrong.Code);
        Assert.Contains("Team=CoProducer is not understood.", wrong.Errors);
        Assert.Equal(0, (await site.Run("sso", "off")).Code);
        Assert.Equal(1, (await site.Run("sso", "test")).Code);
    }

    private static async Task SetUp(TestSite site, TestProvider provider)
    {
        var admin = await site.As(Role.Administrator);
        var page = await admin.Send(
            "/settings/sso",
            ("issuer", provider.Address),
            ("client", TestProvider.ClientId),
            ("client-secret-password", TestProvider.ClientSecret),
            ("called", "Wenmouth"),
            ("claim", "groups"),
            ("scopes", "openid profile"),
            ("roles", Roles)
        );
        Assert.Contains("That is kept.", page.Text);
    }
}
