using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Register.Tests.Site;

/// <summary>Who takes part sees the innovation; who does not, or no longer, does not.</summary>
public sealed class AroundTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_co_producer_sees_only_what_they_take_part_in_and_who_else_does(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (session, _, own) = await site.CoProducer($"Joy {engine}");
        var (_, _, other) = await site.CoProducer($"Tom {engine}");

        var around = await session.Open($"/innovations/{own}/people");
        var list = await session.Open("/innovations");

        Assert.Contains($"Joy {engine}", around.Text);
        Assert.Null(around.Document.QuerySelector("main a[href^='/people/']"));
        Assert.Contains($"What Joy {engine} does", list.Text);
        Assert.DoesNotContain($"What Tom {engine} does", list.Text);
        Assert.DoesNotContain($"What Tom {engine} does", (await session.Open("/search?q=tom")).Text);
        foreach (var page in new[] { "", "/people", "/notes" })
            Assert.Equal(HttpStatusCode.NotFound, (await session.Open($"/innovations/{other}{page}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await session.Get($"/api/innovations/{other}/people")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Somebody_new_takes_part_by_their_name_and_nobody_is_recorded_twice(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var innovation = await sam.Innovation($"For new people {engine}");
        var path = $"/innovations/{innovation}/people/new";

        var nobody = await sam.Send(path, ("role", "Treasurer"));
        var added = await sam.Send(path, ("name", $"Nia Newcomer {engine}"), ("role", "Treasurer"));
        var again = await sam.Send(path, ("name", $"nia newcomer {engine}"));
        var both = await sam.Send(path, ("name", "Somebody else"), ("personId", $"{await sam.Person("Chosen")}"));

        Assert.Equal("Choose somebody, or write the name of somebody new.", nobody.ErrorOf("personId"));
        Assert.Equal("Treasurer", nobody.ValueOf("role"));
        Assert.Contains($"Nia Newcomer {engine}", added.Text);
        Assert.NotNull(again.ErrorOf("name"));
        Assert.NotNull(both.ErrorOf("name"));
        Assert.Single(
            (await sam.Open($"/people?filter=newcomer%20{engine}")).Document.QuerySelectorAll("main tbody tr"),
            row => row.TextContent.Contains($"Newcomer {engine}", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Of_more_groups_than_fit_in_a_list_any_can_be_found_and_linked(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        await using var site = await TestSite.Start(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Many around it");
        await Task.WhenAll(Enumerable.Range(0, 205).Select(n => coordinator.Group($"Group {n:000}")));
        var last = await coordinator.Group("Zebra crossing friends");
        await Task.WhenAll(Enumerable.Range(0, 205).Select(n => coordinator.Innovation($"Innovation {n:000}")));
        var path = $"/innovations/{innovation}/groups/new";

        var all = await coordinator.Open(path);
        var none = await coordinator.Open(path + "?find=nobody");
        var found = await coordinator.Open(path + "?find=ZEBRA");
        var linked = await found.SendForm("main form[method=post]", ("groupId", last.ToString()), ("role", "Helps"));
        var note = await coordinator.Open("/capture?find=many%20around");

        Assert.Contains("There are more than fit in the list.", all.Text);
        Assert.Equal(200, all.Document.QuerySelectorAll("#groupId option[value]:not([value=''])").Length);
        Assert.Contains("Nothing is called “nobody”.", none.Text);
        Assert.Contains("Zebra crossing friends", linked.Text);
        Assert.Single(note.Document.QuerySelectorAll("#about option"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Whoever_has_stopped_no_longer_sees_it_and_may_come_back(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (session, person, innovation) = await site.CoProducer($"Des {engine}");

        await coordinator.Send($"/innovations/{innovation}/people/{person}/end", ("sure", "yes"));
        Assert.Equal(HttpStatusCode.NotFound, (await session.Open($"/innovations/{innovation}")).Status);
        Assert.DoesNotContain($"What Des {engine} does", (await session.Open("/innovations")).Text);

        await coordinator.TakesPart(innovation, person);
        Assert.Equal(HttpStatusCode.OK, (await session.Open($"/innovations/{innovation}")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_reader_who_does_not_take_part_is_told_how_many_and_not_who(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (_, _, innovation) = await site.CoProducer($"Ruth {engine}");

        foreach (var role in new[] { Role.Viewer, Role.Administrator })
        {
            var page = await (await site.As(role)).Open($"/innovations/{innovation}/people");
            Assert.Contains("Fewer than five people take part.", page.Text);
            Assert.DoesNotContain("takes part Ruth", page.Text);
            Assert.Empty(page.Document.QuerySelectorAll("main li"));
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_tie_joins_two_who_have_a_part_and_nobody_else(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (_, person, innovation) = await site.CoProducer($"Nia {engine}");
        var group = await coordinator.Group($"After-hours line {engine}");
        var stranger = await coordinator.Person("A stranger");
        await coordinator.Make($"/api/innovations/{innovation}/groups", new { groupId = group });
        var tie = $"/innovations/{innovation}/ties";

        var offered = (await coordinator.Open(tie + "/new"))
            .Document.QuerySelectorAll("select[name=from] option")
            .Select(option => option.TextContent)
            .Skip(1)
            .ToList();
        var made = await coordinator.Send(
            tie + "/new",
            ("from", $"{person}"),
            ("to", $"{group}"),
            ("kind", "Linking"),
            ("intensity", "3")
        );
        var (outside, _) = await coordinator.PostJson(
            "/api" + tie,
            new
            {
                from = person,
                to = stranger,
                kind = "Bonding",
            }
        );
        var self = await coordinator.Send(
            tie + "/new",
            ("from", $"{person}"),
            ("to", $"{person}"),
            ("kind", "Bonding"),
            ("intensity", "5")
        );

        // In the order of their names, groups among the people.
        Assert.Equal($"After-hours line {engine}", offered[0]);
        Assert.Equal(offered.Order(StringComparer.OrdinalIgnoreCase), offered);
        Assert.Contains($"Nia {engine} – After-hours line {engine}", made.Text);
        Assert.Contains("They plan together", made.Text);
        Assert.Equal(HttpStatusCode.NotFound, outside);
        Assert.Contains("between two", self.ErrorOf("to"));
        Assert.NotNull(self.ErrorOf("intensity"));
    }
}
