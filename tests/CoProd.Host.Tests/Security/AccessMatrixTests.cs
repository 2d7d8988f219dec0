using System.Net;
using System.Text.RegularExpressions;
using CoProd.Contracts.Modules;
using CoProd.Host.Modules;
using CoProd.Host.Web.Routing;
using CoProd.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Security;

/// <summary>
/// Every role and every level of access at every route that the running site has, whichever module brought it, for an innovation of one's
/// own, another's, a withdrawn one and none at all. What must come out follows from what the routes and permissions declare.
/// </summary>
public sealed partial class AccessMatrixTests
{
    private const string Own = "Zinnia own";
    private const string Others = "Zinnia of others";
    private const string Withdrawn = "Zinnia withdrawn";
    private const string Private = "Petunia Private";
    private const string Elsewhere = "Marigold Elsewhere";
    private const string Stranger = "Lupin Stranger";

    // What is left out today comes another day: the sample moves with the date, and all of it runs with COPROD_SOAK=1.
    [Theory, InlineData(TestEngine.Sqlite, 9), InlineData(TestEngine.Postgres, 27)]
    public async Task Nobody_reaches_what_is_not_theirs_and_no_page_holds_what_the_policy_would_stop(
        TestEngine engine,
        int oneOf
    )
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        oneOf = Environment.GetEnvironmentVariable("COPROD_SOAK") is null ? oneOf : 1;
        var turn = DateTime.UtcNow.DayOfYear;
        await using var site = await TestSite.Start(engine);
        var places = await Places(site);
        var callers = await Callers(site, places);
        var routes = Routes(site);
        Assert.True(routes.Count > 100, "The site's routes were not found.");

        var forSome = site.Host()
            .Modules.Permissions.Where(p => p.HeldBy.Contains(Role.CoProducer))
            .Select(p => p.Name)
            .ToHashSet();
        var wrong = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var cases = routes
            .SelectMany(
                (route, number) =>
                    Cases(route, places, callers)
                        .Where((_, i) => (i + number + turn) % oneOf == 0)
                        .Select(one => (Route: route, one.Place, one.Caller))
            )
            .ToList();
        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (one, _) =>
            {
                if (await Wrong(one.Route, one.Place, one.Caller, forSome) is { } problem)
                    wrong.Enqueue(
                        $"{one.Caller.Name} {one.Route.Method} {one.Route.Pattern} ({one.Place.Name}): {problem}"
                    );
            }
        );

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Take(40)));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{engine}: {cases.Count:N0} requests, {callers.Count} kinds of callers at {routes.Count} routes: no leak"
        );
    }

    [Fact]
    public async Task Who_holds_what_is_as_it_was_written_down()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var path = Path.Combine(TestSite.RepositoryRoot, "tests", "CoProd.Host.Tests", "Security", "permissions.txt");
        var written = (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToDictionary(line => line.Split(':')[0], line => line);
        var now = site.Host()
            .Modules.Permissions.ToDictionary(
                p => p.Name,
                p => $"{p.Name}: {string.Join(", ", p.HeldBy.Distinct().Order())}"
            );

        foreach (var (name, line) in written)
            Assert.Equal(line, now.GetValueOrDefault(name));
        foreach (var (_, line) in now.Where(one => !written.ContainsKey(one.Key)).OrderBy(one => one.Key))
            TestContext.Current.TestOutputHelper!.WriteLine($"not written down yet: {line}");
    }

    private sealed record Route(string Method, string Pattern, string Permission, bool Api)
    {
        public bool IsAbout => Pattern.Contains("{innovationId", StringComparison.Ordinal);
    }

    private sealed record Place(string Name, Guid Id, bool IsThere, bool IsOwn, Guid Person);

    private sealed record Caller(string Name, Session Session, Role? Role, IReadOnlySet<string> Holds)
    {
        public bool SeesAll { get; init; } = true;

        /// <summary>The innovations they take part in, or may see because they were given access.</summary>
        public IReadOnlyList<string> Sees { get; init; } = [];

        /// <summary>What they were given at another's innovation.</summary>
        public IReadOnlySet<string> Given { get; init; } = new HashSet<string>();

        public bool HoldsAt(Route route, Place place, IReadOnlySet<string> forSome) =>
            route.IsAbout
                ? (RoleHoldsAt(place) && Holds.Contains(route.Permission))
                    || (place.Name == "another's" && Given.Contains(route.Permission))
                : (Holds.Contains(route.Permission) && (SeesAll || forSome.Contains(route.Permission)))
                    || (Given.Contains(route.Permission) && forSome.Contains(route.Permission));

        // A co-producer's role is for what they take part in.
        private bool RoleHoldsAt(Place place) =>
            Role != Contracts.Modules.Role.CoProducer || Given.Count == 0 || place.Name != "another's";

        /// <summary>What they must not read anywhere.</summary>
        public IEnumerable<string> Hidden =>
            SeesAll && Given.Count == 0 ? [Withdrawn]
            : SeesAll || Sees.Contains("another's") ? [Withdrawn, Stranger]
            : [Others, Withdrawn, Elsewhere, Stranger];
    }

    private static IReadOnlyList<Route> Routes(TestSite site) =>
        [
            .. site.Host()
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<RouteRule>() is { Permission: not null })
                .SelectMany(endpoint =>
                    endpoint
                        .Metadata.GetMetadata<HttpMethodMetadata>()!
                        .HttpMethods.Select(method =>
                        {
                            var rule = endpoint.Metadata.GetMetadata<RouteRule>()!;
                            return new Route(method, endpoint.RoutePattern.RawText!, rule.Permission!, rule.Api);
                        })
                )
                // It would stop the site that is being tested.
                .Where(route => !route.Pattern.StartsWith("/modules/start", StringComparison.Ordinal)),
        ];

    private static async Task<IReadOnlyList<Place>> Places(TestSite site)
    {
        var sam = await site.As(Role.Coordinator);
        var own = (await sam.Send("/innovations/new", ("name", Own))).Id();
        var others = (await sam.Send("/innovations/new", ("name", Others))).Id();
        var gone = (await sam.Send("/innovations/new", ("name", Withdrawn))).Id();
        var person = (await sam.Send("/people/new", ("name", Private), ("email", "petunia@example.org"))).Id();
        foreach (var innovation in new[] { own, others, gone })
            await sam.Send($"/innovations/{innovation}/people/new", ("personId", $"{person}"));
        await sam.Send($"/innovations/{others}/people/new", ("name", Elsewhere));
        await sam.Send("/people/new", ("name", Stranger));
        await sam.Send($"/innovations/{gone}/withdraw", ("sure", "true"));
        return
        [
            new("own", own, IsThere: true, IsOwn: true, person),
            new("another's", others, IsThere: true, IsOwn: false, person),
            new("withdrawn", gone, IsThere: false, IsOwn: false, person),
            new("unknown", Guid.CreateVersion7(), IsThere: false, IsOwn: false, person),
        ];
    }

    private static async Task<IReadOnlyList<Caller>> Callers(TestSite site, IReadOnlyList<Place> places)
    {
        var sam = await site.As(Role.Coordinator);
        var person = (await sam.Send("/people/new", ("name", "Ada Own"))).Id();
        await sam.Send($"/innovations/{places[0].Id}/people/new", ("personId", $"{person}"));
        var callers = new List<Caller> { new("nobody", site.Anonymous(), null, new HashSet<string>()) };
        foreach (var role in Enum.GetValues<Role>())
        {
            var holds = site.Host()
                .Modules.Permissions.Where(p => p.HeldBy.Contains(role))
                .Select(p => p.Name)
                .ToHashSet();
            var session = role == Role.CoProducer ? await site.AsPerson(person, "Ada Own") : await site.As(role);
            callers.Add(
                new(role.ToString(), session, role, holds)
                {
                    SeesAll = role != Role.CoProducer,
                    Sees = role == Role.CoProducer ? ["own"] : [],
                }
            );
        }
        callers.AddRange(await Given(site, places, callers));
        callers.Add(await Reading(site, places, callers));
        callers.Add(await Limited(site, places, callers));
        return callers;
    }

    // A co-producer, and somebody who reads along, each given a level at an innovation that is not theirs.
    private static async Task<IReadOnlyList<Caller>> Given(
        TestSite site,
        IReadOnlyList<Place> places,
        IReadOnlyList<Caller> callers
    )
    {
        var sam = await site.As(Role.Coordinator);
        var given = new List<Caller>();
        IReadOnlySet<string> Of(Role role) => callers.First(caller => caller.Role == role).Holds;
        var above = new[] { HostPermissions.Access, HostPermissions.Leave };
        foreach (
            var (level, holds) in new (string, IEnumerable<string>)[]
            {
                ("Viewer", []),
                ("Contributor", Of(Role.CoProducer)),
                ("Coordinator", Of(Role.CoProducer).Union(Of(Role.Coordinator)).Except(above)),
                ("Owner", Of(Role.CoProducer).Union(Of(Role.Coordinator)).Union(above)),
            }
        )
        {
            var person = (await sam.Send("/people/new", ("name", $"Given {level}"))).Id();
            await sam.Send($"/innovations/{places[0].Id}/people/new", ("personId", $"{person}"));
            var session = await site.AsPerson(person, $"Given {level}");
            await GiveAccess(sam, places[1], session, level);
            given.Add(
                new($"{level} of another's", session, Role.CoProducer, Of(Role.CoProducer))
                {
                    SeesAll = false,
                    Sees = ["own", "another's"],
                    Given = holds.Union(Of(Role.Viewer)).ToHashSet(),
                }
            );
        }
        return given;
    }

    // Somebody who reads along everywhere and coordinates one innovation.
    private static async Task<Caller> Reading(TestSite site, IReadOnlyList<Place> places, IReadOnlyList<Caller> callers)
    {
        var (ali, sam) = (await site.As(Role.Administrator), await site.As(Role.Coordinator));
        var person = (await sam.Send("/people/new", ("name", "Given Reader"))).Id();
        var session = await site.AsPerson(person, "Given Reader");
        await ali.PostJson($"/api/accounts/{session.AccountId}/role", new { role = "Viewer" });
        session = await site.Again(session);
        await GiveAccess(sam, places[1], session, "Coordinator");
        return new(
            "viewer who coordinates another's",
            session,
            Role.Viewer,
            callers.First(c => c.Role == Role.Viewer).Holds
        )
        {
            Given = callers.First(c => c.Name == "Coordinator of another's").Given,
        };
    }

    // A role of the institution's own: a coordinator who sees one innovation.
    private static async Task<Caller> Limited(TestSite site, IReadOnlyList<Place> places, IReadOnlyList<Caller> callers)
    {
        var (ali, sam) = (await site.As(Role.Administrator), await site.As(Role.Coordinator));
        var role = await ali.PostJson(
            "/api/roles",
            new
            {
                name = "Local coordinator",
                basedOn = "Coordinator",
                sees = "Some",
            }
        );
        var person = (await sam.Send("/people/new", ("name", "Given Some"))).Id();
        var session = await site.AsPerson(person, "Given Some");
        await ali.PostJson(
            $"/api/accounts/{session.AccountId}/role",
            new { role = role.Body!["id"]!.GetValue<string>() }
        );
        session = await site.Again(session);
        await GiveAccess(sam, places[0], session, "Viewer");
        return new("local coordinator", session, Role.Coordinator, callers.First(c => c.Role == Role.Coordinator).Holds)
        {
            SeesAll = false,
            Sees = ["own"],
        };
    }

    private static async Task GiveAccess(Session sam, Place place, Session whom, string level)
    {
        var given = await sam.PostJson($"/api/innovations/{place.Id}/access", new { account = whom.UserName, level });
        Assert.Equal(HttpStatusCode.Created, given.Status);
    }

    private static IEnumerable<(Place Place, Caller Caller)> Cases(
        Route route,
        IReadOnlyList<Place> places,
        IReadOnlyList<Caller> callers
    ) => from place in route.IsAbout ? places : [places[0]] from caller in callers select (place, caller);

    private static async Task<string?> Wrong(Route route, Place place, Caller caller, IReadOnlySet<string> forSome)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), PathOf(route, place));
        // A form without its token does nothing, and an API that takes JSON reads none of this.
        if (route.Method == "POST")
            request.Content = route.Api ? new StringContent("") : new FormUrlEncodedContent([]);
        using var answer = await caller.Session.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var status = answer.StatusCode;
        if ((int)status >= 500)
            return $"{(int)status}";
        if (Stopped(answer, text) is { } stopped)
            return stopped;
        if (route.Permission == Permission.Anyone)
            return Leak(text) ?? Person(text);
        if (caller.Role is null)
            return status is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized
                ? Leak(text) ?? Person(text)
                : $"{status}";
        if (!caller.HoldsAt(route, place, forSome))
            return status == HttpStatusCode.Forbidden
                ? Leak(text) ?? Person(text)
                : $"{status}, and does not hold {route.Permission}";
        if (route.IsAbout && !(place.IsThere && (caller.SeesAll || caller.Sees.Contains(place.Name))))
            return status == HttpStatusCode.NotFound ? Leak(text) : $"{status}, and may not see it";
        if (status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
            return $"{status}, and holds {route.Permission}";
        // Neither who runs the machine nor who reads along learns who the people are, unless to hand them their file.
        if (
            caller.Role is Role.Administrator or Role.Viewer
            && route.Permission is not (HostPermissions.PersonData or HostPermissions.Erase)
            // Whoever makes a co-producer's account chooses who that is.
            && route.Pattern != "/accounts/new"
            && !(
                caller.Given.Count > 0
                && (!caller.Holds.Contains(route.Permission) || (route.IsAbout && place.Name == "another's"))
            )
            && Person(text) is { } named
        )
            return named;
        // Whatever is shown, nobody reads the name of an innovation they do not see, of whoever takes part in it alone, or of a withdrawn one.
        var hidden = caller.Hidden.FirstOrDefault(name => text.Contains(name, StringComparison.Ordinal));
        return
            hidden is not null
            && route.Pattern != "/audit"
            // What is kept of somebody is all of it.
            && route.Permission != HostPermissions.PersonData
            ? $"gives away {hidden}"
            : null;
    }

    private static string? Person(string text) =>
        text.Contains(Private, StringComparison.Ordinal) || text.Contains("petunia@", StringComparison.Ordinal)
            ? "gives away a person"
            : null;

    // The policy forbids inline script and style, so a page must not hold any.
    private static string? Stopped(HttpResponseMessage answer, string text)
    {
        var policy = answer.Headers.TryGetValues("Content-Security-Policy", out var all) ? string.Join(' ', all) : "";
        if (
            !policy.Contains("default-src 'none'", StringComparison.Ordinal)
            || policy.Contains("unsafe", StringComparison.Ordinal)
        )
            return $"has the policy “{policy}”";
        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            return null;
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(text);
        var held = page.All.FirstOrDefault(element =>
            element.LocalName == "style"
            || element.HasAttribute("style")
            || (element.LocalName == "script" && !element.HasAttribute("src"))
            || element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))
        );
        return held is null
            ? null
            : $"holds inline script or style: {held.OuterHtml[..Math.Min(80, held.OuterHtml.Length)]}";
    }

    private static string? Leak(string text) =>
        text.Contains(Others, StringComparison.Ordinal) || text.Contains(Withdrawn, StringComparison.Ordinal)
            ? "gives away a name"
            : null;

    private static string PathOf(Route route, Place place) =>
        Part()
            .Replace(
                route.Pattern,
                part =>
                    part.Groups[1].Value == "innovationId" ? place.Id.ToString()
                    : part.Groups[1].Value == "personId" ? place.Person.ToString()
                    : part.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.CreateVersion7().ToString()
                    : "x"
            );

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex Part();
}
