using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Register.Tests.Site;

/// <summary>What the register gives to the whole: a person's own data, an innovation to hand over, a report, an end to what was undone.</summary>
public sealed class WholeTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_person_is_handed_all_that_is_known_of_them_and_after_erasure_nothing_is(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (session, person, innovation) = await site.CoProducer($"Forget {engine}");
        await coordinator.Make($"/api/people/{person}/consents", new { scope = "Quote", givenOn = "2026-01-31" });
        await session.Tells(innovation, "I was there.");

        var known = await Known(site, person);
        var receipt = (
            await site.AskAll<IPersonData, IReadOnlyList<string>>(d => d.Erase(person, CancellationToken.None))
        )
            .SelectMany(r => r)
            .ToList();
        await site.AskAll<IPersonData, IReadOnlyList<string>>(d => d.Erase(person, CancellationToken.None));
        var after = await Known(site, person);

        Assert.Equal($"Forget {engine}", (string?)known["name"]);
        Assert.Equal("2026-01-31", (string?)known["consents"]![0]!["givenOn"]);
        Assert.Equal("I was there.", (string?)known["notesTheyAreIn"]![0]!["words"]);
        Assert.Equal($"What Forget {engine} does", (string?)known["takesPartIn"]![0]!["innovation"]);
        Assert.Contains(receipt, line => line.StartsWith("Kept: the words of notes", StringComparison.Ordinal));
        Assert.DoesNotContain("Forget", after["name"]?.ToString() ?? "");
        Assert.Empty(after["notesTheyAreIn"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.Open($"/people/{person}")).Status);
        Assert.Contains("I was there.", (await coordinator.Open($"/innovations/{innovation}/notes")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_innovation_arrives_whole_elsewhere_and_only_those_who_agreed_go_along_by_name(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var (session, person, innovation) = await site.CoProducer($"Agreeing {engine}");
        var silent = await coordinator.Make("/api/people", new { name = $"Silent {engine}", role = "carer" });
        await coordinator.TakesPart(innovation, silent);
        await coordinator.Make($"/api/people/{person}/consents", new { scope = "HandOver" });
        var group = await coordinator.Make(
            "/api/groups",
            new { name = $"Group of {engine}", foundedOn = "2001-02-03" }
        );
        await coordinator.Make(
            $"/api/innovations/{innovation}/groups",
            new { groupId = group, role = "keeps the keys" }
        );
        await session.Tells(innovation, "Handed over.");
        await using var elsewhere = await TestSite.Start(engine);

        var records = (
            await site.AskAll<IPortability, JsonNode>(p => p.Export(innovation, CancellationToken.None))
        ).Single(node => node["notes"] is JsonArray);
        for (var times = 0; times < 2; times++)
            await elsewhere.AskAll<IPortability, bool>(async p =>
            {
                // Each module knows its own records and leaves those of others alone.
                if (p.GetType().Name == "RegisterPortability")
                    await p.Import(records, CancellationToken.None);
                return true;
            });

        var there = await elsewhere.As(Role.Coordinator);
        var around = await there.Open($"/innovations/{innovation}/people");
        Assert.Contains($"Agreeing {engine}", around.Text);
        Assert.Contains($"Group of {engine} keeps the keys", around.Text);
        Assert.Contains("carer", around.Text);
        Assert.DoesNotContain("Silent", around.Text + records.ToJsonString());
        Assert.Contains("3 February 2001", (await there.Open($"/groups/{group}")).Text);
        var (_, notes) = await there.Get($"/api/innovations/{innovation}/notes");
        Assert.Single(notes!["rows"]!.AsArray());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_report_counts_nobody_out_loud_where_they_are_fewer_than_five(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation($"Reported {engine}");
        for (var n = 0; n < 5; n++)
        {
            var person = await coordinator.Make(
                "/api/people",
                new { name = $"Person {n}", stakeholders = n < 4 ? "carers, tenants" : "tenants" }
            );
            await coordinator.TakesPart(innovation, person);
        }

        var sections = (
            await site.AskAll<IReportSource, IReadOnlyList<ReportSection>>(r =>
                r.Report([innovation], CancellationToken.None)
            )
        )
            .SelectMany(s => s)
            .ToList();

        var people = sections.Single(section => section.Heading == "People around it");
        Assert.Equal("5 people take part.", Assert.Single(people.Paragraphs));
        Assert.Equal(
            ["carers: fewer than five", "tenants: 5"],
            people.Tables[0].Rows.Select(row => $"{row[0]}: {row[1]}")
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_note_that_was_taken_back_is_removed_after_ninety_days_and_others_stay(TestEngine engine)
    {
        var site = await sites.On(engine);
        var (session, _, innovation) = await site.CoProducer($"Undoing {engine}");
        var kept = await session.Tells(innovation, "Kept.");
        var undone = await session.Tells(innovation, "Undone.");
        await session.Make($"/api/notes/{undone}/undo", new { });
        var today = DateOnly.FromDateTime(DateTime.UtcNow);

        async Task<int> Sum(Func<IRetentionRule, Task<int>> ask) =>
            (
                await site.AskAll<IRetentionRule, int>(rule =>
                    rule.Means.StartsWith("A note", StringComparison.Ordinal) ? ask(rule) : Task.FromResult(0)
                )
            ).Sum();

        Assert.Equal(0, await Sum(rule => rule.Preview(today.AddDays(89), CancellationToken.None)));
        Assert.Equal(1, await Sum(rule => rule.Preview(today.AddDays(92), CancellationToken.None)));
        Assert.Equal(1, await Sum(rule => rule.Apply(today.AddDays(92), CancellationToken.None)));
        Assert.Equal(0, await Sum(rule => rule.Apply(today.AddDays(92), CancellationToken.None)));
        Assert.Contains("Kept.", (await session.Open($"/capture/{kept}")).Text);
    }

    private static async Task<JsonNode> Known(TestSite site, Guid person) =>
        (await site.AskAll<IPersonData, JsonNode?>(data => data.Export(person, CancellationToken.None))).Single(node =>
            node?["notesTheyAreIn"] is not null
        )!;
}
