using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.OwnershipTransfer.Tests.Site;

/// <summary>The demo tells of ownership what its story says.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Kitchen_Table_is_the_carers_own_the_trust_still_controls_the_data_and_support_ends_in_three_months()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite, demo: true);
        var coordinator = await site.As(Role.Coordinator);

        var portfolio = await coordinator.Open("/ownership");
        var path = portfolio
            .Document.QuerySelectorAll("tbody a")
            .First(a => a.TextContent == "Kitchen Table")
            .GetAttribute("href")!;
        var kitchen = await coordinator.Open(path);
        var handover = await coordinator.Open(
            kitchen
                .Document.QuerySelectorAll("main a")
                .First(a => a.TextContent.StartsWith("Kitchen Table to", StringComparison.Ordinal))
                .GetAttribute("href")!
        );
        var innovation = await coordinator.Open(path[..^"/ownership".Length]);
        using var maureen = site.Anonymous();
        await maureen.Open(site.DemoLink(Role.CoProducer));
        var steady = (await maureen.Open("/ownership"))
            .Document.QuerySelectorAll("tbody a")
            .First(a => a.TextContent == "Steady Together")
            .GetAttribute("href")!;
        var draft = (await maureen.Open(steady))
            .Document.QuerySelectorAll("main a")
            .First(a => a.TextContent.StartsWith("The Harbour", StringComparison.Ordinal))
            .GetAttribute("href")!;

        // Fifteen of seventeen by weight: all that is recorded but the data.
        Assert.Contains("88% of it is the community’s", kitchen.Text);
        Assert.Contains("Lower Vale Carers CIO relies on 2 people.", kitchen.Text);
        Assert.Contains("To control its data: it was to pass to Lower Vale Carers CIO", innovation.Text);
        Assert.Contains("Support for Lower Vale Carers CIO after", innovation.Text);
        Assert.Contains("We report to our members", handover.Text);
        Assert.Contains("Lower Vale Carers CIO confirmed it on", handover.Text);
        Assert.Contains("Read it and confirm", (await maureen.Open(draft)).Text);
        Assert.Contains("Answer it", (await maureen.Open(draft)).Text);
    }
}
