using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Evaluation.Tests.Site;

/// <summary>What is counted, what was seen to change, what is known of a person, and the demo's story.</summary>
public sealed class FiguresTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Figures_become_a_run_chart_that_tells_chance_from_change(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Counted");
        var path = $"/api/innovations/{innovation}/evaluation/indicators";
        var indicator = await coordinator.Make(
            path,
            new
            {
                name = "Flow",
                unit = "litres",
                target = "52",
            }
        );
        // The ten flow rates of the NIST handbook, as in ScoreTests.
        string[] flow = ["49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1"];
        for (var i = 0; i < 2; i++)
            await coordinator.Make($"{path}/{indicator}/measures", new { amount = flow[i], on = Eval.In(i - 20) });
        // Two figures are no chance and no change: they are drawn, and nothing is said of them.
        var few = await coordinator.Open($"/innovations/{innovation}/evaluation/indicators/{indicator}");
        Assert.Contains("6 figures are needed before chance can be told from change.", few.Text);
        Assert.DoesNotContain("limit", few.Document.QuerySelector("main svg[role=img]")!.TextContent);
        for (var i = 2; i < flow.Length; i++)
            await coordinator.Make($"{path}/{indicator}/measures", new { amount = flow[i], on = Eval.In(i - 20) });

        var calm = await coordinator.Ask($"{path}/{indicator}");
        await coordinator.Make($"{path}/{indicator}/measures", new { amount = "90" });
        var page = await coordinator.Open($"/innovations/{innovation}/evaluation/indicators/{indicator}");

        Assert.Equal((50.81, 55.8049, 45.8151), (Figure(calm, "mean"), Figure(calm, "upper"), Figure(calm, "lower")));
        Assert.Contains("Nothing here is more than the usual", (string)calm["told"]!);
        Assert.Contains("outside the limits", page.Text);
        Assert.NotNull(page.Document.QuerySelector("#xmr-title"));
    }

    private static double Figure(JsonNode node, string name) => Math.Round((double)node[name]!, 4);

    [Theory, MemberData(nameof(Both))]
    public async Task A_note_becomes_something_that_changed_and_a_person_s_part_is_given_out_and_forgotten(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Noted");
        var person = await coordinator.Make("/api/people", new { name = "Olwen Rees" });
        await coordinator.Make($"/api/innovations/{innovation}/people", new { personId = person });
        await coordinator.Make(
            $"/api/innovations/{innovation}/evaluation/actions",
            new
            {
                what = "Ask again.",
                ownerId = person,
                dueOn = Eval.In(30),
            }
        );
        await coordinator.Make(
            "/api/notes",
            new
            {
                innovationId = innovation,
                words = "The doors open by themselves now.",
                ticks = new[] { "Changed" },
            }
        );

        var page = await coordinator.Open($"/innovations/{innovation}/evaluation");
        var viewer = await (await site.As(Role.Viewer)).Open($"/innovations/{innovation}/evaluation");
        var known = await site.AskAll<IPersonData, JsonNode?>(data =>
            data.Export(person, TestContext.Current.CancellationToken)
        );
        var receipt = await site.AskAll<IPersonData, IReadOnlyList<string>>(data =>
            data.Erase(person, TestContext.Current.CancellationToken)
        );
        var after = await coordinator.Open($"/innovations/{innovation}/evaluation");

        Assert.Contains("The doors open by themselves now.", page.Text);
        Assert.Contains("Olwen Rees", page.Text);
        Assert.DoesNotContain("Olwen Rees", viewer.Text);
        Assert.Contains(known, node => node?["seesTo"]?[0]?["what"]?.ToString() == "Ask again.");
        Assert.Contains(receipt.SelectMany(lines => lines), line => line.Contains("who sees to what was decided"));
        Assert.DoesNotContain("Olwen Rees", after.Text);
        Assert.Contains("Ask again.", after.Text);
    }
}
