using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Evaluation.Tests.Site;

/// <summary>The demo tells of answers what its story says.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Staff_and_carers_of_Way_Home_disagree_and_Green_Steps_has_decided_nothing()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite, demo: true);
        var coordinator = await site.As(Role.Coordinator);
        var all = await coordinator.Open("/evaluation");

        var home = await Evaluation("Way Home");
        var results = await coordinator.Open(
            home.Document.QuerySelectorAll("main a")
                .First(a => a.TextContent.StartsWith("See the results", StringComparison.Ordinal))
                .GetAttribute("href")!
        );
        var green = await coordinator.Open((await Evaluation("Green Steps")).Path[..^"/evaluation".Length]);
        var steady = await Evaluation("Steady Together");
        var map = await coordinator.Open(
            (await Evaluation("Breathing Space"))
                .Document.QuerySelectorAll("main a")
                .First(a => a.TextContent.StartsWith("See the results", StringComparison.Ordinal))
                .GetAttribute("href")!
        );

        Assert.Contains("Complex: 2 of 7 parts. The people who use it; The wider system.", map.Text);
        Assert.Contains("On the whole: 3.", results.Text);
        Assert.Contains(", on a scale from 1 to 5.", results.Text);
        Assert.Contains("Way Home", all.Text);
        Assert.Contains("How we work together: Ward staff say 4", results.Text);
        Assert.Contains("Council’s cabinet office (others): fewer than 5 answered", results.Text);
        Assert.Contains("against the round before", results.Text);
        Assert.Contains("“Why fewer walk” closed on", green.Text);
        Assert.Contains("nothing is decided because of it yet", green.Text);
        // Asking again does not answer those who answered before.
        var innovation = Guid.Parse(green.Path.Split('/')[2]);
        var again = await coordinator.Round(innovation, "fifteen 1");
        await coordinator.Close(innovation, again);
        var overdue = await coordinator.Make(
            $"/api/innovations/{innovation}/evaluation/actions",
            new { what = "Ring everybody.", dueOn = Eval.In(-3) }
        );
        await coordinator.PostJson("/api/innovations", new { name = "Settles what was told" });
        var still = await coordinator.Open(green.Path);
        Assert.Contains("“Why fewer walk” closed on", still.Text);
        Assert.Contains("Ring everybody.", still.Text);
        Assert.NotNull(still.Document.QuerySelector($"main a[href$='/actions/{overdue}']"));
        Assert.Contains("more than the usual ups and downs: look at the marked figures", steady.Text);

        Task<Page> Evaluation(string name) =>
            coordinator.Open(
                all.Document.QuerySelectorAll("tbody a").First(a => a.TextContent == name).GetAttribute("href")!
            );
    }
}
