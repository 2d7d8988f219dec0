using System.Diagnostics;
using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Tests.Data;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>A module that somebody else wrote, from the packages alone: built, packed, installed, used, upgraded, rolled back and removed.</summary>
public sealed class ThirdPartyTests(ThirdPartyTests.PackedFeed packed) : IClassFixture<ThirdPartyTests.PackedFeed>
{
    private const string Id = "Wenmouth.Lending";

    private readonly string feed = packed.Folder;

    /// <summary>What build/pack.cs writes, once for all.</summary>
    public sealed class PackedFeed : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("coprod-author-").FullName;

        public async ValueTask InitializeAsync() =>
            await Dotnet(TestSite.RepositoryRoot, "run", "build/pack.cs", "--", "--out", Folder);

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task From_nothing_to_a_module_that_runs_in_four_commands()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        var hive = Path.Combine(place.Folder, "hive");
        var template = Directory.GetFiles(feed, "CoProd.Templates.*.nupkg").Single();
        var source = Path.Combine(place.Folder, "Acme.Toys");

        await Dotnet(place.Folder, "new", "install", template, "--debug:custom-hive", hive);
        await Dotnet(
            place.Folder,
            "new",
            "coprod-module",
            "-n",
            "Acme.Toys",
            "-o",
            source,
            "--debug:custom-hive",
            hive
        );
        await Pack(source);
        await Run(place, "module", "install", "Acme.Toys", "--from", feed, "--allow-unsigned", "Acme.Toys");

        await using var site = await place.Serve();
        Assert.Contains("Installed from a package without a signature", await QuarantineTests.Card(site, "Acme.Toys"));
        var recorded = await (await site.As(Role.Coordinator)).Send("/acme-toys/new", ("name", "Spinning top"));
        Assert.Equal("/acme-toys", recorded.Path);
        Assert.Contains("Spinning top", recorded.Text);
    }

    [Fact]
    public async Task A_module_from_elsewhere_lives_its_whole_life_on_both_engines()
    {
        foreach (var version in new[] { "1.0.0", "1.1.0" })
            await Build(version);
        using (var zip = System.IO.Compression.ZipFile.OpenRead(Path.Combine(feed, $"{Id}.1.1.0.nupkg")))
        using (var bill = zip.GetEntry("module/sbom.cdx.json")!.Open())
        {
            var parts = System.Text.Json.Nodes.JsonNode.Parse(bill)!;
            Assert.Equal("CycloneDX", (string)parts["bomFormat"]!);
            var library = Assert.Single(parts["components"]!.AsArray(), p => (string)p!["name"]! == "Humanizer.Core")!;
            Assert.StartsWith("pkg:nuget/Humanizer.Core@2.", (string)library["purl"]!);
        }
        await Live(TestEngine.Sqlite);
        if (TestSite.PostgresServer is not null)
            await Live(TestEngine.Postgres);
    }

    private async Task Live(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await Run(place, "module", "install", Id, "--version", "1.0.0", "--from", feed, "--allow-unsigned", Id);
        Guid innovation;
        await using (var site = await place.Serve())
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
        await using (var site = await place.Serve())
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
        await using (var site = await place.Serve())
        {
            var list = await (await site.As(Role.Coordinator)).Open($"/innovations/{innovation}/lending");
            Assert.Contains("Walking frame, with Joy", list.Text);
            Assert.DoesNotContain("Ramp", list.Text);
        }

        var file = Path.Combine(place.Folder, "lending.zip");
        await Run(place, "module", "uninstall", Id, "--export", file, "--purge");
        await using (var without = await place.Serve())
        {
            var gone = await (await without.As(Role.Coordinator)).Open($"/innovations/{innovation}/lending");
            Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        }

        await Run(place, "module", "install", Id, "--version", "1.0.0", "--from", feed, "--allow-unsigned", Id);
        await Run(place, "module", "import", file);
        await using var again = await place.Serve();
        var returned = await (await again.As(Role.Coordinator)).Open($"/innovations/{innovation}/lending");
        Assert.Contains("Walking frame, with Joy", returned.Text);
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
        await Pack(Path.Combine(source, "Lending"), "-p:Version=" + version);
    }

    private Task Pack(string folder, params string[] more) =>
        Dotnet(
            folder,
            [
                "build",
                "-t:PackModule",
                "-p:PackageOutputPath=" + feed,
                "-p:RestoreAdditionalProjectSources=" + feed,
                // Packages of the same version from an earlier build must not be taken for these.
                "-p:RestorePackagesPath=" + Path.Combine(feed, "restored"),
                "-nodeReuse:false",
                .. more,
            ]
        );

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
        var answer = await Testing.Console.Run([.. words, .. place.Words]);
        Assert.True(answer.Code == 0, answer.Errors);
    }
}
