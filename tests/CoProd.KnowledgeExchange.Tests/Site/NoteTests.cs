using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.KnowledgeExchange.Tests.Site;

/// <summary>A note that was kept as something somebody knows is read, and leaves, as far as that person agreed.</summary>
public sealed class NoteTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task The_words_of_a_note_are_held_back_as_its_person_agreed_and_do_not_leave(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Held");
        var (ada, bea) = (
            await coordinator.Person("Ada Held", innovation),
            await coordinator.Person("Bea Held", innovation)
        );
        var (hers, others) = (await site.AsPerson(ada, "Ada Held"), await site.AsPerson(bea, "Bea Held"));
        // Each tick makes something elsewhere, too: a change that was seen, something that is needed.
        var note = await hers.Make(
            "/api/notes",
            new
            {
                innovationId = innovation,
                words = "Zebranote in the night.",
                people = new[] { ada },
                ticks = new[] { "Learned", "Needed", "Changed" },
            }
        );
        var item = await ItemOf(coordinator, innovation);

        // Not asked yet: for those who record, and for her.
        Assert.Contains("Zebranote", (await coordinator.Open($"/innovations/{innovation}/notes")).Text);
        Assert.Contains("Zebranote", (await coordinator.Open($"/innovations/{innovation}")).Text);
        Assert.Contains("Zebranote", (await hers.Open($"/capture/{note}")).Text);
        await ReadBy(others, false);
        Assert.Contains("held back", (await others.Open($"/capture/{note}")).Text);
        Assert.DoesNotContain("Zebranote", await Leaving());
        Assert.Contains("Notes whose words are held back stay here (1)", await Staying());

        // Said for those who take part: they read it, and it leaves.
        await Agree("Innovation");
        await ReadBy(others, true);
        Assert.Contains("Zebranote", (await Leaving("notes")));
        Assert.DoesNotContain("held back", await Staying());

        // What could tell something private leaves only with somebody who agreed to go along.
        await Agree("Innovation", ("isSensitive", "yes"));
        await ReadBy(others, true);
        Assert.DoesNotContain("Zebranote", await Leaving());
        var consent = await coordinator.Make($"/api/people/{ada}/consents", new { scope = "HandOver" });
        Assert.Contains("Zebranote", (await Leaving("notes")));
        await coordinator.Make($"/api/people/{ada}/consents/{consent}/withdraw", new { sure = "yes" });
        Assert.DoesNotContain("Zebranote", await Leaving());

        // Taken back: nobody but whoever told it.
        await hers.Send($"/innovations/{innovation}/knowledge/items/{item}/take-back", ("sure", "yes"));
        await ReadBy(others, false);
        await ReadBy(coordinator, false);
        Assert.DoesNotContain("Zebranote", (await coordinator.Open($"/people/{ada}")).Text);
        Assert.DoesNotContain("Zebranote", await Leaving());
        // Those who may not read notes read none at any time.
        foreach (var role in new[] { Role.Viewer, Role.Administrator })
            await ReadBy(await site.As(role), false);
        // Withdrawn by mistake says nothing of who may read the note.
        Assert.Contains("Zebranote", (await hers.Open("/me")).Text);

        async Task ReadBy(Session who, bool reads)
        {
            foreach (var path in new[] { $"/innovations/{innovation}", $"/innovations/{innovation}/notes" })
                Assert.Equal(reads, (await who.Open(path)).Text.Contains("Zebranote", StringComparison.Ordinal));
            Assert.Equal(
                reads,
                ((await who.Get($"/api/innovations/{innovation}/notes")).Body?.ToJsonString() ?? "").Contains(
                    "Zebranote",
                    StringComparison.Ordinal
                )
            );
            foreach (
                var path in new[]
                {
                    "/due.ics",
                    $"/innovations/{innovation}/report",
                    $"/innovations/{innovation}/evaluation",
                    $"/innovations/{innovation}/money",
                    "/search?q=zebranote",
                }
            )
            {
                using var answer = await who.Client.GetAsync(path);
                var text = await answer.Content.ReadAsStringAsync();
                if (!reads)
                    Assert.DoesNotContain("Zebranote", text);
            }
        }

        async Task Agree(string scope, params (string, string)[] more) =>
            await coordinator.Send(
                $"/innovations/{innovation}/knowledge/items/{item}/edit",
                [("consent", scope), ("statement", "In other words."), .. more]
            );

        async Task<string> Leaving(string? part = null)
        {
            var all = await site.AskAll<IPortability, JsonNode>(p => p.Export(innovation, CancellationToken.None));
            return part is null
                ? string.Concat(all.Select(node => node.ToJsonString()))
                : all.Single(node => node["groups"] is not null && node[part] is JsonArray)[part]!.ToJsonString();
        }

        async Task<string> Staying() =>
            string.Concat(
                (
                    await site.AskAll<IStaysBehind, IReadOnlyList<string>>(s =>
                        s.Tell(innovation, CancellationToken.None)
                    )
                ).SelectMany(lines => lines)
            );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_consent_taken_back_where_the_innovation_arrived_holds_the_note_back_there(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Arrives");
        var ada = await coordinator.Person("Ada Arrives", innovation);
        await coordinator.Make(
            "/api/notes",
            new
            {
                innovationId = innovation,
                words = "Quollnote.",
                people = new[] { ada },
                ticks = new[] { "Learned" },
            }
        );
        var item = await ItemOf(coordinator, innovation);
        await coordinator.Send($"/innovations/{innovation}/knowledge/items/{item}/edit", ("consent", "Innovation"));
        var all = await site.AskAll<IPortability, (string Name, JsonNode Records)>(async p =>
            (p.GetType().Name, await p.Export(innovation, CancellationToken.None))
        );
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        await using var there = await TestSite.Start(engine);
        foreach (var name in new[] { "RegisterPortability", "KnowledgePortability" })
            await there.AskAll<IPortability, bool>(async p =>
            {
                if (p.GetType().Name == name)
                    await p.Import(all.Single(one => one.Name == name).Records, CancellationToken.None);
                return true;
            });
        var receiver = await there.As(Role.Coordinator);

        Assert.Contains("Quollnote", (await receiver.Open($"/innovations/{innovation}/notes")).Text);
        var taken = await receiver.Send($"/innovations/{innovation}/knowledge/items/{item}/take-back", ("sure", "yes"));
        Assert.Contains("The consent is taken back.", taken.Text);
        Assert.DoesNotContain("Quollnote", (await receiver.Open($"/innovations/{innovation}/notes")).Text);
    }

    private static async Task<Guid> ItemOf(Session coordinator, Guid innovation)
    {
        await coordinator.FoundOnce(innovation, 1);
        return (Guid)(await coordinator.Ask($"{Know.Api(innovation)}/items"))["rows"]!.AsArray().Single()!["id"]!;
    }
}
