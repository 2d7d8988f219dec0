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
