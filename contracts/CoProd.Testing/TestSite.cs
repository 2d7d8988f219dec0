using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Host;
using CoProd.Host.Commands;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CoProd.Testing;

/// <summary>A whole installation for a test: the real host on a real port of the loopback address, real modules, a real and empty database.</summary>
/// <example><code>await using var site = await TestSite.Start(TestEngine.Sqlite);</code></example>
public sealed class TestSite : IAsyncDisposable
{
    private readonly Site site;
    private readonly TestDatabase? database;
    private readonly bool keepFolder;
    private readonly Dictionary<Role, Session> sessions = [];

    private TestSite(Site site, TestDatabase? database, string address, bool keepFolder) =>
        (this.site, this.database, Address, this.keepFolder) = (site, database, address, keepFolder);

    /// <summary>The PostgreSQL server to make databases on; null where none was given.</summary>
    public static string? PostgresServer { get; } = Environment.GetEnvironmentVariable("COPROD_TEST_POSTGRES");

    /// <summary>What to say when there is no PostgreSQL.</summary>
    public const string PostgresMissing =
        "COPROD_TEST_POSTGRES names no PostgreSQL server, for example Host=127.0.0.1;Username=me;Database=postgres. In CoProd's own repository `dotnet run build/test.cs` starts one.";

    /// <summary>Where it answers, for example <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; }

    /// <summary>The data folder.</summary>
    public string Folder => site.Options.DataFolder;

    /// <summary>The services of the running host.</summary>
    internal Site Site => site;

    /// <summary>Starts an installation.</summary>
    /// <param name="engine">The engine it keeps its data on.</param>
    /// <param name="modules">Folders with modules; those built with the host when left out.</param>
    /// <param name="clock">The clock; the machine's when left out.</param>
    /// <param name="demo">Filled with the demo's institution.</param>
    /// <param name="folder">A data folder to use and keep; a temporary one when left out.</param>
    /// <param name="postgres">With a folder: the PostgreSQL database that belongs to it, used and kept as well.</param>
    public static async Task<TestSite> Start(
        TestEngine engine,
        IReadOnlyList<string>? modules = null,
        TimeProvider? clock = null,
        bool demo = false,
        string? folder = null,
        string? postgres = null
    )
    {
        var database = engine == TestEngine.Postgres && postgres is null ? await TestDatabase.Create() : null;
        var options = new CoProd.Host.HostOptions
        {
            DataFolder = folder ?? Directory.CreateTempSubdirectory("coprod-test-").FullName,
            Postgres = postgres ?? database?.ConnectionString,
            ModuleFolders = modules ?? [BuiltModules],
            Port = 0,
            Demo = demo,
            Serves = true,
            Clock = clock ?? TimeProvider.System,
        };
        var site = await Site.Open(options, CancellationToken.None);
        await site.Web.StartAsync();
        if (demo)
            await DemoCommand.Fill(site, CancellationToken.None);
        var address = site
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        return new TestSite(site, database, address, keepFolder: folder is not null);
    }

    /// <summary>Runs a test on SQLite and then on PostgreSQL, each time on an installation of its own.</summary>
    /// <example><code>await TestSite.OnEachEngine(async site => { … });</code></example>
    /// <exception cref="InvalidOperationException">It holds on SQLite, and no PostgreSQL server was named to try the other.</exception>
    public static async Task OnEachEngine(Func<TestSite, Task> test)
    {
        foreach (var engine in Enum.GetValues<TestEngine>())
        {
            await using var site = await Start(engine);
            await test(site);
        }
    }

    /// <summary>The modules built with the host; outside CoProd's own repository the modules under test, with the Register.</summary>
    public static string BuiltModules =>
        Path.Combine(HostLibraries.Folder is null ? HostFolder : AppContext.BaseDirectory, "modules");

    /// <summary>The folder of the built host.</summary>
    public static string HostFolder
    {
        get
        {
            if (HostLibraries.Folder is { } packed)
                return packed;
            var here = AppContext.BaseDirectory;
            var configuration = here.Contains(
                $"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}",
                StringComparison.Ordinal
            )
                ? "Release"
                : "Debug";
            return Path.Combine(RepositoryRoot, "host", "CoProd.Host", "bin", configuration, "net10.0");
        }
    }

    /// <summary>The top of the repository the test was built in.</summary>
    public static string RepositoryRoot
    {
        get
        {
            for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "CoProd.Modular.sln")))
                    return folder;
            }
            throw new InvalidOperationException("The test does not run inside the repository.");
        }
    }

    /// <summary>Somebody of this role, signed in. The same person each time.</summary>
    public async Task<Session> As(Role role)
    {
        if (!sessions.TryGetValue(role, out var session))
            sessions[role] = session = await SignInAs(role, role.ToString(), personId: null);
        return session;
    }

    /// <summary>A co-producer with a record in the register, signed in.</summary>
    public Task<Session> AsPerson(Guid personId, string name) => SignInAs(Role.CoProducer, name, personId);

    /// <summary>The same person, signed in anew.</summary>
    public async Task<Session> Again(Session session)
    {
        var account = await site
            .Services.GetRequiredService<AccountStore>()
            .Find(session.AccountId, CancellationToken.None);
        return new Session(Address, await TestCookie.For(site.Services, account!))
        {
            Token = session.Token,
            UserName = session.UserName,
            AccountId = session.AccountId,
        };
    }

    /// <summary>Nobody: not signed in.</summary>
    public Session Anonymous() => new(Address, cookie: null);

    /// <summary>The demo's sign-in link for a kind of user.</summary>
    public string DemoLink(Role role) => site.Services.GetRequiredService<DemoLinks>().PathOf(role);

    private async Task<Session> SignInAs(Role role, string name, Guid? personId)
    {
        using var scope = site.Services.CreateScope();
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = $"{name}-{Guid.CreateVersion7():N}",
            DisplayName = name,
            Role = role,
            PersonId = personId,
            SecurityStamp = Guid.CreateVersion7().ToString("N"),
        };
        await scope.ServiceProvider.GetRequiredService<AccountStore>().CreateAsync(account, CancellationToken.None);
        var token = await site
            .Services.GetRequiredService<Tokens>()
            .Create(account.Id, "test", life: null, CancellationToken.None);
        return new Session(Address, await TestCookie.For(site.Services, account))
        {
            Token = token,
            UserName = account.UserName,
            AccountId = account.Id,
        };
    }

    /// <summary>Asks a capability as another module would; every provider that is installed has its say.</summary>
    public async Task<TAnswer> Ask<TCapability, TAnswer>(Func<TCapability, Task<TAnswer>> ask)
        where TCapability : class
    {
        await using var capabilities = site.Services.GetRequiredService<Func<Capabilities>>()();
        return await ask(
            capabilities.Find<TCapability>()
                ?? throw new InvalidOperationException($"No module provides {typeof(TCapability).Name}.")
        );
    }

    /// <summary>Asks every contribution of a kind, as the host does for the parts of the whole. One that fails fails the test.</summary>
    public async Task<IReadOnlyList<TAnswer>> AskAll<TContribution, TAnswer>(Func<TContribution, Task<TAnswer>> ask)
        where TContribution : class, IContribution
    {
        var answers = await site.Modules.Ask(
            ask,
            CancellationToken.None,
            (module, e) => throw new InvalidOperationException($"{module.Id} failed: {e.Message}", e)
        );
        return [.. answers.Select(answer => answer.Result)];
    }

    /// <summary>
    /// The pages that somebody of this role may open, by their patterns, for example <c>/people/{id:guid}</c>. Pages that need no account
    /// are not among them.
    /// </summary>
    public IReadOnlyList<string> PagesOf(Role role)
    {
        var held = site.Modules.Permissions.Where(p => p.HeldBy.Contains(role)).Select(p => p.Name).ToHashSet();
        return
        [
            .. site
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
                .Where(e =>
                    e.Metadata.GetMetadata<RouteRule>() is { Api: false, Permission: { } needed }
                    && held.Contains(needed)
                )
                .Select(e => e.RoutePattern.RawText!)
                .Distinct(),
        ];
    }

    /// <summary>Runs a verb of the command line on this installation's data, beside the running host, as its own process would.</summary>
    public Task<Console.Result> Run(params string[] words) =>
        Console.Run([
            .. words,
            "--data",
            Folder,
            .. site.Options.Postgres is { } p ? new[] { "--postgres", p } : [],
            // What the host brings by itself are all of CoProd's modules, and not the one under test.
            .. HostLibraries.Folder is null ? [] : new[] { "--modules", BuiltModules },
        ]);

    /// <summary>Stops it and, unless the folder was given, removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in sessions.Values)
            session.Dispose();
        await site.Web.StopAsync();
        await site.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        if (!keepFolder)
            Directory.Delete(Folder, recursive: true);
    }
}
