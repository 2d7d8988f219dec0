using System.Diagnostics;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Modules;

/// <summary>
/// A change of modules is killed at every step that shows in the data folder. Afterwards there is the old state or the new one, whole,
/// with nobody's help, and the change can be made again.
/// </summary>
public sealed class KilledChangeTests(KilledChangeTests.Feed feed) : IClassFixture<KilledChangeTests.Feed>
{
    private const string Id = "Culprits.Lends";

    public static TheoryData<TestEngine, string> Changes
    {
        get
        {
            var changes = new TheoryData<TestEngine, string>();
            foreach (var engine in new[] { TestEngine.Sqlite, TestEngine.Postgres })
            foreach (var change in new[] { "install", "upgrade", "rollback", "purge" })
            {
                // Until its data is looked at, a change is the same on both.
                if (engine == TestEngine.Sqlite || Soak || change is "rollback" or "purge")
                    changes.Add(engine, change);
            }
            return changes;
        }
    }

    /// <summary>Two versions of one module; the second has a column more.</summary>
    public sealed class Feed : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("coprod-killed-").FullName;

        public async ValueTask InitializeAsync()
        {
            foreach (
                var (version, second) in new[]
                {
                    ("1.0.0", (string?)null),
                    ("1.1.0", "alter table lend_item add column due_on date;"),
                }
            )
            {
                using var modules = new ModuleFolder();
                var folder = modules.Compile(
                    "Lends",
                    script: "create table lend_item (id uuid not null primary key, name text not null);",
                    second: second,
                    version: version
                );
                Assert.Equal(0, (await Testing.Console.Run("module", "pack", folder, "--out", Folder)).Code);
            }
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task A_kill_leaves_the_old_or_the_new_state(TestEngine engine, string change)
    {
        var (before, after) = States(change);
        var all = await Steps(engine, change);
        // Each takes long. The first ones only open what is there; in the last ones code and data change places. What both engines are
        // asked for, they share: one is killed at every other step, the other in between.
        var steps =
            Soak || all <= 12 ? Enumerable.Range(1, all) : [all / 3, all * 2 / 3, .. Enumerable.Range(all - 10, 10)];
        if (!Soak && change is ("rollback" or "purge"))
            steps = steps.Where((_, i) => i % 2 == (engine == TestEngine.Sqlite ? 1 : 0));
        foreach (var step in steps)
        {
            await using var place = await TestPlace.Make(engine);
            await Prepare(place, change);
            await Changed(place, change, step);
            var found = await State(place);
            Assert.True(found == before || found == after, $"{change}, killed at step {step} of {all}: {found}");
            if (found == after)
                continue;
            await Done(place, change);
            Assert.Equal(after, await State(place));
        }
    }

    // How many steps the change has when nobody kills it.
    private async Task<int> Steps(TestEngine engine, string change)
    {
        await using var place = await TestPlace.Make(engine);
        await Prepare(place, change);
        var count = await Changed(place, change, killAt: int.MaxValue);
        Assert.Equal(States(change).After, await State(place));
        Assert.InRange(count, 5, 1000);
        return count;
    }

    private static bool Soak => Environment.GetEnvironmentVariable("COPROD_SOAK") is not null;

    private static (string Before, string After) States(string change) =>
        change switch
        {
            "install" => ("none", "1.0.0: "),
            "upgrade" => ("1.0.0: Frame", "1.1.0: Frame"),
            "rollback" => ("1.1.0: Frame, Ramp", "1.0.0: Frame"),
            _ => ("1.0.0: Frame", "none"),
        };

    private async Task Prepare(TestPlace place, string change)
    {
        // The host's own data is there in any case: making it is no step of the change.
        await using (await place.Open([])) { }
        if (change == "install")
            return;
        await Done(place, "install");
        await Record(place, "Frame");
        if (change != "rollback")
            return;
        await Done(place, "upgrade");
        await Record(place, "Ramp");
    }

    private async Task Done(TestPlace place, string change)
    {
        var answer = await Testing.Console.Run(Words(place, change));
        Assert.True(answer.Code == 0, answer.Errors);
    }

    private string[] Words(TestPlace place, string change) =>
        [
            "module",
            .. change switch
            {
                "install" => new[]
                {
                    "install",
                    Id,
                    "--version",
                    "1.0.0",
                    "--from",
                    feed.Folder,
                    "--allow-unsigned",
                    Id,
                },
                "upgrade" => ["upgrade", Id, "--from", feed.Folder, "--allow-unsigned", Id],
                "rollback" => ["rollback", Id],
                _ => ["uninstall", Id, "--purge"],
            },
            "--modules",
            Path.Combine(place.Folder, "no-modules"),
            .. place.Words,
        ];

    // Every file that comes, goes or changes is a step. Answers how many there were.
    private async Task<int> Changed(TestPlace place, string change, int killAt)
    {
        using var watcher = new FileSystemWatcher(place.Folder) { IncludeSubdirectories = true };
        var (count, killed) = (0, false);
        using var process = Testing.Console.Start(Words(place, change));
        watcher.Created += (_, _) => Step();
        watcher.Deleted += (_, _) => Step();
        watcher.Renamed += (_, _) => Step();
        watcher.Changed += (_, _) => Step();
        watcher.EnableRaisingEvents = true;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        Assert.True(killed || process.ExitCode == 0, await errors);
        return count;

        void Step()
        {
            if (Interlocked.Increment(ref count) < killAt || process.HasExited)
                return;
            killed = true;
            process.Kill();
        }
    }

    private static async Task Record(TestPlace place, string name)
    {
        await using var site = await place.Open([]);
        await site
            .Modules.Find(Id)!
            .Database!.Write(w =>
                w.Connection.Execute(
                    "insert into lend_item (id, name) values (@id, @name)",
                    new { id = Guid.CreateVersion7(), name }
                )
            );
    }

    private static async Task<string> State(TestPlace place)
    {
        await using var site = await place.Open([]);
        if (site.Modules.Find(Id) is not { } module)
        {
            // Gone means gone: nothing of it lies about.
            if (File.Exists(Path.Combine(place.Folder, "db", Id.ToLowerInvariant() + ".db")))
                return "none, with data";
            return
                Directory.Exists(Path.Combine(place.Folder, "modules", Id))
                && Directory.GetDirectories(Path.Combine(place.Folder, "modules", Id)).Any(d => !IsHalf(d))
                && File.Exists(Path.Combine(place.Folder, "modules.lock.json"))
                ? "none, with folders"
                : "none";
        }
        Assert.Null(module.Reason);
        var names = await module.Database!.Read(c => c.QueryAsync<string>("select name from lend_item order by name"));
        return $"{module.Manifest!.Version}: {string.Join(", ", names)}";
    }

    private static bool IsHalf(string folder) => folder.EndsWith(".half", StringComparison.Ordinal);
}
