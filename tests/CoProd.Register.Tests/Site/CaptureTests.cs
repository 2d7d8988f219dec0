using System.Net;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Register.Tests.Site;

/// <summary>"What happened?": kept once, as told, and taken back by whoever told it.</summary>
public sealed class CaptureTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_told_on_any_page_is_kept_and_can_be_taken_back(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (session, person, innovation) = await site.CoProducer($"Maureen {engine}");
        var page = await session.Open($"/innovations/{innovation}");

        var back = await page.SendForm(
            "form.cp-capture__form",
            ("words", "We moved the chairs. <script>alert(1)</script>"),
            ("hours", "1.5"),
            ("ticks", "Learned"),
            ("ticks", "Changed")
        );
        var me = await session.Open("/me");
        var undo = me.Document.QuerySelector("main a[href$='/undo']")!.GetAttribute("href")!;
        var noteId = Guid.Parse(undo.Split('/')[2]);
        var note = await Find(site, noteId);

        Assert.Equal($"/innovations/{innovation}", back.Path);
        Assert.Contains("You can take it back on “My page”.", back.Text);
        // What was learned waits until they are asked who may read it: until then it is theirs, and those who record see it.
        Assert.Contains("We moved the chairs.", me.Text);
        Assert.DoesNotContain("<script>alert", back.Html);
        Assert.Equal(
            (1.5m, "Learned Changed", person),
            (note!.Hours, string.Join(' ', note.Ticks), Assert.Single(note.People))
        );

        var undone = await session.Send(undo);

        Assert.DoesNotContain("We moved the chairs", undone.Text);
        Assert.Null(await Find(site, noteId));
        Assert.Equal(HttpStatusCode.NotFound, (await session.Open($"/capture/{noteId}")).Status);
        Assert.DoesNotContain("We moved the chairs", (await session.Open($"/innovations/{innovation}")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Another_day_and_who_was_there_are_told_on_the_longer_form(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (_, person, innovation) = await site.CoProducer($"Tom {engine}");

        var kept = await coordinator.Send(
            $"/capture?innovationId={innovation}&back=%2Finnovations%2F{innovation}%2Fnotes",
            ("words", "The hall was cold."),
            ("on-day", "3"),
            ("on-month", "3"),
            ("on-year", "2025"),
            ("people", person.ToString())
        );

        Assert.Equal($"/innovations/{innovation}/notes", kept.Path);
        Assert.Contains("3 March 2025", kept.Text);
        Assert.Contains($"Tom {engine}", kept.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_sign_in_sheet_is_typed_in_as_one_grid_and_taken_back_at_once(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (_, iris, innovation) = await site.CoProducer($"Iris {engine}");
        var sheet = $"/innovations/{innovation}/sheet";
        (string, string)[] day = [("on-day", "3"), ("on-month", "3"), ("on-year", "2025")];

        var wrong = await coordinator.Send(
            sheet,
            [
                .. day,
                ("words", "We cooked."),
                ("hours", "2"),
                ("name1", $"iris {engine}"),
                ("hours1", "0.5"),
                ("name4", "Bo Ek"),
            ]
        );
        var kept = await wrong.Send(("new4", "yes"));
        var note = await Find(site, Guid.Parse(kept.Path.Split('/')[2]));
        var bo = Assert.Single(note!.People, person => person != iris);

        Assert.Contains("Nobody called “Bo Ek” takes part yet (line 4).", wrong.Text);
        Assert.Equal("0.5", wrong.Document.QuerySelector("#hours1")!.GetAttribute("value"));
        Assert.Equal((2m, 0.5m, 2.5m), (note.Hours, note.HoursOf[iris], note.HoursInAll));
        Assert.Contains($"Iris {engine} (0.5 hours)", kept.Text);
        Assert.Contains("Bo Ek", (await coordinator.Open($"/innovations/{innovation}/people")).Text);
        Assert.Equal(HttpStatusCode.OK, (await coordinator.Open($"/people/{bo}")).Status);

        // The whole sheet is one note: one undo takes it back.
        await coordinator.Send(kept.Path + "/undo");
        Assert.Null(await Find(site, note.Id));
    }

    [Theory]
    [InlineData("hours3", "2", "Line 3 has no name.")]
    [InlineData("name2", "Ada", "“Ada” stands on line 1 already.")]
    [InlineData("hours1", "-1", "hours on line 1")]
    [InlineData("on-year", "2090", "That day is still to come.")]
    [InlineData("words", "", "Enter what happened.")]
    public async Task A_sheet_with_a_slip_comes_back_as_it_was_typed(string field, string value, string said)
    {
        var site = await sites.On(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        var (_, _, innovation) = await site.CoProducer("Somebody");
        Dictionary<string, string> typed = new()
        {
            ["on-day"] = "3",
            ["on-month"] = "3",
            ["on-year"] = "2025",
            ["words"] = "We cooked.",
            ["name1"] = "Ada",
            ["new1"] = "yes",
            [field] = value,
        };

        var back = await coordinator.Send(
            $"/innovations/{innovation}/sheet",
            [.. typed.Select(each => (each.Key, each.Value))]
        );

        Assert.Contains(said, back.Text);
        Assert.Equal("Ada", back.Document.QuerySelector("#name1")!.GetAttribute("value"));
        Assert.DoesNotContain("Ada", (await coordinator.Open($"/innovations/{innovation}/people")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Names_are_offered_to_those_who_take_part_and_say_who_was_there(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (session, me, innovation) = await site.CoProducer($"Wyn {engine}");
        var (stranger, _, _) = await site.CoProducer($"Stranger {engine}");
        var ceri = await coordinator.Person($"Ceri {engine}");
        await coordinator.TakesPart(innovation, ceri);
        var names = $"/api/notes/names?innovationId={innovation}&q=cer";

        var (_, offered) = await session.Get(names);
        var (_, hidden) = await stranger.Get(names);
        var (refused, _) = await session.Get("/api/people/names?q=cer");
        var (_, all) = await coordinator.Get($"/api/people/names?q=ceri%20{engine}");
        var page = await session.Open($"/innovations/{innovation}");
        var wrong = await page.SendForm("form.cp-capture__form", ("words", "We sang."), ("who", "Nobody"));
        var kept = await wrong.Send(("who", $"ceri {engine}, "));
        var note = await Find(site, await LastOf(session));

        Assert.Equal($"Ceri {engine}", (string?)Assert.Single(offered!.AsArray())!["name"]);
        Assert.Empty(hidden!.AsArray());
        Assert.Equal(HttpStatusCode.Forbidden, refused);
        Assert.Single(all!.AsArray());
        Assert.StartsWith("Nobody called “Nobody” takes part", wrong.ErrorOf("who"));
        Assert.Equal("We sang.", wrong.ValueOf("words"));
        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Equal(new[] { me, ceri }.Order(), note!.People.Order());
    }

    private static async Task<Guid> LastOf(Session session) =>
        Guid.Parse(
            (await session.Open("/me"))
                .Document.QuerySelector("main a[href$='/undo']")!
                .GetAttribute("href")!
                .Split('/')[2]
        );

    [Theory, MemberData(nameof(Both))]
    public async Task Sent_twice_it_is_kept_once(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (session, _, innovation) = await site.CoProducer($"Twice {engine}");
        var form = await session.Open($"/capture?innovationId={innovation}");

        await form.Send(("words", "Only once."));
        await form.Send(("words", "Only once."));

        var (_, notes) = await session.Get($"/api/innovations/{innovation}/notes");
        Assert.Single(notes!["rows"]!.AsArray());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_not_right_yet_comes_back_with_everything_typed(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (session, _, innovation) = await site.CoProducer($"Typing {engine}");

        var page = await session.Send(
            $"/capture?innovationId={innovation}",
            ("words", ""),
            ("hours", "1001"),
            ("on-day", "31"),
            ("on-month", "2"),
            ("on-year", "2025"),
            ("ticks", "Broke")
        );
        var future = await page.Send(
            ("words", "Not yet"),
            ("hours", "2"),
            ("on-day", "1"),
            ("on-month", "1"),
            ("on-year", "2199")
        );

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("Enter what happened.", page.ErrorOf("words"));
        Assert.Contains("between 0 and 1000", page.ErrorOf("hours"));
        Assert.Contains("real date", page.ErrorOf("on"));
        Assert.Equal(("1001", "31"), (page.ValueOf("hours"), page.ValueOf("on-day")));
        Assert.NotNull(page.Document.QuerySelector("main input[value=Broke][checked]"));
        Assert.Contains("still to come", future.ErrorOf("on"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Nobody_tells_of_what_is_not_theirs_to_see_or_of_people_who_take_no_part(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (session, _, own) = await site.CoProducer($"Own {engine}");
        var (_, stranger, other) = await site.CoProducer($"Other {engine}");

        var (elsewhere, _) = await session.PostJson(
            "/api/notes",
            new { innovationId = other, words = "I was not there." }
        );
        var (unknown, _) = await coordinator.PostJson(
            "/api/notes",
            new { innovationId = Guid.CreateVersion7(), words = "Nowhere." }
        );
        var (people, _) = await session.PostJson(
            "/api/notes",
            new
            {
                innovationId = own,
                words = "With whom?",
                people = new[] { stranger },
            }
        );

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            (elsewhere, unknown, people)
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await (await site.As(Role.Viewer)).Open("/capture")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Whoever_has_no_business_with_notes_reads_none_of_their_words(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (writer, _, innovation) = await site.CoProducer($"Told {engine}");
        var note = await writer.Tells(innovation, "Wombatnote of a neighbour.");

        foreach (var reader in new[] { coordinator, writer })
        foreach (
            var path in new[] { $"/innovations/{innovation}", $"/innovations/{innovation}/notes", $"/capture/{note}" }
        )
            Assert.Contains("Wombatnote", (await reader.Open(path)).Text);
        foreach (var role in new[] { Role.Viewer, Role.Administrator })
        {
            var reader = await site.As(role);
            foreach (var path in new[] { $"/innovations/{innovation}/notes", $"/capture/{note}" })
                Assert.Equal(HttpStatusCode.Forbidden, (await reader.Open(path)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.Get($"/api/innovations/{innovation}/notes")).Status);
            foreach (
                var path in new[]
                {
                    "/",
                    $"/innovations/{innovation}",
                    $"/innovations/{innovation}/people",
                    $"/innovations/{innovation}/report",
                    "/search?q=wombatnote",
                    "/due.ics",
                    "/exports/innovations-csv",
                }
            )
            {
                using var answer = await reader.Client.GetAsync(path);
                Assert.DoesNotContain("Wombatnote", await answer.Content.ReadAsStringAsync());
            }
            Assert.Null((await reader.Open($"/innovations/{innovation}")).Document.QuerySelector("a[href$='/notes']"));
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_note_is_undone_by_its_writer_or_a_coordinator_alone(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (writer, _, innovation) = await site.CoProducer($"Writer {engine}");
        var (outsider, reader, _) = await site.CoProducer($"Reader {engine}");
        var note = await writer.Tells(innovation, "Mine to take back.");

        Assert.Equal(HttpStatusCode.NotFound, (await outsider.Open($"/capture/{note}")).Status);
        await coordinator.TakesPart(innovation, reader);
        var seen = await outsider.Open($"/capture/{note}");
        Assert.Contains("Mine to take back.", seen.Text);
        Assert.Null(seen.Document.QuerySelector("main form"));
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.PostJson($"/api/notes/{note}/undo", new { })).Status);
        Assert.NotNull(await Find(site, note));

        await coordinator.Send($"/capture/{note}/undo");
        Assert.Null(await Find(site, note));
    }

    [Theory]
    [InlineData("//evil.example"), InlineData("https://evil.example"), InlineData("/\\evil.example")]
    public async Task It_leads_back_to_pages_of_ours_alone(string back)
    {
        var site = await sites.On(TestEngine.Sqlite);
        var (session, _, innovation) = await site.CoProducer("Led astray");

        var page = await session.Send($"/capture?innovationId={innovation}", ("words", "Where to?"), ("back", back));

        Assert.StartsWith("/capture/", page.Path);
    }

    private static Task<Note?> Find(TestSite site, Guid note) =>
        site.Ask<INotes, Note?>(notes => notes.Find(note, CancellationToken.None));
}
