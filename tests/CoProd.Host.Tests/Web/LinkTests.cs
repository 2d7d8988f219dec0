using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

/// <summary>
/// Nobody is shown a link that breaks or turns them away. Many records of each kind of page are opened, since a page may stand for one and
/// break for another; modules added later are found by themselves.
/// </summary>
public sealed partial class LinkTests(LinkTests.Demo demo) : IClassFixture<LinkTests.Demo>
{
    // The demo has six innovations: each of the pages about one is opened for all of them.
    private const int OfEachKind = 6;

    /// <summary>The demo, of which one innovation has left.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        internal TestSite Site { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Site = await TestSite.Start(TestEngine.Sqlite, demo: true);
            var sam = await Site.As(Role.Coordinator);
            var one = (await sam.Get("/api/innovations")).Body!["rows"]![0]!["id"];
            using var archive = await sam.Client.GetAsync($"/innovations/{one}/leaving/archive");
            archive.EnsureSuccessStatusCode();
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }

    private static bool Soak { get; } = Environment.GetEnvironmentVariable("COPROD_SOAK") is not null;

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory, MemberData(nameof(Roles))]
    public async Task Every_link_that_somebody_is_shown_opens_for_them(Role role) =>
        await OpenAll(await demo.Site.As(role), $"{role}", 40);

    /// <summary>They take part in one innovation, and were given access to another.</summary>
    [Theory, InlineData("Viewer"), InlineData("Contributor"), InlineData("Coordinator"), InlineData("Owner")]
    public async Task So_does_every_link_of_those_who_were_given_access_to_one_innovation(string level)
    {
        var sam = await demo.Site.As(Role.Coordinator);
        var all = (await sam.Get("/api/innovations")).Body!["rows"]!.AsArray();
        var (own, given) = (all.Single(Is("Green Steps"))!["id"], all.Single(Is("Steady Together"))!["id"]);
        var person = (await sam.Send("/people/new", ("name", $"Given {level}"))).Id();
        await sam.Send($"/innovations/{own}/people/new", ("personId", $"{person}"));
        var session = await demo.Site.AsPerson(person, $"Given {level}");
        var access = await sam.Open($"/innovations/{given}/access");
        await access.SendForm("form.cp-form", ("account", session.UserName!), ("level", level));

        await OpenAll(session, $"{level} of one", 40);

        static Func<JsonNode?, bool> Is(string name) => one => (string?)one!["name"] == name;
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Soak ? 40 : 3)];

    /// <summary>A role of the institution's own may hold any permissions: half of what can be ticked, drawn by the seed.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public async Task So_does_every_link_of_a_role_that_holds_whatever_an_institution_ticks(int seed)
    {
        var ali = await demo.Site.As(Role.Administrator);
        var sam = await demo.Site.As(Role.Coordinator);
        var draw = new Random(seed);
        var (like, sees) = draw.GetItems(
            [("Coordinator", "All"), ("Viewer", "All"), ("Viewer", "Some"), ("CoProducer", "Some")],
            1
        )[0];
        var made = await ali.Send("/roles/new", ("name", $"Drawn {seed}"), ("basedOn", like), ("sees", sees));
        Assert.True(made.Status == HttpStatusCode.OK, made.Text);
        var id = made.Path.Split('/')[^1];
        var holds = made
            .Document.QuerySelectorAll("input[name=holds]")
            .Where(box => box.GetAttribute("type") == "hidden" || draw.Next(2) == 0)
            .Select(box => box.GetAttribute("value")!)
            .ToArray();
        var (status, body) = await ali.PostJson(
            $"/api/roles/{id}",
            new
            {
                name = $"Drawn {seed}",
                holds,
                version = (long)(await ali.Get("/api/roles")).Body!["version"]!,
            }
        );
        Assert.True(status == HttpStatusCode.Created, $"{status} {body}");
        var one = (await sam.Get("/api/innovations")).Body!["rows"]![seed % 5]!["id"];
        var person = (await sam.Send("/people/new", ("name", $"Holds what was drawn {seed}"))).Id();
        await sam.Send($"/innovations/{one}/people/new", ("personId", $"{person}"));
        var session = await demo.Site.AsPerson(person, $"Drawn {seed}");
        await ali.Send($"/accounts/{session.AccountId}/role", ("role", id));

        await OpenAll(await demo.Site.Again(session), $"{like}, {sees}, with {string.Join(' ', holds)}", 5);
    }

    private static async Task OpenAll(Session session, string who, int least)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "/" };
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        var waiting = new Queue<(string Path, string From)>([("/", "/")]);
        var broken = new List<string>();
        var opened = 0;

        while (waiting.TryDequeue(out var next))
        {
            var page = await session.Open(next.Path);
            opened++;
            if (page.Status != HttpStatusCode.OK)
                broken.Add($"{next.Path}, shown on {next.From}, answers {(int)page.Status}");
            foreach (var link in page.Document.QuerySelectorAll("a[href^='/']"))
            {
                var path = link.GetAttribute("href")!.Split('#')[0];
                var kind = Value().Replace(Id().Replace(path, "*"), "=");
                if (!seen.Add(path) || link.HasAttribute("download") || kinds.GetValueOrDefault(kind) == OfEachKind)
                    continue;
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                waiting.Enqueue((path, page.Path));
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.True(opened > least, $"{opened} pages");
        TestContext.Current.SendDiagnosticMessage($"{who}: {opened} pages, {kinds.Count} kinds");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();

    [GeneratedRegex("=[^&]*")]
    private static partial Regex Value();
}
