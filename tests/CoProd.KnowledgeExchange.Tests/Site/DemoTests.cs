using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.KnowledgeExchange.Tests.Site;

/// <summary>The demo tells of knowledge what its story says, and its co-producer reads what came of what she said.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Breathing_Space_decided_before_anybody_was_asked_and_Maureen_reads_because_you_said()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite, demo: true);
        var coordinator = await site.As(Role.Coordinator);

        var portfolio = await coordinator.Open("/knowledge");
        var breathing = await Of("Breathing Space");
        var items = await coordinator.Open(breathing.Path + "/items");
        var steady = await Of("Steady Together");
        using var maureen = site.Anonymous();
        await maureen.Open(site.DemoLink(Role.CoProducer));
        var hers = await maureen.Open("/me/knowledge");

        Assert.Equal(3, items.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("Taken before anybody was asked.", breathing.Text);
        Assert.Contains("2 things that people told were neither used nor answered.", breathing.Text);
        Assert.Contains(
            "was decided before anybody was asked",
            (await coordinator.Open(breathing.Path[..^"/knowledge".Length])).Text
        );
        // Heard and not done, heard and parked: they wait for an answer.
        Assert.Contains("One thing that people told was neither used nor answered.", (await Of("Way Home")).Text);
        Assert.Contains("One thing that people told was neither used nor answered.", (await Of("Kitchen Table")).Text);
        Assert.Contains("You said: The path from the bus stop is dark at four in winter.", hers.Text);
        Assert.Contains("two people now stand at the stop", hers.Text);
        Assert.Contains("People’s own knowledge is used", steady.Text);

        Task<Page> Of(string name) =>
            coordinator.Open(
                portfolio.Document.QuerySelectorAll("tbody a").First(a => a.TextContent == name).GetAttribute("href")!
            );
    }
}
