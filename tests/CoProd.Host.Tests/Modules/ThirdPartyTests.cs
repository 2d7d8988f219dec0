using System.Diagnostics;
using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Tests.Data;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>A module that somebody else wrote, from the packages alone: built, packed, installed, used, upgraded, rolled back and removed.</summary>
public sealed class ThirdPartyTests : IDisposable
{
    private const string Id = "Wenmouth.Lending";

    private readonly string feed = Directory.CreateTempSubdirectory("coprod-author-").FullName;

    public void Dispose() => Directory.Delete(feed, recursive: true);

    [Fact]
    public async Task A_module_from_elsewhere_lives_its_whole_life_on_both_engines()
    {
        await Dotnet(TestSite.RepositoryRoot, "run", "build/pack.cs", "--", "--out", feed);
        foreach (var version in new[] { "1.0.0", "1.1.0" })
            await Build(version);
        await Live(TestEngine.Sqlite);
        if (TestSite.PostgresServer is not null)
            await Live(TestEngine.Postgres);
    }

    private async Task Live(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await Run(place, "module", "install", Id, "--version", "1.0.0", "--from", feed, "--allow-unsigned", Id);
        Guid innovation;
        await using (var site = await Start(place))
        {
            Assert.Contains("Running", await QuarantineTests.Card(site, Id));
            var sam = await site.As(Role.Coordinator);
            var made = await sam.Send("/innovations/new", ("name", "Steady Together"));
            innovation = made.Id();
            var lent = await sam.Send(
                $"/innovations/{innovation}/lending/new",
                ("thing", "Walking frame"),
                ("borrower", "Joy")
            );
            Assert.Contains("one thing lent", lent.Text);
            Assert.Contains("Equipment", (await sam.Open($"/innovations/{innovation}")).Text);
        }

        await Run(place, "module", "upgrade", Id, "--from", feed, "--allow-unsigned", Id);
        await using (var site = await Start(place))
        {
            var sam = await site.As(Role.Coordinator);
            var yesterday = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
            var (status, _) = await sam.PostJson(
                $"/api/innovations/{innovation}/lending",
                new
                {
                    thing = "Ramp",
                    borrower = "Des",
                    dueOn = yesterday.ToString("yyyy-MM-dd"),
                }
            );
            Assert.Equal(HttpStatusCode.Created, status);
            Assert.Contains("two things lent", (await sam.Open($"/innovations/{innovation}/lending")).Text);
            Assert.Contains("Ramp should have come back on", (await sam.Open($"/innovations/{innovation}")).Text);
            var back = await (await sam.Open($"/innovations/{innovation}/lending")).SendForm("main form");
            Assert.Contains("one thing lent", back.Text);
        }

        await Run(place, "module", "rollback", Id);
        await using (var site = await Start(place))
        {
            var list = await (await site.As(Role.Coordinator)).Open($"/innovations/{innovation}/lending");
            Assert.Contains("Walking frame, with Joy", list.Text);
            Assert.DoesNotContain("Ramp", list.Text);
        }

        await Run(place, "module", "uninstall", Id, "--purge");
        await using var without = await Start(place);
        var gone = await (await without.As(Role.Coordinator)).Open($"/innovations/{innovation}/lending");
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    }

    private async Task Build(string version)
    {
        // Elsewhere, with nothing but the feed: what lies around in the repository must not help.
        var source = Path.Combine(feed, "source-" + version);
        foreach (
            var file in Directory.EnumerateFiles(
                Path.Combine(TestSite.RepositoryRoot, "tests", "ThirdParty"),
                "*",
                SearchOption.AllDirectories
            )
        )
        {
            var name = Path.GetRelativePath(Path.Combine(TestSite.RepositoryRoot, "tests", "ThirdParty"), file);
            if (name.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                continue;
            var to = Path.Combine(source, name);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        await Dotnet(
            Path.Combine(source, "Lending"),
            "build",
            "-t:PackModule",
            "-p:Version=" + version,
            "-p:PackageOutputPath=" + feed,
            "-p:RestoreAdditionalProjectSources=" + feed,
            // Packages of the same version from an earlier build must not be taken for these.
            "-p:RestorePackagesPath=" + Path.Combine(feed, "restored"),
            "-nodeReuse:false"
        );
    }

    private static async Task Dotnet(string folder, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", words)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', words)}: {await output}{await errors}");
    }

    private static async Task Run(TestPlace place, params string[] words)
    {
        var answer = await Testing.Console.Run([
            .. words,
            "--data",
            place.Folder,
            .. place.Postgres is { } server ? new[] { "--postgres", server } : [],
        ]);
        Assert.True(answer.Code == 0, answer.Errors);
    }

    private static Task<TestSite> Start(TestPlace place) =>
        TestSite.Start(
            place.Postgres is null ? TestEngine.Sqlite : TestEngine.Postgres,
            folder: place.Folder,
            postgres: place.Postgres
        );
}
