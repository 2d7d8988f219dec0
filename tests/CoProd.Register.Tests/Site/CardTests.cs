using System.Net;
using System.Text.RegularExpressions;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Register.Tests.Site;

/// <summary>A card with a code: whoever holds it may say something, and sees nothing.</summary>
public sealed class CardTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task By_a_card_somebody_without_an_account_tells_pauses_and_asks_to_be_rung_and_a_worker_hears_of_it(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (person, code) = await Card(coordinator, "Maureen Cardholder");
        using var phone = site.Anonymous();

        var open = await phone.Send("/open/card", ("code", code.ToLowerInvariant().Replace("-", " ")));
        var told = await phone.Send(open.Path + "/did", ("words", "I sat with <b>Ada</b> on Monday."));
        var rung = await phone.Send(open.Path + "/ring", ("words", "After six."));
        var paused = await phone.Send(open.Path + "/pause");
        var list = await coordinator.Open("/people/told");
        var verdict = await site.Ask<IAskGate, IReadOnlyList<AskVerdict>>(gate => gate.MayAsk([person], default));

        Assert.Contains("What would you like to tell us?", open.Text);
        Assert.Contains("somebody will read it", told.Html);
        Assert.Contains("Somebody will ring you", rung.Html);
        Assert.Contains("nobody asks you for anything", paused.Html);
        Assert.All([open, told, rung, paused], page => Assert.DoesNotContain("Maureen", page.Html));
        Assert.Contains("I sat with <b>Ada</b> on Monday.", list.Text);
        Assert.Contains("After six.", list.Text);
        Assert.Equal(AskAnswer.Stop, Assert.Single(verdict).Answer);
        Assert.Contains("last used on", (await coordinator.Open($"/people/{person}")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_told_is_a_warning_until_it_is_seen_to(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (person, code) = await Card(coordinator, "Rung Ringer");
        var innovation = await coordinator.Send("/innovations/new", ("name", "Ring Back"));
        await coordinator.Send(innovation.Path + "/people/new", ("personId", person.ToString()));
        using var phone = site.Anonymous();

        await phone.Send($"/open/card/{code}/ring");
        var before = await coordinator.Open(innovation.Path);
        var list = await coordinator.Open("/people/told");
        var section = list.Document.QuerySelectorAll("section").Single(s => s.TextContent.Contains("Rung Ringer"));
        var seen = section.QuerySelectorAll("a").Single(a => a.TextContent == "It is seen to").GetAttribute("href")!;
        await coordinator.Send(seen, ("sure", "yes"));
        var after = await coordinator.Open(innovation.Path);

        Assert.Contains("Rung Ringer asked to be rung.", before.Text);
        Assert.DoesNotContain("Rung Ringer asked to be rung.", after.Text);
        Assert.DoesNotContain("Rung Ringer", (await coordinator.Open("/people/told")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_card_that_was_ended_a_wrong_code_and_a_form_sent_twice_do_no_harm(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (person, code) = await Card(coordinator, "Lost Card");
        using var phone = site.Anonymous();
        var form = await phone.Open($"/open/card/{code}/did");

        var wrong = await phone.Send("/open/card", ("code", "2222-2222-2222"));
        var empty = await form.Send(("words", ""));
        await form.Send(("words", "Once."));
        await form.Send(("words", "Once."));
        var list = await coordinator.Open("/people/told");
        var another = await phone.Open($"/open/card/{code}/did");
        var page = await coordinator.Open($"/people/{person}");
        var end = page.Document.QuerySelectorAll("main a").Single(a => a.TextContent == "End this card");
        await coordinator.Send(end.GetAttribute("href")!, ("sure", "yes"));
        var ended = await phone.Open($"/open/card/{code}");
        var late = await another.Send(("words", "Too late."));

        Assert.Contains("does not open anything", wrong.ErrorOf("code"));
        Assert.Equal("2222-2222-2222", wrong.ValueOf("code"));
        Assert.NotNull(empty.ErrorOf("words"));
        Assert.Single(Regex.Matches(list.Text, "Once\\."));
        Assert.Equal(HttpStatusCode.NotFound, ended.Status);
        Assert.Equal(HttpStatusCode.NotFound, late.Status);
        Assert.Contains("No card is out.", (await coordinator.Open($"/people/{person}")).Text);
    }

    [Fact]
    public async Task Whoever_tries_many_codes_is_stopped_for_a_while_and_told_so()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var (_, code) = await Card(await site.As(Role.Coordinator), "Guessed At");
        using var phone = site.Anonymous();

        var answers = new List<HttpStatusCode>();
        for (var tries = 0; tries < 61; tries++)
            answers.Add((await phone.Open($"/open/card/2222-2222-{tries + 2222}")).Status);
        var stopped = await phone.Open($"/open/card/{code}");

        Assert.All(answers.Take(60), status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[60]);
        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.Status);
        Assert.Contains("Wait five minutes", stopped.Text);
        // Everything else goes on.
        Assert.Equal(HttpStatusCode.OK, (await phone.Open("/sign-in")).Status);
    }

    private static async Task<(Guid Person, string Code)> Card(Session coordinator, string name)
    {
        var made = await coordinator.Send("/people/new", ("name", name));
        var card = await coordinator.Send(made.Path + "/cards/new");
        return (Guid.Parse(made.Path.Split('/')[^1]), Regex.Match(card.Text, "[0-9A-Z]{4}(-[0-9A-Z]{4}){2}").Value);
    }
}
