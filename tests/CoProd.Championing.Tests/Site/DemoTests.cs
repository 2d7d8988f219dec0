using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Championing.Tests.Site;

/// <summary>The demo tells of champions what its story says, and its co-producer sees theirs alone.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Green_Steps_has_lost_its_champion_and_Way_Home_has_not_answered_its_objector()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite, demo: true);
        var coordinator = await site.As(Role.Coordinator);

        var portfolio = await coordinator.Open("/championing");
        var green = await Champions("Green Steps");
        var home = await Champions("Way Home");

        Assert.Contains("Green Steps 0%", portfolio.Text);
        Assert.Contains("Ruth Lyle", green.Text);
        Assert.Contains("Dr Anil Mehta", home.Text);
        Assert.Contains("not answered yet", home.Text);
        Assert.DoesNotContain("Dr Anil Mehta", (await (await site.As(Role.Viewer)).Open(home.Path)).Text);
        Assert.Contains(
            "An objection from The ward consultants has waited",
            (await coordinator.Open(home.Path[..^"/champions".Length])).Text
        );

        Task<Page> Champions(string name) =>
            coordinator.Open(
                portfolio.Document.QuerySelectorAll("tbody a").First(a => a.TextContent == name).GetAttribute("href")!
            );
    }
}
