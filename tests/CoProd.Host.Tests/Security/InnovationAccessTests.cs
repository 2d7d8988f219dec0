using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Security;

/// <summary>Somebody is given access to one innovation, as viewer, contributor, coordinator or owner, and has it there and nowhere else.</summary>
public sealed class InnovationAccessTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    private static readonly string[] Levels = ["Viewer", "Contributor", "Coordinator", "Owner"];

    private static async Task<Guid> Innovation(TestSite site, string name) =>
        (await (await site.As(Role.Coordinator)).Send("/innovations/new", ("name", name))).Id();

    private static async Task<Session> Person(TestSite site, string name, Guid takesPartIn)
    {
        var sam = await site.As(Role.Coordinator);
        var person = (await sam.Send("/people/new", ("name", name))).Id();
        await sam.Send($"/innovations/{takesPartIn}/people/new", ("personId", $"{person}"));
        return await site.AsPerson(person, name);
    }

    private static async Task Give(TestSite site, Guid innovation, Session whom, string level)
    {
        var sam = await site.As(Role.Coordinator);
        var given = await GiveOn(await sam.Open($"/innovations/{innovation}/access"), whom.UserName!, level);
        Assert.Equal(HttpStatusCode.OK, given.Status);
        Assert.Contains("Access is given", given.Text);
    }

    private static Task<Page> GiveOn(Page page, string account, string level) =>
        page.SendForm("form.cp-form", ("account", account), ("level", level));

    [Theory, MemberData(nameof(Both))]
    public async Task Each_level_opens_what_it_says_on_that_innovation_alone(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (own, given, others) = (
            await Innovation(site, "Own"),
            await Innovation(site, "Given"),
            await Innovation(site, "Another")
        );
        var ada = await Person(site, "Ada Levels", own);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Open($"/innovations/{given}")).Status);

        foreach (var level in Levels)
        {
            await Give(site, given, ada, level);
            Assert.Equal(HttpStatusCode.OK, (await ada.Open($"/innovations/{given}")).Status);
            Assert.Equal(
                Opens(level is "Coordinator" or "Owner"),
                (await ada.Open($"/innovations/{given}/edit")).Status
            );
            Assert.Equal(
                Opens(level is "Coordinator" or "Owner"),
                (await ada.Open($"/innovations/{given}/people/new")).Status
            );
            Assert.Equal(Opens(level == "Owner"), (await ada.Open($"/innovations/{given}/access")).Status);
            Assert.Equal(Opens(level == "Owner"), (await ada.Open($"/innovations/{given}/leaving")).Status);
            // Where they merely take part nothing changes, and nothing opens elsewhere.
            Assert.Equal(HttpStatusCode.Forbidden, (await ada.Open($"/innovations/{own}/edit")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await ada.Open($"/innovations/{others}")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await ada.Open("/people")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await ada.Open("/imports")).Status);
            var home = await ada.Open("/");
            Assert.Contains("Given", home.Text);
            Assert.DoesNotContain("Another", home.Text);
        }
    }

    private static HttpStatusCode Opens(bool opens) => opens ? HttpStatusCode.OK : HttpStatusCode.Forbidden;

    [Theory, MemberData(nameof(Both))]
    public async Task A_viewer_who_was_made_contributor_of_one_innovation_tells_about_that_one(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (given, others) = (await Innovation(site, "Tell of this"), await Innovation(site, "Only to read"));
        var helen = await site.As(Role.Viewer);
        Assert.Equal(HttpStatusCode.Forbidden, (await helen.Open("/capture")).Status);
        await Give(site, given, helen, "Contributor");
        try
        {
            var page = await helen.Open("/capture");
            Assert.Contains("Tell of this", page.Html);
            Assert.DoesNotContain("Only to read", page.Html);
            // The lists still show all that a viewer reads.
            Assert.Contains("Only to read", (await helen.Open("/innovations")).Text);

            var told = await page.Send(("innovationId", $"{given}"), ("words", "We met at the library."));
            Assert.Equal(HttpStatusCode.OK, told.Status);
            Assert.Contains("We met at the library.", (await helen.Open($"/innovations/{given}/notes")).Text);
            var elsewhere = await page.Send(("innovationId", $"{others}"), ("words", "Not mine to tell."));
            Assert.DoesNotContain(
                "Not mine to tell.",
                (await (await site.As(Role.Coordinator)).Open($"/innovations/{others}/notes")).Text
            );
            Assert.Contains("Not mine to tell.", elsewhere.Html);
        }
        finally
        {
            var sam = await site.As(Role.Coordinator);
            await sam.Send($"/innovations/{given}/access/end", ("accountId", $"{helen.AccountId}"));
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await helen.Open("/capture")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_co_producer_who_may_look_at_an_innovation_reads_no_names_there_and_writes_nothing(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var (own, given) = (await Innovation(site, "Own of Lea"), await Innovation(site, "To look at"));
        var sam = await site.As(Role.Coordinator);
        await sam.Send($"/innovations/{given}/people/new", ("name", $"Hidden Hetty {engine}"));
        var lea = await Person(site, "Lea Looks", own);
        await Give(site, given, lea, "Viewer");

        Assert.DoesNotContain("Hidden Hetty", (await lea.Open($"/innovations/{given}/people")).Text);
        Assert.DoesNotContain("To look at", (await lea.Open("/capture")).Html);
        Assert.Contains("Own of Lea", (await lea.Open("/capture")).Html);
        await Give(site, given, lea, "Contributor");
        Assert.Contains("Hidden Hetty", (await lea.Open($"/innovations/{given}/people")).Text);
        Assert.Contains("To look at", (await lea.Open("/capture")).Html);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_coordinator_of_one_innovation_changes_nothing_that_belongs_to_all(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (own, given) = (await Innovation(site, "Own of Moe"), await Innovation(site, "Coordinated"));
        var sam = await site.As(Role.Coordinator);
        var group = (await sam.Send("/groups/new", ("name", $"A group of all {engine}"))).Path.Split('/')[^1];
        var stranger = (await sam.Send("/people/new", ("name", "Sid Stranger"))).Id();
        var moe = await Person(site, "Moe Coordinates", own);
        await Give(site, given, moe, "Owner");

        foreach (
            var closed in new[]
            {
                $"/groups/{group}/edit",
                $"/groups/{group}/withdraw",
                "/groups/new",
                "/innovations/new",
                "/instruments/new",
            }
        )
            Assert.NotEqual(HttpStatusCode.OK, (await moe.Open(closed)).Status);
        var (status, _) = await moe.PostJson($"/api/innovations/{given}/people", new { personId = stranger });
        Assert.Equal(HttpStatusCode.NotFound, status);
        // Nobody is named by an id that the form did not offer.
        foreach (
            var (form, body) in new (string, object)[]
            {
                ("champions/roles", new { personId = stranger, kind = "Emergent" }),
                ("champions/objections", new { raisedBy = stranger, words = "They said so" }),
                (
                    "knowledge/items",
                    new
                    {
                        personId = stranger,
                        statement = "They said so",
                        source = "Lived",
                    }
                ),
                ("knowledge/questions", new { personId = stranger, words = "What then?" }),
            }
        )
        {
            var named = await moe.PostJson($"/api/innovations/{given}/{form}", body);
            Assert.True(named.Status == HttpStatusCode.NotFound, $"{form}: {named.Status} {named.Body}");
        }
        Assert.DoesNotContain("Sid Stranger", (await moe.Open($"/innovations/{given}/champions/roles/new")).Html);
        Assert.DoesNotContain("Sid Stranger", (await moe.Open($"/innovations/{given}/knowledge/items/new")).Html);
        var added = await moe.Send($"/innovations/{given}/people/new", ("name", $"Found by Moe {engine}"));
        Assert.Contains($"Found by Moe {engine}", added.Text);

        // What they recorded by mistake they take back.
        var around = new List<string>();
        foreach (var name in new[] { "Tia", "Tom" })
        {
            var (_, person) = await moe.PostJson($"/api/innovations/{given}/people", new { name = $"{name} {engine}" });
            around.Add(person!["id"]!.GetValue<string>());
        }
        var ties = $"/api/innovations/{given}/ties";
        var tie = new
        {
            from = around[0],
            to = around[1],
            kind = "Bonding",
            intensity = 2,
        };
        var id = (await moe.PostJson(ties, tie)).Body!["id"]!.GetValue<string>();
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await sam.PostJson($"/api/innovations/{own}/ties/{id}/withdraw", new { sure = true })).Status
        );
        var page = await moe.Open($"/innovations/{given}/people");
        var remove = page.Document.QuerySelector($"a[href='/innovations/{given}/ties/{id}/withdraw']");
        Assert.NotNull(remove);
        Assert.Contains(
            "The tie is removed.",
            (await moe.Send($"/innovations/{given}/ties/{id}/withdraw", ("sure", "true"))).Text
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Access_that_ends_opens_nothing_from_the_next_click_and_its_owner_is_told(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (own, given) = (await Innovation(site, "Still theirs"), await Innovation(site, "For a while"));
        var ben = await Person(site, "Ben Awhile", own);
        await Give(site, given, ben, "Coordinator");
        Assert.Contains("For a while", (await ben.Open("/innovations")).Text);

        var sam = await site.As(Role.Coordinator);
        var ended = await sam.Send($"/innovations/{given}/access/end", ("accountId", $"{ben.AccountId}"));

        Assert.Contains("That access is ended.", ended.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.Open($"/innovations/{given}")).Status);
        Assert.DoesNotContain("For a while", (await ben.Open("/innovations")).Text);
        Assert.DoesNotContain("For a while", (await ben.Open("/search?q=while")).Text);
        var account = await ben.Open("/account");
        Assert.Contains("You were given access to an innovation by", account.Text);
        Assert.Contains("Your access to an innovation was ended by", account.Text);
        // Ended twice, or never given: said as what is not there.
        var again = await sam.PostJson($"/api/innovations/{given}/access/end", new { accountId = ben.AccountId });
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_a_coordinator_of_one_innovation_must_do_stands_on_their_first_page(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (own, given) = (await Innovation(site, "Theirs to read"), await Innovation(site, "Theirs to do"));
        var cara = await Person(site, "Cara Doer", own);
        await site.Warn(own, "Read only here.", "register.record");
        await site.Warn(given, "To be done here.", "register.record");
        await Give(site, given, cara, "Coordinator");

        var home = await cara.Open("/");

        Assert.Contains("To be done here.", home.Text);
        Assert.DoesNotContain("Read only here.", home.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_owner_gives_access_by_a_name_they_were_told_and_sees_no_list_of_everybody(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (own, given) = (await Innovation(site, "Owner takes part"), await Innovation(site, "Owned"));
        var olu = await Person(site, "Olu Owner", own);
        var pia = await Person(site, "Pia Partner", own);
        await Give(site, given, olu, "Owner");

        var page = await olu.Open($"/innovations/{given}/access");
        Assert.DoesNotContain(pia.UserName!, page.Html);
        Assert.DoesNotContain("Pia Partner", page.Html);
        var unknown = await GiveOn(page, "no such person", "Viewer");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Equal("no such person", unknown.ValueOf("account"));
        var rubbish = await GiveOn(page, pia.UserName!, "None");
        Assert.Equal(HttpStatusCode.BadRequest, rubbish.Status);

        Assert.Contains("You cannot give access to yourself", (await GiveOn(page, olu.UserName!, "Owner")).Text);

        var gave = await GiveOn(page, pia.UserName!, "Viewer");

        Assert.Contains("Pia Partner", gave.Text);
        Assert.Equal(HttpStatusCode.OK, (await pia.Open($"/innovations/{given}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await pia.Open($"/innovations/{given}/access")).Status);
    }

    [Fact]
    public async Task The_console_gives_and_ends_it_too()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var (own, given) = (await Innovation(site, "Own"), await Innovation(site, "By console"));
        var dee = await Person(site, "Dee Console", own);

        var gave = await site.Run(
            "user",
            "access",
            dee.UserName!,
            "--innovation",
            $"{given}",
            "--level",
            "Coordinator"
        );
        Assert.Equal(0, gave.Code);
        Assert.Contains("Coordinator of By console", gave.Output);
        Assert.Equal(HttpStatusCode.OK, (await dee.Open($"/innovations/{given}/edit")).Status);

        Assert.Equal(
            0,
            (await site.Run("user", "access", dee.UserName!, "--innovation", $"{given}", "--level", "None")).Code
        );
        Assert.Equal(HttpStatusCode.NotFound, (await dee.Open($"/innovations/{given}")).Status);
        var wrong = await site.Run(
            "user",
            "access",
            dee.UserName!,
            "--innovation",
            $"{Guid.NewGuid()}",
            "--level",
            "Viewer"
        );
        Assert.Equal(1, wrong.Code);
        Assert.Contains("There is no innovation", wrong.Errors);
    }
}
