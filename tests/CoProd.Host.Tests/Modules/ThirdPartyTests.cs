using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Tests.Data;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>A module that somebody else wrote, from the packages alone: built, tested, packed, installed, used, upgraded, rolled back and removed.</summary>
[Collection(nameof(PackedFeed))]
public sealed class ThirdPartyTests(PackedFeed packed)
{
    private const string Id = "Wenmouth.Lending";

    private readonly string feed = packed.Folder;

    [Fact]
    public async Task A_module_from_elsewhere_lives_its_whole_life_on_both_engines()
    {
        foreach (var version in new[] { "1.0.0", "1.1.0" })
            await Pack(version);
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

    [Fact]
    public async Task Its_author_tests_it_on_a_real_host_and_both_engines()
    {
        Assert.SkipWhen(TestSite.PostgresServer is null, TestSite.PostgresMissing);
        var said = await packed.Dotnet(Sources("tested"), "run", "--project", "LendingTests", From);

        Assert.Matches("succeeded: 1\\b", said);
    }

    private Task Pack(string version) =>
        packed.Dotnet(
            Path.Combine(Sources(version), "Lending"),
            "build",
            "-t:PackModule",
            "-p:PackageOutputPath=" + feed,
            "-p:Version=" + version,
            From
        );

    private string From => "-p:RestoreAdditionalProjectSources=" + feed;

    // Elsewhere, with nothing but the feed: what lies around in the repository must not help.
    private string Sources(string name)
    {
        var (here, there) = (
            Path.Combine(TestSite.RepositoryRoot, "tests", "ThirdParty"),
            Path.Combine(packed.Home, "source-" + name)
        );
        foreach (var file in Directory.EnumerateFiles(here, "*", SearchOption.AllDirectories))
        {
            var inside = Path.GetRelativePath(here, file);
            if (inside.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                continue;
            var to = Path.Combine(there, inside);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        return there;
    }

    private static async Task Run(TestPlace place, params string[] words)
    {
        var answer = await Testing.Console.Run([.. words, .. place.Words]);
        Assert.True(answer.Code == 0, answer.Errors);
    }
}
