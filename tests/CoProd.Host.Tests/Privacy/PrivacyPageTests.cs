using System.Net;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Privacy;

/// <summary>What is kept about people, why and how long; and the rules on how long, seen first and then applied.</summary>
public sealed class PrivacyPageTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_rule_tells_what_it_would_remove_and_removes_it_only_when_told(TestEngine engine)
    {
        await using var site = await TestSite.Start(engine);
        var sam = await site.As(Role.Coordinator);
        var innovation = (await sam.Send("/innovations/new", ("name", "Walks"))).Id();
        var note = await sam.Send("/capture", ("innovationId", $"{innovation}"), ("words", "Taken back soon"));
        await sam.Send(note.Path.Split('?')[0] + "/undo", ("sure", "true"));
        Assert.Equal(0, Removes(await sam.Open("/privacy")));

        var register = site.Host().Modules.Find("CoProd.Register")!.Database!;
        var then = DateTimeOffset.UtcNow.AddDays(-92);
        Assert.Equal(
            1,
            await register.Write(w =>
                w.Connection.Execute("update note set recorded_at = @then where undone = true", new { then })
            )
        );
        var page = await (await site.As(Role.Administrator)).Open("/privacy");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(1, Removes(page));
        Assert.Contains("Tick the box", (await page.Send()).Text);
        Assert.Equal(1, Removes(await page.Session.Open("/privacy")));
        Assert.Equal(0, Removes(await page.Send(("sure", "true"))));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await site.As(Role.Viewer)).Open("/privacy")).Status);
    }

    [Fact]
    public async Task Every_module_with_a_column_for_a_person_says_what_it_keeps_of_people_and_why()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var page = await (await site.As(Role.Administrator)).Open("/privacy");
        foreach (var module in site.Host().Modules.Active.Where(module => module.Database is not null))
        {
            var tables = await module.Database!.Read(module.Database.Tables);
            var kept = module.Declared!.PersonalData;
            if (tables.Any(table => table.Columns.Any(c => c is { Type: "uuid", Name: "person_id" })))
                Assert.True(kept.Count > 0, $"{module.Id} keeps ids of people and declares no kind of data.");
            foreach (var data in kept)
                Assert.Contains(data.Kind(), page.Text);
        }
        Assert.Contains("Accounts, passkeys and sign-ins", page.Text);
    }

    [Theory, InlineData(0, "0"), InlineData(1, "fewer than five"), InlineData(4, "fewer than five"), InlineData(5, "5")]
    public void Few_people_are_not_counted_out_loud(long people, string said) =>
        Assert.Equal(said, SmallNumbers.Said(people));

    private static int Removes(Page page) =>
        page
            .Document.QuerySelectorAll("main table")[^1]
            .QuerySelectorAll("tbody tr")
            .Sum(row =>
                int.Parse(
                    row.QuerySelectorAll("td")[^1].TextContent.Trim(),
                    System.Globalization.CultureInfo.InvariantCulture
                )
            );
}
