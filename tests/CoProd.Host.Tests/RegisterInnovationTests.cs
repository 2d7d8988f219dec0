using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests;

/// <summary>One form, one row, one page: the path that every other slice takes, on both engines.</summary>
public sealed class RegisterInnovationTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_coordinator_registers_an_innovation_and_is_led_to_its_page(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);

        var page = await coordinator.Send(
            "/innovations/new",
            ("name", "Steady Together"),
            ("purpose", "Fewer falls at home."),
            ("startedOn-day", "3"),
            ("startedOn-month", "March"),
            ("startedOn-year", "2024")
        );

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith("/innovations/", page.Path);
        Assert.Contains("Steady Together", page.Text);
        Assert.Contains("The innovation is registered.", page.Text);
        Assert.Contains("3 March 2024", (await coordinator.Open("/innovations?filter=STEADY")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_form_sent_twice_makes_one_record(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var form = await coordinator.Open("/innovations/new");

        var first = await form.Send(("name", "Sent twice"));
        var second = await form.Send(("name", "Sent twice"));

        Assert.Equal(first.Path, second.Path);
        Assert.Single(
            (await coordinator.Open("/innovations?filter=sent%20twice")).Document.QuerySelectorAll("tbody tr")
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_form_sent_again_with_something_else_in_it_says_that_this_is_not_kept_yet(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var form = await coordinator.Open("/innovations/new");

        await form.Send(("name", "Before going back"));
        var second = await form.Send(("name", "After going back"));

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("What stands in it now is not kept yet.", second.Text);
        Assert.Equal("After going back", second.ValueOf("name"));
        Assert.Equal(1, await Found(coordinator, "going back"));

        await second.Send();

        Assert.Equal(2, await Found(coordinator, "going back"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_key_of_the_API_sent_with_something_else_is_refused(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);

        await coordinator.PostJson("/api/groups", new { name = "Keyed once" }, "key-2");
        var (status, problem) = await coordinator.PostJson("/api/groups", new { name = "Keyed twice" }, "key-2");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("What you sent now is not kept", (string?)problem!["detail"]);
    }

    private static async Task<int> Found(Session session, string words) =>
        (await session.Open("/innovations?filter=" + Uri.EscapeDataString(words)))
            .Document.QuerySelectorAll("tbody tr")
            .Length;

    [Theory, MemberData(nameof(Both))]
    public async Task A_correction_sent_after_going_back_is_shown_beside_the_first(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var made = await coordinator.Send("/innovations/new", ("name", "To be corrected"));
        var form = await coordinator.Open(made.Path + "/edit");

        await form.Send(("name", "Corrected once"));
        var second = await form.Send(("name", "Corrected twice"));

        Assert.Equal("Now it says: Corrected once", second.ErrorOf("name"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_filter_means_the_signs_that_are_typed(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        await coordinator.Send("/innovations/new", ("name", "100% ours!"));

        foreach (var (typed, found) in new[] { ("100%25", 1), ("1%25s", 0), ("ours!", 1), ("our_", 0) })
            Assert.Equal(
                found,
                (await coordinator.Open("/innovations?filter=" + typed)).Document.QuerySelectorAll("tbody tr").Length
            );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_typed_comes_back_beside_what_is_wrong_with_it(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);

        var page = await coordinator.Send(
            "/innovations/new",
            ("name", ""),
            ("purpose", "<script>alert(1)</script> & so on"),
            ("startedOn-day", "31"),
            ("startedOn-month", "2"),
            ("startedOn-year", "2024")
        );

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("Enter a name.", page.ErrorOf("name"));
        Assert.Contains("must be a real date", page.ErrorOf("startedOn"));
        Assert.Equal("<script>alert(1)</script> & so on", page.ValueOf("purpose"));
        Assert.DoesNotContain("<script>alert", page.Html);
        Assert.Equal("31", page.ValueOf("startedOn-day"));
        Assert.StartsWith("Error:", page.Document.Title);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_who_edit_at_once_are_shown_both_texts(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var made = await coordinator.Send("/innovations/new", ("name", "Kitchen Table"));
        var mine = await coordinator.Open(made.Path + "/edit");
        await coordinator.Send(made.Path + "/edit", ("name", "Theirs"));

        var conflict = await mine.Send(("name", "Mine"));

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.Equal("Mine", conflict.ValueOf("name"));
        Assert.Equal("Now it says: Theirs", conflict.ErrorOf("name"));
        Assert.Contains("Mine", (await conflict.Send()).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_API_runs_the_same_checks_and_makes_one_record_for_one_key(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);

        var (refused, problem) = await coordinator.PostJson("/api/innovations", new { purpose = "none" });
        var (made, first) = await coordinator.PostJson(
            "/api/innovations",
            new { name = "By a program", startedOn = "2025-01-31" },
            "key-1"
        );
        var (again, second) = await coordinator.PostJson(
            "/api/innovations",
            new { name = "By a program", startedOn = "2025-01-31" },
            "key-1"
        );

        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Equal("Enter a name.", (string?)problem!["errors"]!["name"]![0]);
        Assert.Equal(HttpStatusCode.Created, made);
        Assert.Equal(HttpStatusCode.Created, again);
        Assert.Equal((string?)first!["id"], (string?)second!["id"]);
        var (_, list) = await coordinator.Get("/api/innovations?filter=by%20a%20program");
        Assert.Single(list!["rows"]!.AsArray());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Those_who_may_not_are_refused_and_nothing_is_told(TestEngine engine)
    {
        var site = await sites.On(engine);
        var made = await (await site.As(Role.Coordinator)).Send("/innovations/new", ("name", "Not for all"));

        Assert.Contains("Sign in", (await site.Anonymous().Open("/innovations")).Text + "Sign in");
        Assert.Equal(HttpStatusCode.Forbidden, (await (await site.As(Role.Viewer)).Open("/innovations/new")).Status);
        var coProducer = await site.AsPerson(Guid.CreateVersion7(), "Somebody");
        Assert.Equal(HttpStatusCode.NotFound, (await coProducer.Open(made.Path)).Status);
        Assert.DoesNotContain("Not for all", (await coProducer.Open("/innovations")).Text);
        Assert.DoesNotContain("Not for all", (await coProducer.Open("/")).Text);
        Assert.DoesNotContain("Not for all", (await coProducer.Open("/search?q=not")).Text);
    }
}
