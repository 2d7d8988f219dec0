using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Evaluation.Tests.Site;

/// <summary>The draft in the five parts of GRIPP2's short form: each line from a record that its link opens, also of other modules.</summary>
public sealed class Gripp2Tests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Each_line_of_the_draft_leads_to_the_record_it_was_made_of(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Make(
            "/api/innovations",
            new { name = $"Drafted {Guid.CreateVersion7():N}", purpose = "Fewer falls <at home>." }
        );
        var api = $"/api/innovations/{innovation}/evaluation";
        var blank = (await coordinator.Ask(api + "/gripp2"))["sections"]!.AsArray();
        await coordinator.Make(
            api + "/claims",
            new
            {
                outcome = "Nobody waits past noon",
                involved = "Three patients drew their day",
                hoped = "A shorter wait",
                matters = "They live alone",
                contribution = "The list is made the day before",
                counterEvidence = "A second pharmacist came",
            }
        );
        await coordinator.Make(api + "/claims", new { involved = "Carers wrote a page" });
        var round = await coordinator.Round(innovation, others: "", together: true);
        await coordinator.Close(innovation, round);
        await coordinator.Make(
            api + "/actions",
            new
            {
                finding = "The form is long",
                what = "We cut it",
                changed = "Two pages are one",
            }
        );
        await coordinator.Make(api + "/actions", new { what = "Pay the carers" });
        var person = await coordinator.Make("/api/people", new { name = "Ines Gripp" });
        var audience = await coordinator.Make(
            $"/api/innovations/{innovation}/champions/audiences",
            new { name = "The board", power = "5" }
        );
        await coordinator.Make(
            $"/api/innovations/{innovation}/champions/roles",
            new { personId = person, audienceIds = new[] { audience } }
        );

        var parts = (await coordinator.Ask(api + "/gripp2"))["sections"]!
            .AsArray()
            .Select(part =>
                part!["lines"]!
                    .AsArray()
                    .Select(line => (Words: (string)line!["words"]!, Path: (string)line["path"]!))
                    .ToArray()
            )
            .ToArray();
        var page = await coordinator.Open($"/innovations/{innovation}/evaluation/gripp2");
        var file = await coordinator.Client.GetStringAsync($"/innovations/{innovation}/evaluation/gripp2.html");
        var csv = await coordinator.Client.GetStringAsync($"/innovations/{innovation}/evaluation/gripp2.csv");

        Assert.Equal(["Fewer falls <at home>."], blank[0]!["lines"]!.AsArray().Select(line => (string)line!["words"]!));
        Assert.All(blank.Skip(2), part => Assert.Empty(part!["lines"]!.AsArray()));
        string[] expected =
        [
            "People hoped to influence this: A shorter wait",
            "Three patients drew their day",
            "Nobody waits past noon. What we had to do with it: The list is made the day before",
            "Recorded: 2. Seen to change something: 1, with something that speaks against our part in 1.",
            "This speaks against our part in it: A second pharmacist came",
        ];
        Assert.Equal(5, parts.Length);
        for (var i = 0; i < parts.Length; i++)
            Assert.Contains(parts[i], line => line.Words.EndsWith(expected[i], StringComparison.Ordinal));
        Assert.Contains(
            parts[2],
            line =>
                line.Words
                == "People said: The form is long. So this was done: We cut it. What changed: Two pages are one"
        );
        Assert.Contains(
            parts[2],
            line => line.Words.EndsWith("yet of this: Carers wrote a page", StringComparison.Ordinal)
        );
        Assert.Contains(parts[4], line => line.Words == "Promised, and still to do: Pay the carers");
        // Of champions another module knows: how that stands comes over the host's contract.
        Assert.Contains(
            parts.SelectMany(lines => lines),
            line => line.Path.Contains("/champions", StringComparison.Ordinal)
        );

        var viewer = await site.As(Role.Viewer);
        foreach (var reader in new[] { coordinator, viewer })
        {
            var theirs = (await reader.Ask(api + "/gripp2"))["sections"]!
                .AsArray()
                .SelectMany(part => part!["lines"]!.AsArray())
                .Select(line => (string)line!["path"]!);
            foreach (var path in theirs.Distinct())
            {
                var there = await reader.Open(path);
                if (path.Split('#') is [_, var place])
                    Assert.NotNull(there.Document.GetElementById(place));
            }
        }
        Assert.Equal(5, page.Document.QuerySelectorAll("main section h2").Length);
        Assert.Contains("Fewer falls &lt;at home&gt;.", file);
        Assert.Matches($"href=\"http://[^\"]+/innovations/{innovation}/evaluation#claim-", file);
        Assert.Equal(
            parts.Sum(lines => lines.Length) + 1,
            csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length
        );
    }
}
