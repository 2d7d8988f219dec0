using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Security;

/// <summary>An institution says what each role may do, and makes roles of its own.</summary>
public sealed class RoleTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    private static async Task<Guid> Make(Session ali, string name, string basedOn, string sees)
    {
        var made = await ali.Send("/roles/new", ("name", name), ("basedOn", basedOn), ("sees", sees));
        Assert.Equal(HttpStatusCode.OK, made.Status);
        return Guid.Parse(made.Path.Split('/')[^1]);
    }

    // An account whose only business is to change its role.
    private static async Task<Session> Somebody(TestSite site, string name)
    {
        var sam = await site.As(Role.Coordinator);
        var person = (await sam.Send("/people/new", ("name", name))).Id();
        return await site.AsPerson(person, name);
    }

    private static IReadOnlyList<string> Held(Page page) =>
        [
            .. page
                .Document.QuerySelectorAll("input[name=holds]")
                .Where(box => box.GetAttribute("type") == "hidden" || box.HasAttribute("checked"))
                .Select(box => box.GetAttribute("value")!),
        ];

    private static async Task<(HttpStatusCode Status, System.Text.Json.Nodes.JsonNode? Body)> Keep(
        Session ali,
        string role,
        IEnumerable<string> holds,
        params (string, object)[] more
    ) =>
        await ali.PostJson(
            $"/api/roles/{role}",
            new Dictionary<string, object>(more.Select(one => KeyValuePair.Create(one.Item1, one.Item2)))
            {
                ["holds"] = holds.ToArray(),
                ["version"] = (await ali.Get("/api/roles")).Body!["version"]!.GetValue<long>(),
            }
        );

    [Theory, MemberData(nameof(Both))]
    public async Task A_role_of_ones_own_follows_the_one_it_is_like_but_for_what_was_changed(TestEngine engine)
    {
        var site = await sites.On(engine);
        var ali = await site.As(Role.Administrator);
        var fay = await Somebody(site, "Fay Finance");
        var name = $"Finance officer {engine}";
        var id = await Make(ali, name, "Viewer", "All");
        var held = Held(await ali.Open($"/roles/{id}"));
        Assert.Equal(Held(await ali.Open("/roles/Viewer")).Order(), held.Order());

        var page = await ali.Open($"/roles/{id}");
        var kept = await Keep(
            ali,
            $"{id}",
            held.Append("resourcing.record").Except(["championing.see"]),
            ("name", name)
        );
        Assert.Equal(HttpStatusCode.Created, kept.Status);
        var given = await ali.Send($"/accounts/{fay.AccountId}/role", ("role", $"{id}"));
        Assert.Contains(name, given.Text);
        Assert.Equal("/sign-in", new Uri("http://x" + (await fay.Open("/account")).Path).AbsolutePath);
        fay = await site.Again(fay);

        var innovation = (await (await site.As(Role.Coordinator)).Send("/innovations/new", ("name", "Costed"))).Id();
        Assert.Equal(HttpStatusCode.OK, (await fay.Open($"/innovations/{innovation}/money/costs/new")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await fay.Open($"/innovations/{innovation}/edit")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await fay.Open($"/innovations/{innovation}/champions")).Status);
        var menu = (await fay.Open("/"))
            .Document.QuerySelectorAll(".cp-nav a")
            .Select(a => a.GetAttribute("href"))
            .ToList();
        Assert.DoesNotContain("/champions", menu);
        Assert.Contains(name, (await fay.Open("/account")).Text);
        Assert.Contains("Added here", (await ali.Open($"/roles/{id}")).Text);
        // What was read before somebody else changed it is not written over.
        var stale = await page.Send(("name", name));
        Assert.Equal(HttpStatusCode.BadRequest, stale.Status);
        Assert.Contains("Somebody else changed roles meanwhile", stale.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_coordinator_of_some_innovations_sees_those_and_no_register_of_people(TestEngine engine)
    {
        var site = await sites.On(engine);
        var ali = await site.As(Role.Administrator);
        var sam = await site.As(Role.Coordinator);
        var theirs = (await sam.Send("/innovations/new", ("name", "Among theirs"))).Id();
        var other = (await sam.Send("/innovations/new", ("name", "Of somebody else"))).Id();
        var there = (await sam.Send("/people/new", ("name", "Thea There"))).Id();
        await sam.Send($"/innovations/{theirs}/people/new", ("personId", $"{there}"));
        await sam.Send("/people/new", ("name", "Elke Elsewhere"));
        var gus = await Somebody(site, "Gus Some");
        var id = await Make(ali, $"Local coordinator {engine}", "Coordinator", "Some");
        await ali.Send($"/accounts/{gus.AccountId}/role", ("role", $"{id}"));
        gus = await site.Again(gus);
        Assert.Equal(HttpStatusCode.NotFound, (await gus.Open($"/innovations/{theirs}")).Status);

        await sam.Send($"/innovations/{theirs}/access", ("account", gus.UserName!), ("level", "Viewer"));

        // Given as little as can be: there they may do what their role lets them.
        Assert.Equal(HttpStatusCode.OK, (await gus.Open($"/innovations/{theirs}/edit")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await gus.Open($"/innovations/{other}")).Status);
        Assert.DoesNotContain("Of somebody else", (await gus.Open("/innovations")).Text);
        Assert.DoesNotContain("Of somebody else", (await gus.Open("/")).Html);
        foreach (var closed in new[] { "/people", "/imports", "/privacy", $"/people/{there}", "/api/people/names?q=e" })
            Assert.Equal(HttpStatusCode.Forbidden, (await gus.Open(closed)).Status);
        var around = await gus.Open($"/innovations/{theirs}/people");
        Assert.Contains("Thea There", around.Text);
        Assert.DoesNotContain("Elke Elsewhere", (await gus.Open($"/innovations/{theirs}/people/new")).Html);
        foreach (var link in (await gus.Open("/")).Document.QuerySelectorAll(".cp-nav a"))
            Assert.Equal(HttpStatusCode.OK, (await gus.Open(link.GetAttribute("href")!)).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_one_of_the_four_may_do_is_taken_away_and_given_back(TestEngine engine)
    {
        await using var site = await TestSite.Start(engine);
        var ali = await site.As(Role.Administrator);
        var helen = await site.As(Role.Viewer);
        var innovation = (await (await site.As(Role.Coordinator)).Send("/innovations/new", ("name", "Money"))).Id();
        Assert.Equal(HttpStatusCode.OK, (await helen.Open($"/innovations/{innovation}/money")).Status);
        var held = Held(await ali.Open("/roles/Viewer"));

        Assert.Equal(HttpStatusCode.Created, (await Keep(ali, "Viewer", held.Except(["resourcing.see"]))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await helen.Open($"/innovations/{innovation}/money")).Status);
        Assert.Equal(HttpStatusCode.Created, (await Keep(ali, "Viewer", held)).Status);
        Assert.Equal(HttpStatusCode.OK, (await helen.Open($"/innovations/{innovation}/money")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Nobody_locks_themselves_out_or_makes_nonsense(TestEngine engine)
    {
        await using var site = await TestSite.Start(engine);
        var ali = await site.As(Role.Administrator);

        // Everything but one thing taken away: what must stay stays.
        Assert.Equal(HttpStatusCode.Created, (await Keep(ali, "Administrator", ["host.home"])).Status);
        foreach (var open in new[] { "/", "/roles", "/accounts", "/modules", "/settings", "/account" })
            Assert.Equal(HttpStatusCode.OK, (await ali.Open(open)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ali.Open("/audit")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Keep(ali, "Viewer", [])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Keep(ali, "Viewer", ["host.home", "host.everything"])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Keep(ali, $"{Guid.NewGuid()}", ["host.home"])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ali.Open("/roles/nonsense")).Status);

        foreach (
            var (name, basedOn, sees, field) in new[]
            {
                ("", "Viewer", "All", "name"),
                ("viewer", "Viewer", "All", "name"),
                ("Co-producer", "Viewer", "All", "name"),
                ("New", "King", "All", "basedOn"),
                ("New", "Viewer", "Everything", "sees"),
                ("New", "CoProducer", "All", "sees"),
            }
        )
        {
            var refused = await ali.Send("/roles/new", ("name", name), ("basedOn", basedOn), ("sees", sees));
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.NotNull(refused.ErrorOf(field));
        }
        var first = await Make(ali, "Twice", "Viewer", "All");
        // A name that is taken is put right on the same page, and that is kept.
        var renamed = await ali.Open($"/roles/{await Make(ali, "Once", "Viewer", "All")}");
        var taken = await renamed.Send(("name", "Twice"));
        Assert.NotNull(taken.ErrorOf("name"));
        Assert.Equal(HttpStatusCode.OK, (await taken.Send(("name", "Only once"))).Status);
        Assert.Contains("Only once", (await ali.Open("/roles")).Text);
        Assert.NotNull(
            (await ali.Send("/roles/new", ("name", "TWICE"), ("basedOn", "Viewer"), ("sees", "All"))).ErrorOf("name")
        );

        var ida = await Somebody(site, "Ida Holds");
        await ali.Send($"/accounts/{ida.AccountId}/role", ("role", $"{first}"));
        var held = await ali.Send($"/roles/{first}/end", ("sure", "true"));
        Assert.Contains("Held by 1", held.Text);
        await ali.Send($"/accounts/{ida.AccountId}/role", ("role", "CoProducer"));
        Assert.Contains("The role is gone.", (await ali.Send($"/roles/{first}/end", ("sure", "true"))).Text);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await ali.PostJson($"/api/accounts/{ali.AccountId}/role", new { role = "Viewer" })).Status
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await ali.PostJson($"/api/accounts/{ida.AccountId}/role", new { role = "King" })).Status
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_account_whose_role_is_gone_holds_nothing_when_it_is_opened_again(TestEngine engine)
    {
        await using var site = await TestSite.Start(engine);
        var ali = await site.As(Role.Administrator);
        var eve = await Somebody(site, "Eve Evaluates");
        var id = await Make(ali, "Evaluator", "Coordinator", "Some");
        await ali.Send($"/accounts/{eve.AccountId}/role", ("role", $"{id}"));
        Assert.Equal(0, (await site.Run("user", "disable", eve.UserName!)).Code);
        Assert.Contains("The role is gone.", (await ali.Send($"/roles/{id}/end", ("sure", "true"))).Text);
        Assert.Equal(0, (await site.Run("user", "enable", eve.UserName!)).Code);

        // What opened it before it was ended does not open it again.
        Assert.Equal(HttpStatusCode.Unauthorized, (await eve.Get("/api/people")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await site.Again(eve)).Open("/people")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Somebody_is_always_left_who_looks_after_accounts(TestEngine engine)
    {
        await using var site = await TestSite.Start(engine);
        var ali = await site.As(Role.Administrator);
        var bea = await Somebody(site, "Bea Second");
        await ali.PostJson($"/api/accounts/{bea.AccountId}/role", new { role = "Administrator" });

        // Each takes the other's role, at once: one of the two stays.
        var both = await Task.WhenAll(
            ali.PostJson($"/api/accounts/{bea.AccountId}/role", new { role = "Viewer" }),
            bea.PostJson($"/api/accounts/{ali.AccountId}/role", new { role = "Viewer" })
        );
        Assert.Contains(both, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(1, await site.Count("account where role = 'Administrator' and disabled = false"));

        var left = await site.Count("account where role = 'Administrator' and id = @AccountId", ali) == 1 ? ali : bea;
        var id = await Make(await site.Again(left), "IT", "Administrator", "All");
        var held = Held(await (await site.Again(left)).Open($"/roles/{id}"));
        // What one holds oneself one does not add to.
        var own = Held(await (await site.Again(left)).Open("/roles/Administrator"));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Keep(left, "Administrator", own.Append("register.people"))).Status
        );
        Assert.Equal(
            HttpStatusCode.Created,
            (await Keep(left, $"{id}", held.Append("register.people"), ("name", "IT"))).Status
        );
    }

    [Fact]
    public async Task The_console_knows_roles_of_ones_own()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var ali = await site.As(Role.Administrator);
        await Make(ali, "Evaluation partner", "Viewer", "Some");
        var roles = await site.Run("user", "roles");
        Assert.Contains("Evaluation partner\tsees some\t", roles.Output);
        var invited = await site.Run("user", "invite", "pat", "--role", "evaluation partner");
        Assert.Equal(0, invited.Code);
        Assert.Contains("pat\tEvaluation partner", (await site.Run("user", "list")).Output);
        var wrong = await site.Run("user", "role", "pat", "--role", "king");
        Assert.Equal(1, wrong.Code);
        Assert.Contains("one of your own", wrong.Errors);
    }
}
