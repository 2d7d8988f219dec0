using System.Net;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Register.Tests.Site;

/// <summary>People: recorded, corrected, left alone when they ask for it.</summary>
public sealed class PeopleTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_person_is_recorded_found_and_corrected(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);

        var page = await coordinator.Send(
            "/people/new",
            ("name", "Ŵyn Prosser"),
            ("role", "night sitter"),
            ("stakeholders", "night workers, carers"),
            ("locality", "Llanwen"),
            ("contactWish", "<script>alert(1)</script>")
        );
        var edited = await coordinator.Send(page.Path + "/edit", ("phone", "01234 567"));

        Assert.Contains("Ŵyn Prosser", page.Text);
        Assert.Contains("carers, night workers", page.Text);
        Assert.DoesNotContain("<script>alert", page.Html);
        Assert.Contains("<script>alert(1)</script>", page.Text);
        Assert.Contains("01234 567", edited.Text);
        Assert.Contains("Llanwen", edited.Text);
        Assert.Contains("Ŵyn Prosser", (await coordinator.Open("/people?filter=wyn")).Text);
        Assert.Contains("Ŵyn Prosser", (await coordinator.Open("/search?q=wyn")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_role_alone_is_enough_and_nothing_at_all_is_not(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);

        var refused = await coordinator.Send("/people/new", ("phone", "0999"), ("email", "nobody"));
        var made = await coordinator.Send("/people/new", ("role", "The caretaker"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("Enter a name, or a role where the name is not known.", refused.ErrorOf("name"));
        Assert.Contains("@", refused.ErrorOf("email"));
        Assert.Equal("0999", refused.ValueOf("phone"));
        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Contains("The caretaker", made.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_who_correct_a_person_at_once_are_shown_both_texts(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var made = await coordinator.Send("/people/new", ("name", "Both at once"));
        var mine = await coordinator.Open(made.Path + "/edit");
        await coordinator.Send(made.Path + "/edit", ("role", "Theirs"));

        var conflict = await mine.Send(("role", "Mine"));

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.Equal("Mine", conflict.ValueOf("role"));
        Assert.Equal("Now it says: Theirs", conflict.ErrorOf("role"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Only_those_who_coordinate_see_people(TestEngine engine)
    {
        var site = await sites.On(engine);
        var person = await (await site.As(Role.Coordinator)).Person("Hidden Hilda");

        foreach (var role in new[] { Role.Viewer, Role.Administrator, Role.CoProducer })
        {
            var session = await site.As(role);
            Assert.Equal(HttpStatusCode.Forbidden, (await session.Open("/people")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await session.Open($"/people/{person}")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await session.Get($"/api/people/{person}")).Status);
            Assert.DoesNotContain("Hilda", (await session.Open("/search?q=hilda")).Text);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_id_that_is_nobodys_is_not_found(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var nobody = Guid.CreateVersion7();
        var (mine, theirs) = (await coordinator.Person("Mine"), await coordinator.Person("Theirs"));
        var consent = await coordinator.Make($"/api/people/{theirs}/consents", new { scope = "Quote" });

        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.Open($"/people/{nobody}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.Open($"/people/{nobody}/edit")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await coordinator.PostJson($"/api/people/{nobody}", new { name = "No" })).Status
        );
        var (status, _) = await coordinator.PostJson(
            $"/api/people/{mine}/consents/{consent}/withdraw",
            new { sure = true }
        );
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Theory]
    [
        InlineData(TestEngine.Sqlite, "Paused"),
        InlineData(TestEngine.Sqlite, "Bereaved"),
        InlineData(TestEngine.Sqlite, "Died")
    ]
    [InlineData(TestEngine.Postgres, "Paused"), InlineData(TestEngine.Postgres, "NoContact")]
    public async Task Whatever_stops_contact_stops_every_ask_and_does_not_say_why(TestEngine engine, string state)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var person = await coordinator.Person($"Stopped {state}");
        Assert.Equal(AskAnswer.Ask, (await Ask(site, person)).Answer);

        await coordinator.Make($"/api/people/{person}/contact", new { state });

        var verdict = await Ask(site, person);
        Assert.Equal((AskAnswer.Stop, "They asked not to be contacted for now."), (verdict.Answer, verdict.Why));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_stop_is_lifted_only_with_the_persons_own_word(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var person = await coordinator.Person("Paused Paula");
        await coordinator.Make($"/api/people/{person}/contact", new { state = "Paused" });

        var refused = await coordinator.Send($"/people/{person}/contact", ("state", "Open"));
        Assert.Contains("Only the person can lift this", refused.ErrorOf("readBack"));
        Assert.Equal(AskAnswer.Stop, (await Ask(site, person)).Answer);

        await refused.Send(("state", "Open"), ("readBack", "yes"));
        Assert.Equal(AskAnswer.Ask, (await Ask(site, person)).Answer);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_person_pauses_themselves_and_may_be_asked_again_when_they_say_so(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (session, person, _) = await site.CoProducer($"Maureen {engine}");

        var paused = await session.Send("/me/pause");
        Assert.Contains("Paused until they say so", paused.Text);
        Assert.Equal(AskAnswer.Stop, (await Ask(site, person)).Answer);

        await session.Send("/me/pause/lift", ("sure", "yes"));
        Assert.Equal(AskAnswer.Ask, (await Ask(site, person)).Answer);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_pause_of_ones_own_does_not_soften_a_stronger_stop(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (session, person, _) = await site.CoProducer($"Bereaved {engine}");
        var coordinator = await site.As(Role.Coordinator);
        await coordinator.Make($"/api/people/{person}/contact", new { state = "Bereaved" });

        await session.Send("/me/pause", ("until-day", "31"), ("until-month", "12"), ("until-year", "2199"));

        Assert.Contains("Bereaved", (await coordinator.Open($"/people/{person}")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task When_two_records_become_one_the_stricter_word_on_contact_holds(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (session, twice, innovation) = await site.CoProducer($"Twice {engine}");
        var kept = await coordinator.Person($"Twice {engine} kept");
        await coordinator.Make($"/api/people/{twice}/contact", new { state = "NoContact" });

        await coordinator.Make($"/api/people/{twice}/merge", new { into = kept });

        Assert.Equal(AskAnswer.Stop, (await Ask(site, kept)).Answer);
        Assert.Contains($"What Twice {engine} does", (await coordinator.Open($"/people/{kept}")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.Open($"/people/{twice}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await session.Open($"/innovations/{innovation}")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_consent_is_given_and_taken_back_and_both_stay_on_record(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var person = await coordinator.Person("Quoted Quentin");

        var given = await coordinator.Send(
            $"/people/{person}/consents/new",
            ("scope", "Quote"),
            ("purpose", "the yearly report")
        );
        var step = given.Document.QuerySelector("a[href$='/withdraw'][href*='/consents/']")!.GetAttribute("href")!;
        var unsure = await coordinator.Send(step);
        var ended = await unsure.Send(("sure", "yes"));

        Assert.Contains("the yearly report", given.Text);
        Assert.Equal("Tick the box if that is what you want.", unsure.ErrorOf("sure"));
        Assert.Contains("taken back on", ended.Text);
    }

    private static async Task<AskVerdict> Ask(TestSite site, Guid person) =>
        Assert.Single(
            await site.Ask<IAskGate, IReadOnlyList<AskVerdict>>(gate => gate.MayAsk([person], CancellationToken.None))
        );

    [Theory, MemberData(nameof(Both))]
    public async Task Whoever_had_their_stop_lifted_by_somebody_else_is_told_until_they_know(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var person = await coordinator.Person($"Lifted {engine}");
        var self = await site.AsPerson(person, "Lifted");
        await self.Send("/me/pause");
        Assert.DoesNotContain("somebody wrote down", (await self.Open("/me")).Text);

        var lifted = await coordinator.Send($"/people/{person}/contact", ("state", "Open"), ("readBack", "true"));
        Assert.Contains("they were not told of it yet", lifted.Text);
        Assert.Contains("somebody wrote down that you told them", (await self.Open("/me")).Text);
        await self.Send("/me/pause/lifted", ("sure", "true"));
        Assert.DoesNotContain("somebody wrote down", (await self.Open("/me")).Text);
        Assert.DoesNotContain("not told of it", (await coordinator.Open($"/people/{person}")).Text);

        // Once more, and it was not their word: the pause holds at once, and nothing is left to tell.
        await self.Send("/me/pause");
        await coordinator.Send($"/people/{person}/contact", ("state", "Open"), ("readBack", "true"));
        await self.Send("/me/pause");
        var again = await coordinator.Open($"/people/{person}");
        Assert.Contains("Paused", again.Text);
        Assert.DoesNotContain("not told of it", again.Text);

        // Who lifts it themselves knows already. Others may be told in writing.
        await self.Send("/me/pause/lift", ("sure", "true"));
        Assert.DoesNotContain("somebody wrote down", (await self.Open("/me")).Text);
        await coordinator.Send($"/people/{person}/contact", ("state", "NoContact"));
        await coordinator.Send($"/people/{person}/contact", ("state", "Open"), ("readBack", "true"));
        var told = await coordinator.Send($"/people/{person}/contact/lifted", ("sure", "true"));
        Assert.DoesNotContain("not told of it", told.Text);
        Assert.Contains(
            "stopsLiftedForThem",
            (
                await coordinator.Client.GetStringAsync(
                    $"/people/{person}/data.json",
                    TestContext.Current.CancellationToken
                )
            )
        );
    }
}
