using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Host.Leaving;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CoProd.Host.Tests.Leaving;

/// <summary>An innovation goes from one installation to another and back, on two engines; also where a module is missing, or the machine dies.</summary>
public sealed class TravelTests(TravelTests.Sent sent) : IClassFixture<TravelTests.Sent>
{
    /// <summary>An innovation's archive, and what a receiver that takes all of it in has afterwards.</summary>
    public sealed class Sent : IAsyncLifetime
    {
        public string File { get; } = Archives.NewFile();

        public Guid Id { get; private set; }

        public SortedDictionary<string, string> Whole { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            await using (var sender = await TestSite.Start(TestEngine.Sqlite, demo: true))
            {
                Id = await sender.Innovation("Steady Together");
                var told = await sender.Run("innovation", "export", $"{Id}", File);
                Assert.True(told.Code == 0, told.Errors);
            }
            await using var receiver = await TestSite.Start(TestEngine.Sqlite);
            var (arrival, _) = await receiver
                .Host()
                .Services.GetRequiredService<Arrivals>()
                .TakeIn(await ArchiveReader.Read(File, Ct), Guid.Empty, Ct);
            Assert.Empty(arrival.Waiting);
            Whole = await receiver.Whole(Id);
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    private static readonly bool Soak = Environment.GetEnvironmentVariable("COPROD_SOAK") is not null;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_innovation_moves_from_SQLite_to_PostgreSQL_and_back_and_nothing_is_lost()
    {
        Assert.SkipWhen(TestSite.PostgresServer is null, TestSite.PostgresMissing);
        await using var here = await TestSite.Start(TestEngine.Sqlite, demo: true);
        await using var there = await TestSite.Start(TestEngine.Postgres, demo: true);
        string[] names = Soak
            ? ["Steady Together", "Way Home", "Green Steps", "Kitchen Table", "Llinell Nos", "Breathing Space"]
            : ["Steady Together"];
        // There the sender's key is known, here nobody's is.
        var pem = Archives.NewFile();
        await File.WriteAllTextAsync(pem, (await here.Run("innovation", "key")).Output, Ct);
        Assert.Equal(0, (await there.Run("innovation", "trust", pem, "--name", "Wenmouth")).Code);
        foreach (var name in names)
        {
            var id = await here.Innovation(name);
            var agreed = await Agreed(await here.As(Role.Coordinator), id);
            var before = await here.Whole(id);
            var (out1, out2) = (Archives.NewFile(), Archives.NewFile());

            var told = await here.Run("innovation", "export", $"{id}", out1, "--json");
            Assert.True(told.Code == 0, told.Errors);
            var looked = await there.Run("innovation", "import", out1, "--preview");
            Assert.True(looked.Code == 0, looked.Errors);
            Assert.Contains("known here as Wenmouth", looked.Output, StringComparison.Ordinal);
            Assert.Equal(0, await there.Count("innovation_arrival where innovation_id = @id", new { id }));
            var came = await there.Run("innovation", "import", out1, "--json");
            Assert.True(came.Code == 0, came.Errors);
            Assert.Empty(came.Json["missing"]!.AsArray());
            Assert.False((bool)came.Json["cameBefore"]!);
            Assert.Equal(agreed, (int)came.Json["people"]!["byName"]!);
            Assert.Equal(told.Json["people"]!.ToJsonString(), came.Json["people"]!.ToJsonString());
            Assert.Equal(told.Json["staysBehind"]!.ToJsonString(), came.Json["staysBehind"]!.ToJsonString());
            Assert.Equal(told.Json["modules"]!.ToJsonString(), came.Json["modules"]!.ToJsonString());

            // Everything that left is there, and leaves from there as it came.
            Assert.Equal(0, (await there.Run("innovation", "export", $"{id}", out2)).Code);
            Same(Archives.Records(out1), Archives.Records(out2));

            // Done twice it changes nothing; back home it changes nothing.
            var whole = await there.Whole(id);
            var again = await there.Run("innovation", "import", out1, "--json");
            Assert.True((bool)again.Json["cameBefore"]!, again.Errors);
            Same(whole, await there.Whole(id));
            var home = await here.Run("innovation", "import", out2);
            Assert.True(home.Code == 0, home.Errors);
            Assert.Contains("a key that is not known here", home.Output, StringComparison.Ordinal);
            Same(before, await here.Whole(id));
            Assert.Equal(1, await here.Count("innovation_arrival where innovation_id = @id", new { id }));

            // The receiver's first page tells where it came from, to whoever may see it.
            var sam = await there.As(Role.Coordinator);
            Assert.Contains(
                "This came from Wenmouth and Vale Community NHS Trust",
                (await sam.Open($"/innovations/{id}")).Text
            );
            var arrival = await sam.Open($"/innovations/{id}/arrival");
            Assert.Contains("What stays behind, and why", arrival.Text);
            Assert.Contains((string)told.Json["key"]!, arrival.Text);
            Assert.Contains($"“{name}” began.", arrival.Text);
            TestContext.Current.SendDiagnosticMessage(
                $"{name}: {told.Json["bytes"]} bytes, {told.Json["modules"]!.AsArray().Sum(m => (long)m!["records"]!)} rows there and back"
            );
        }
    }

    // Some of those who take part agree to go along by name; what they said goes with them, and with them again.
    private static async Task<int> Agreed(Session sam, Guid innovation)
    {
        var people = (await sam.Open($"/innovations/{innovation}/people"))
            .Document.QuerySelectorAll("main a[href^='/people/']")
            .Select(a => a.GetAttribute("href")!)
            .Where(path => Guid.TryParse(path.Split('/')[^1], out _))
            .Distinct()
            .Take(3)
            .ToList();
        Assert.Equal(3, people.Count);
        foreach (var person in people)
        {
            // Agreed once is agreed for every innovation of theirs, and came along with the first.
            if ((await sam.Open(person)).Text.Contains("To go on", StringComparison.Ordinal))
                continue;
            await sam.Send(
                $"{person}/consents/new",
                ("scope", "HandOver"),
                ("purpose", "To go on"),
                ("how", "Rang her")
            );
        }
        return people.Count;
    }

    [Fact]
    public async Task What_no_module_here_can_take_is_kept_and_taken_in_when_it_is_installed()
    {
        var (file, id, whole) = (sent.File, sent.Id, sent.Whole);
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        using var few = new Lacking("CoProd.Evaluation");
        await using (var without = await TestSite.Start(TestEngine.Sqlite, modules: [few.Path], folder: place.Folder))
        {
            var priya = await without.As(Role.Administrator);
            var (path, _) = await RefusedArchiveTests.Bring(priya, file);
            var preview = await priya.Open(path!);
            Assert.Contains("CoProd.Evaluation is not running here. Its part is kept", preview.Text);
            Assert.Contains("Nothing is written yet", preview.Text);
            Assert.Equal(0, await without.Count("innovation_arrival"));
            var arrival = await preview.Send();
            Assert.Contains("CoProd.Evaluation: It is not installed here, or not running.", arrival.Text);
            Assert.Contains("Parts that wait: 1", (await priya.Open($"/innovations/{id}")).Text);
            Assert.False((await without.Whole(id)).ContainsKey("CoProd.Evaluation"));
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(place.Folder, "uploads")));
            var told = await Testing.Console.Run([
                "innovation",
                "import",
                file,
                "--json",
                "--modules",
                few.Path,
                .. place.Words,
            ]);
            Assert.Equal("CoProd.Evaluation", (string)Assert.Single(told.Json["missing"]!.AsArray())!);
            Assert.Equal(2, told.Code);
        }
        await using var with = await place.Serve();
        Same(whole, await with.Whole(id));
        var page = await (await with.As(Role.Coordinator)).Open($"/innovations/{id}");
        Assert.DoesNotContain("Parts that wait", page.Text);
        Assert.Equal(0, await with.Count("innovation_part where records is not null"));
    }

    [Fact]
    public async Task An_import_that_is_killed_is_carried_on_by_the_next_opening()
    {
        var (file, id, whole) = (sent.File, sent.Id, sent.Whole);
        var killed = 0;
        // At which moment it dies is up to the machine: what is waited for is that it has begun, or is so far.
        foreach (var parts in Soak ? [0, 0, 1, 1, 2, 2, 3, 4] : new[] { 0, 2 })
        {
            await using var place = await TestPlace.Make(TestEngine.Sqlite);
            await using (await place.Open()) { }
            using var process = Testing.Console.Start(["innovation", "import", file, .. place.Words]);
            while (!process.HasExited && await Taken(place) < parts)
                await Task.Delay(1, Ct);
            var ended = process.HasExited;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Ct);
            killed += ended ? 0 : 1;

            await using var site = await place.Serve();
            Same(whole, await site.Whole(id));
            Assert.Equal(1, await site.Count("innovation_arrival"));
            Assert.Equal(0, await site.Count("innovation_part where taken_at is null"));
            Assert.Equal(0, (await site.Run("audit", "verify")).Code);
        }
        Assert.True(killed > 0, "It was never killed before it was done.");
        TestContext.Current.SendDiagnosticMessage(
            $"{killed} imports killed half-way, each carried on by the next opening"
        );
    }

    // How many parts are in; -1 before the archive is written down.
    private static async Task<long> Taken(TestPlace place)
    {
        try
        {
            await using var connection = new SqliteConnection(
                $"Data Source={Path.Combine(place.Folder, "db", "host.db")};Mode=ReadOnly;Pooling=false"
            );
            return await connection.ExecuteScalarAsync<long>(
                "select case when exists (select 1 from innovation_arrival) then (select count(*) from innovation_part where taken_at is not null) else -1 end"
            );
        }
        catch (SqliteException)
        {
            return -1;
        }
    }

    [Fact]
    public async Task A_register_that_cannot_take_its_part_leaves_nothing_behind()
    {
        var archive = await ArchiveReader.Read(sent.File, Ct);
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var broken = archive with
        {
            Records = archive.Records.ToDictionary(
                part => part.Key,
                part =>
                    part.Key == "CoProd.Register"
                        ? part.Value.Replace("\"name\"", "\"name\": 1, \"other\"")
                        : part.Value
            ),
        };
        var arrivals = site.Host().Services.GetRequiredService<Arrivals>();
        var told = await Assert.ThrowsAsync<InvalidOperationException>(() => arrivals.TakeIn(broken, Guid.Empty, Ct));
        Assert.Contains("Nothing was written", told.Message, StringComparison.Ordinal);
        Assert.Equal(0, await site.Count("innovation_arrival"));
        Assert.Equal(0, await site.Count("innovation_part"));
        Assert.Equal(0, await site.Count("timeline"));
        // Another module's trouble holds up nobody else, and is told.
        var half = archive with
        {
            Records = archive.Records.ToDictionary(
                part => part.Key,
                part => part.Key == "CoProd.Resourcing" ? "[1]" : part.Value
            ),
        };
        var (arrival, _) = await arrivals.TakeIn(half, Guid.Empty, Ct);
        var waiting = Assert.Single(arrival.Waiting);
        Assert.Equal("CoProd.Resourcing", waiting.ModuleId);
        Assert.StartsWith("It could not take its part in", waiting.WaitsFor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_module_lets_in_what_its_forms_would_refuse()
    {
        var genuine = await ArchiveReader.Read(sent.File, Ct);
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var arrivals = site.Host().Services.GetRequiredService<Arrivals>();
        var changes = new Dictionary<string, (string List, string Field, JsonNode Value)>
        {
            ["CoProd.Resourcing"] = ("costs", "amountMinor", -100),
            ["CoProd.Championing"] = ("audiences", "power", 50),
            ["CoProd.KnowledgeExchange"] = ("items", "heardOn", "9999-12-31"),
            ["CoProd.Evaluation"] = ("indicators", "name", ""),
        };
        var bad = genuine with
        {
            Signed = genuine.Signed + " ",
            Records = genuine.Records.ToDictionary(
                part => part.Key,
                part =>
                {
                    if (!changes.TryGetValue(part.Key, out var change))
                        return part.Value;
                    var records = JsonNode.Parse(part.Value)!;
                    records[change.List]![0]![change.Field] = change.Value;
                    return records.ToJsonString();
                }
            ),
        };

        var (arrival, _) = await arrivals.TakeIn(bad, Guid.Empty, Ct);

        Assert.Equal(changes.Keys.Order(), arrival.Waiting.Select(part => part.ModuleId).Order());
        foreach (var part in arrival.Waiting)
        {
            var (list, field, _) = changes[part.ModuleId];
            Assert.Contains($"in entry 1 of “{list}” the field “{field}” is outside", part.WaitsFor);
        }
        var hours = JsonNode.Parse(genuine.Records["CoProd.Register"])!;
        hours["notes"]![0]!["hours"] = 5000;
        var told = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            arrivals.TakeIn(
                genuine with
                {
                    Signed = genuine.Signed + "  ",
                    Records = genuine.Records.ToDictionary(
                        part => part.Key,
                        part => part.Key == "CoProd.Register" ? hours.ToJsonString() : part.Value
                    ),
                },
                Guid.Empty,
                Ct
            )
        );
        Assert.Contains("Nothing was written", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestEngine.Sqlite)]
    [InlineData(TestEngine.Postgres)]
    public async Task A_forged_archive_that_came_first_keeps_the_genuine_one_out_of_nothing(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        var genuine = await ArchiveReader.Read(sent.File, Ct);
        await using var site = await TestSite.Start(engine);
        var arrivals = site.Host().Services.GetRequiredService<Arrivals>();
        var records = genuine.Records["CoProd.OwnershipTransfer"];
        var forged = genuine with
        {
            Manifest = genuine.Manifest with { Key = "forger", Sender = "Somebody Else" },
            Signed = genuine.Signed.Replace(genuine.Manifest.Sender, "Somebody Else", StringComparison.Ordinal),
            Records = genuine.Records.ToDictionary(
                part => part.Key,
                part =>
                    part.Key == "CoProd.OwnershipTransfer"
                        ? records.Replace("\"side\": \"Community\"", "\"side\": \"Nonsense\"", StringComparison.Ordinal)
                        : part.Value
            ),
        };

        var (bad, _) = await arrivals.TakeIn(forged, Guid.Empty, Ct);
        var rivals = await arrivals.Rivals(genuine, Ct);
        var (good, cameBefore) = await arrivals.TakeIn(genuine, Guid.Empty, Ct);
        var (again, twice) = await arrivals.TakeIn(genuine, Guid.Empty, Ct);

        var waiting = Assert.Single(bad.Waiting);
        Assert.Equal("CoProd.OwnershipTransfer", waiting.ModuleId);
        Assert.Matches("in entry \\d of “parties” the field “side” holds “Nonsense”", waiting.WaitsFor);
        Assert.DoesNotContain("System", waiting.WaitsFor, StringComparison.Ordinal);
        Assert.Equal("Somebody Else", Assert.Single(rivals).Sender);
        Assert.False(cameBefore);
        Assert.Empty(good.Waiting);
        Assert.NotEqual(bad.Id, good.Id);
        Assert.Equal(genuine.Manifest.Key, good.Fingerprint);
        Assert.True(twice);
        Assert.Equal(good.Id, again.Id);
        Assert.Equal(2, await site.Count("innovation_arrival"));
        var page = await (await site.As(Role.Coordinator)).Open($"/innovations/{sent.Id}/arrival");
        Assert.Contains("Another archive with the same number came", page.Text);
        Assert.Contains("Somebody Else", page.Text);
        // Whoever looks after the installation drops what waits of the forged one, for good.
        Assert.DoesNotContain("/drop", page.Html, StringComparison.Ordinal);
        var ali = await site.As(Role.Administrator);
        var drop = (await ali.Open($"/innovations/{sent.Id}/arrival"))
            .Document.QuerySelector("a[href$='/drop']")!
            .GetAttribute("href")!;
        Assert.Equal(HttpStatusCode.Forbidden, (await page.Session.Open(drop)).Status);
        Assert.Contains("CoProd.OwnershipTransfer", (await ali.Open(drop)).Text);
        Assert.Contains("Tick the box", (await ali.Send(drop)).Text);
        var dropped = await ali.Send(drop, ("sure", "true"));
        Assert.Contains("its part was dropped on", dropped.Text);
        await arrivals.Resume(Ct);
        Assert.Empty((await arrivals.Find(bad.Id, Ct))!.Waiting);
        Assert.Equal(1, await site.Count("innovation_part where dropped_at is not null and records is null"));
        Assert.Equal(HttpStatusCode.NotFound, (await ali.Send(drop, ("sure", "true"))).Status);
        // The module is well: the file was not.
        Assert.DoesNotContain(
            "Nonsense",
            (await (await site.As(Role.Administrator)).Open("/modules")).Text,
            StringComparison.Ordinal
        );
    }

    private static void Same(SortedDictionary<string, string> expected, SortedDictionary<string, string> found)
    {
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, module => Assert.Equal(module.Value, found[module.Key]));
    }

    /// <summary>The modules built with the host, without one.</summary>
    private sealed class Lacking : IDisposable
    {
        public Lacking(string id)
        {
            foreach (var module in Directory.EnumerateDirectories(TestSite.BuiltModules))
                if (System.IO.Path.GetFileName(module) != id)
                    Directory.CreateSymbolicLink(
                        System.IO.Path.Combine(Path, System.IO.Path.GetFileName(module)),
                        module
                    );
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("coprod-few-").FullName;

        public void Dispose()
        {
            foreach (var link in Directory.EnumerateDirectories(Path))
                Directory.Delete(link);
            Directory.Delete(Path);
        }
    }
}
