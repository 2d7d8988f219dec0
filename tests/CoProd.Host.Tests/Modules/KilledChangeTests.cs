using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Npgsql;
using NuGet.Versioning;

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
            foreach (var change in new[] { "install", "upgrade", "rollback", "uninstall", "purge" })
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

        public ValueTask InitializeAsync()
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
                Packages.ModulePackage.Pack(folder, Folder);
            }
            return ValueTask.CompletedTask;
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
        await using var prepared = await TestPlace.Make(engine);
        await Prepare(prepared, change);
        var before = await State(prepared);
        // How many steps it has when nobody kills it, and what stands there then.
        await using var reference = await Another(prepared, engine, change);
        var all = await Changed(reference, change, killAt: int.MaxValue);
        var after = await State(reference);
        Assert.Equal(Names(change), (Named(before), Named(after)));
        Assert.InRange(all, 5, 1000);

        var (kept, changed) = (0, 0);
        foreach (var step in Steps(all))
        {
            await using var place = await Another(prepared, engine, change);
            await Changed(place, change, step);
            var found = await State(place);
            Assert.True(found == before || found == after, $"{change}, killed at step {step} of {all}: {found}");
            if (found == after)
            {
                changed++;
                continue;
            }
            kept++;
            await Done(place, change);
            Assert.Equal(after, await State(place));
        }
        TestContext.Current.SendDiagnosticMessage(
            $"{change} on {engine}: {kept + changed} kills at {all} steps, {kept} left the old state, {changed} the new"
        );
    }

    // Each takes a process. The first ones only open what is there; in the last ones code and data change places.
    private static IEnumerable<int> Steps(int all)
    {
        if (Soak || all <= 12)
            return Enumerable.Range(1, all);
        var seeded = new Random(20_261_125);
        return
        [
            seeded.Next(1, all - 10),
            .. Enumerable.Range(all - 10, 11).OrderBy(_ => seeded.Next()).Take(5).Order(),
        ];
    }

    private static bool Soak => Environment.GetEnvironmentVariable("COPROD_SOAK") is not null;

    private static (string Before, string After) Names(string change) =>
        change switch
        {
            "install" => ("none", "1.0.0: "),
            "upgrade" => ("1.0.0: Frame", "1.1.0: Frame"),
            "rollback" => ("1.1.0: Frame, Ramp", "1.0.0: Frame"),
            "uninstall" => ("1.0.0: Frame", "none, with Frame"),
            _ => ("1.0.0: Frame", "none"),
        };

    private static string Named(string state) => state.Split(" #")[0];

    private async Task<TestPlace> Another(TestPlace prepared, TestEngine engine, string change)
    {
        if (engine == TestEngine.Sqlite)
            return prepared.Copy();
        var place = await TestPlace.Make(engine);
        await Prepare(place, change);
        return place;
    }

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

    // As the console's verb does it, without a process.
    private async Task Done(TestPlace place, string change)
    {
        var options = place.Options with { ModuleFolders = [], WithoutModules = true, Serves = true };
        await using var site = await Site.Open(options, TestContext.Current.CancellationToken);
        using var feeds = Packages.Feeds.At([feed.Folder]);
        var installer = new Packages.Installer(site, feeds, [Id]);
        var ct = TestContext.Current.CancellationToken;
        if (change is "install" or "upgrade")
        {
            var range = Host.Modules.Ranges.Typed(change == "install" ? "1.0.0" : null);
            await installer.Apply(await installer.Plan(new Dictionary<string, VersionRange> { [Id] = range }, ct), ct);
        }
        else if (change == "rollback")
            await installer.Rollback(Id, ct);
        else
            await installer.Uninstall(Id, purge: change == "purge", ct);
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
                "uninstall" => ["uninstall", Id],
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
                    new { id = IdOf(name), name }
                )
            );
    }

    // Everywhere the same, so that rows can be compared by digest from one place to another.
    private static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    private static async Task<string> State(TestPlace place)
    {
        await using var site = await place.Open([]);
        if (site.Modules.Find(Id) is not { } module)
            return await Without(site, place);
        Assert.Null(module.Reason);
        return $"{module.Manifest!.Version}: {Told(await module.Database!.Read(c => c.QueryAsync(Rows)))}";
    }

    private const string Rows = "select * from lend_item order by name";

    // The names, and a digest of all that the rows hold.
    private static string Told(IEnumerable<object> rows)
    {
        var cells = rows.Select(row => (IDictionary<string, object?>)row).ToList();
        var text = string.Join('\n', cells.Select(row => string.Join('|', row.Select(c => $"{c.Key}={c.Value}"))));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return $"{string.Join(", ", cells.Select(row => row["name"]))} #{digest}";
    }

    // Gone means gone: nothing of it lies about. Data that was to stay is there, whole.
    private static async Task<string> Without(Site site, TestPlace place)
    {
        var folders = Path.Combine(place.Folder, "modules", Id);
        if (
            Directory.Exists(folders)
            && Directory.GetDirectories(folders).Any(d => !IsHalf(d))
            && File.Exists(Path.Combine(place.Folder, "modules.lock.json"))
        )
            return "none, with folders";
        if (place.Postgres is { } server)
        {
            await using var connection = new NpgsqlConnection(server);
            return await connection.ExecuteScalarAsync<bool>("select to_regclass('culprits_lends.lend_item') is null")
                ? "none"
                : "none, with "
                    + Told(await connection.QueryAsync(Rows.Replace("lend_item", "culprits_lends.lend_item")));
        }
        if (!File.Exists(Path.Combine(place.Folder, "db", Id.ToLowerInvariant() + ".db")))
            return "none";
        await using var module = await site.Engine.Open(Id, [], TestContext.Current.CancellationToken);
        return "none, with " + Told(await module.Read(c => c.QueryAsync(Rows)));
    }

    private static bool IsHalf(string folder) => folder.EndsWith(".half", StringComparison.Ordinal);
}
