using CoProd.Contracts.Data;
using CoProd.Host.Data;
using CoProd.Testing;
using Dapper;
using Npgsql;

namespace CoProd.Host.Tests.Data;

/// <summary>An empty place for data, without a site around it: a folder, or a PostgreSQL database of the test's own.</summary>
internal sealed class TestPlace : IAsyncDisposable
{
    private readonly string? name;

    private TestPlace(string? name) => this.name = name;

    public string Folder { get; } = Directory.CreateTempSubdirectory("coprod-place-").FullName;

    public string? Postgres =>
        name is null
            ? null
            : new NpgsqlConnectionStringBuilder(TestSite.PostgresServer) { Database = name }.ConnectionString;

    /// <summary>What the console's verbs are told to work on this place.</summary>
    public IReadOnlyList<string> Words =>
        ["--data", Folder, .. Postgres is { } server ? new[] { "--postgres", server } : []];

    /// <summary>A service on this place.</summary>
    public Task<TestSite> Serve() =>
        TestSite.Start(name is null ? TestEngine.Sqlite : TestEngine.Postgres, folder: Folder, postgres: Postgres);

    public HostOptions Options => new() { DataFolder = Folder, Postgres = Postgres };

    public Engine Engine() => CoProd.Host.Data.Engine.For(Options);

    /// <summary>A site on this place, as the console's verbs open one: nothing listens.</summary>
    public Task<Site> Open(IReadOnlyList<string>? modules = null) =>
        Site.Open(
            new HostOptions
            {
                DataFolder = Folder,
                Postgres = Postgres,
                ModuleFolders = modules ?? [TestSite.BuiltModules],
                Port = 0,
            },
            TestContext.Current.CancellationToken
        );

    /// <summary>A place with the same files. Of a database server there is no copy: its roles are named after it.</summary>
    public TestPlace Copy()
    {
        Assert.Null(name);
        var copy = new TestPlace(null);
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy.Folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        return copy;
    }

    public static async Task<TestPlace> Make(TestEngine engine)
    {
        if (engine == TestEngine.Sqlite)
            return new TestPlace(null);
        Assert.SkipWhen(TestSite.PostgresServer is null, TestSite.PostgresMissing);
        var place = new TestPlace("d" + Guid.CreateVersion7().ToString("N")[^20..]);
        await OnServer($"create database {place.name}");
        return place;
    }

    public async ValueTask DisposeAsync()
    {
        if (name is not null)
        {
            await OnServer($"drop database {name} with (force)");
            await using var connection = new NpgsqlConnection(TestSite.PostgresServer);
            var roles = await connection.QueryAsync<string>(
                "select rolname from pg_roles where rolname like @like",
                new { like = name + "\\_%" }
            );
            foreach (var role in roles)
                await OnServer($"drop role \"{role}\"");
        }
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task OnServer(string sql)
    {
        await using var connection = new NpgsqlConnection(TestSite.PostgresServer);
        await connection.ExecuteAsync(sql);
    }
}
