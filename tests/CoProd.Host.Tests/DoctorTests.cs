using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Host.Backups;
using CoProd.Host.Data;
using CoProd.Host.Doctor;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests;

/// <summary>What is wrong is named with what to do next; what is well is not called wrong; and looking changes nothing.</summary>
public sealed class DoctorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_healthy_installation_is_called_so_also_while_it_serves(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var site = await place.Serve();
        await site.Make("first", Role.Administrator);
        await site.Make("second", Role.Administrator);

        var told = await Testing.Console.Run(["doctor", "--json", .. place.Words]);

        Assert.True(told.Code == 0, told.Output + told.Errors);
        Assert.NotEqual("wrong", (string)told.Json["worst"]!);
        var findings = told.Json["findings"]!.AsArray();
        Assert.All(findings, finding => Assert.NotEmpty((string)finding!["found"]!));
        Assert.All(
            findings.Where(finding => (string)finding!["how"]! != "ok"),
            finding => Assert.NotEmpty((string)finding!["next"]!)
        );
        Assert.Equal(
            [
                "administrators",
                "audit",
                "backups",
                "changes",
                "clock",
                "data-folder",
                "databases",
                "deliveries",
                "disk",
                "jobs",
                "leftovers",
                "mail",
                "modules",
                "outside-backups",
                "virus-scanner",
            ],
            findings.Select(finding => (string)finding!["what"]!).Distinct().Order(StringComparer.Ordinal)
        );
        // Only what a new installation has still to do is left to watch.
        Assert.Equal(
            ["backups"],
            findings.Where(f => (string)f!["how"]! == "watch").Select(f => (string)f!["what"]!).Except(["disk"])
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Each_of_many_faults_is_found_and_nothing_else(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using (var site = await place.Serve())
        {
            await site.Make("first", Role.Administrator);
            await site.Make("second", Role.Administrator);
        }
        var options = Options(place);
        var before = await Look(options);
        Assert.DoesNotContain(before, finding => finding.How == Badness.Wrong);

        await Harm(place);
        await HarmFolder(place.Folder);
        var after = await Look(options with { Clock = new LaterClock { Later = TimeSpan.FromHours(-2) } });

        string[] expected =
        [
            "administrators wrong",
            "audit wrong",
            "backups watch",
            "backups wrong",
            "changes watch CoProd.Championing",
            "changes wrong CoProd.Evaluation",
            "changes wrong",
            "clock wrong",
            .. OperatingSystem.IsWindows() ? Array.Empty<string>() : ["data-folder wrong"],
            "databases watch nobodys.own",
            "databases wrong host",
            "deliveries wrong host",
            "jobs wrong CoProd.Register test.job",
            "leftovers watch backing-up-2147483646-x",
            "leftovers watch restoring",
            "leftovers watch replaced-20200101-000000",
            "mail wrong",
            "mail watch",
            "modules wrong CoProd.Championing",
            "modules wrong CoProd.Evaluation",
            "modules wrong CoProd.Resourcing",
        ];
        var found = after
            .Where(finding => finding.How != Badness.Ok && finding.What != "disk")
            .Select(finding => $"{finding.What} {Word(finding.How)} {Name(finding)}".Trim())
            .Distinct()
            .ToList();
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        var told = await Testing.Console.Run(["doctor", .. place.Words]);
        Assert.Equal(2, told.Code);
        Assert.Contains("WRONG  audit", told.Output, StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage($"{engine}: {expected.Length} of {expected.Length} faults found");

        // Of a database its name on the engine.
        static string Name(Finding finding) =>
            finding.What == "databases" && finding.About is "nobodys_own" ? "nobodys.own" : finding.About ?? "";
        static string Word(Badness how) => how == Badness.Wrong ? "wrong" : "watch";
    }

    [Fact]
    public async Task A_list_of_what_must_hold_that_was_cut_changed_or_lost_is_found()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await using (var site = await place.Serve())
        {
            var sam = await site.As(Role.Coordinator);
            foreach (var name in new[] { "Paused Pat", "Paused Pia" })
            {
                var person = (await sam.Send("/people/new", ("name", name))).Id();
                await sam.PostJson($"/api/people/{person}/contact", new { state = "Paused", saidOn = "2026-11-01" });
            }
        }
        // The mark in each database is set at the next opening.
        await using (var site = await place.Serve()) { }
        var path = Path.Combine(place.Folder, "outside-backups", "list.jsonl");
        var whole = await File.ReadAllTextAsync(path, Ct);
        Assert.Equal(2, whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(Badness.Ok, await List());

        await File.WriteAllTextAsync(path, whole[..(whole.IndexOf('\n', StringComparison.Ordinal) + 1)], Ct);
        Assert.Equal(Badness.Wrong, await List());
        await File.WriteAllTextAsync(path, whole.Replace("Paused", "Open", StringComparison.Ordinal), Ct);
        Assert.Equal(Badness.Wrong, await List());
        File.Delete(path);
        Assert.Equal(Badness.Wrong, await List());
        await File.WriteAllTextAsync(path, whole, Ct);
        Assert.Equal(Badness.Ok, await List());

        async Task<Badness> List() =>
            (await Look(Options(place))).Single(finding => finding.What == "outside-backups").How;
    }

    [Fact]
    public async Task A_folder_that_was_mistyped_is_told_of_at_the_console()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"coprod-typo-{Guid.CreateVersion7():N}");

        var first = await Testing.Console.Run(["user", "list", "--data", folder]);
        var second = await Testing.Console.Run(["user", "list", "--data", folder]);

        Assert.Contains($"There was nothing in {folder}: an empty installation was made there.", first.Errors);
        Assert.DoesNotContain("There was nothing", second.Errors);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_damaged_and_a_missing_file_are_found_and_neither_is_touched()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await using (await place.Serve()) { }
        var register = Path.Combine(place.Folder, "db", "coprod.register.db");
        var bytes = await File.ReadAllBytesAsync(register, Ct);
        // From the second page on: the schema can be read, what it speaks of cannot.
        bytes.AsSpan(4096, Math.Min(bytes.Length - 4096, 1 << 16)).Fill(0xA5);
        await File.WriteAllBytesAsync(register, bytes, Ct);
        File.Delete(Path.Combine(place.Folder, "db", "coprod.resourcing.db"));

        var found = (await Look(Options(place))).Where(f => f is { What: "databases", How: Badness.Wrong }).ToList();

        Assert.Equal(["coprod.register", "coprod.resourcing"], found.Select(finding => finding.About));
        Assert.All(
            found,
            finding => Assert.Contains("restore your last backup", finding.Next, StringComparison.Ordinal)
        );
        Assert.Equal(bytes, await File.ReadAllBytesAsync(register, Ct));
        Assert.False(File.Exists(Path.Combine(place.Folder, "db", "coprod.resourcing.db")));
    }

    [Fact]
    public async Task Where_there_is_nothing_to_look_at_it_says_so_and_makes_nothing()
    {
        var folder = Path.Combine(Path.GetTempPath(), "coprod-nowhere-" + Guid.CreateVersion7().ToString("N"));

        var told = await Testing.Console.Run(["doctor", "--data", folder]);

        Assert.Equal(1, told.Code);
        Assert.Contains("is not there", told.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_wrong_and_the_rest_is_looked_at()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        // Nobody listens on the port of discarding.
        var found = await Look(
            Options(place) with
            {
                Postgres = "Host=127.0.0.1;Port=9;Username=nobody;Database=none",
            }
        );

        var databases = Assert.Single(found, finding => finding.What == "databases");
        Assert.Equal(Badness.Wrong, databases.How);
        Assert.StartsWith("The databases cannot be reached", databases.Found, StringComparison.Ordinal);
        Assert.Contains(found, finding => finding is { What: "data-folder", How: Badness.Ok });
        Assert.Same(databases, found[^1]);
    }

    private static HostOptions Options(TestPlace place) =>
        place.Options with
        {
            ModuleFolders = [TestSite.BuiltModules],
        };

    private static async Task<IReadOnlyList<Finding>> Look(HostOptions options) =>
        await Examination.Of(options, Ct) ?? throw new InvalidOperationException("There is nothing to look at.");

    private static async Task Harm(TestPlace place)
    {
        await using var engine = place.Engine();
        await engine.Open("Nobodys.Own", [], Ct);
        var host = await engine.Open("host", Site.OwnScripts(place.Options), Ct);
        await host.Write(
            w =>
            {
                var c = w.Connection;
                c.Execute("update audit set action = 'another' where seq = 1");
                c.Execute(
                    "insert into schemaversions (scriptname, applied) values ('9999_coming.sql', @Now)",
                    new { w.Now }
                );
                c.Execute(
                    """
                    insert into host_delivery (id, event_id, subscriber, type, body, published_at, parked)
                    values (@Id, @Id, 'CoProd.Register', 'x', '{}', @Now, true)
                    """,
                    new { Id = NewId(), w.Now }
                );
                c.Execute(
                    "insert into job_run (module_id, job, ended_at, failures, error) values ('CoProd.Register', 'test.job', @Now, 5, 'No.')",
                    new { w.Now }
                );
                c.Execute(
                    "insert into erasure_under_way (person_id, words, begun_at) values (@Id, '[]', @Now)",
                    new { Id = NewId(), w.Now }
                );
                c.Execute(
                    "insert into module_switch (module_id, by_hand, version, reason, switched_at) select module_id, @No, version, 'CoProd stopped.', @Now from module_state where module_id = 'CoProd.Resourcing'",
                    new { No = false, w.Now }
                );
                Mail(w);
                c.Execute("update account set disabled = @Yes", new { Yes = true });
                return true;
            },
            Ct
        );
        var settings = new InstitutionSettings(host);
        await settings.Set("host.mail.server", "mail.example.org", Ct);
        await settings.Set("host.mail.from", "coprod@example.org", Ct);
        var trouble = new BackupTrouble
        {
            At = DateTimeOffset.UnixEpoch,
            Sentence = "No.",
            Times = 1,
        };
        await settings.Set(BackupState.Setting, new BackupState { Trouble = trouble }.Written(), Ct);
    }

    private static void Mail(IWriting w)
    {
        var account = w.Connection.QuerySingle<Guid>("select id from account where user_name = 'first'");
        foreach (var state in new[] { "Waiting", "Failed" })
            w.Connection.Execute(
                """
                insert into mail (id, once_key, kind, account_id, state, attempts, last_error, queued_at, next_try_at, ended_at)
                values (@Id, @state, 'Notice', @account, @state, 3, 'No route.', @Now, @Now, @Now)
                """,
                new
                {
                    Id = NewId(),
                    state,
                    account,
                    w.Now,
                }
            );
    }

    private static Task HarmFolder(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "backing-up-2147483646-x"));
        Directory.CreateDirectory(Path.Combine(folder, "restoring"));
        Directory.CreateDirectory(Path.Combine(folder, "replaced-20200101-000000"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead);
        var locked = new Locked
        {
            Version = "9.9.9",
            Sha256 = "",
            ManifestSha256 = "",
            SignedBy = null,
            Because = "a test",
        };
        var chosen = new ModuleLock();
        // Their folders are not there either.
        chosen.Modules["CoProd.Championing"] = locked with
        {
            Previous = "1.0.0",
        };
        chosen.Modules["CoProd.Evaluation"] = locked;
        chosen.Leave("CoProd.Evaluation", new Errand { Forget = "1.0.0" });
        chosen.Write(folder);
        return Task.CompletedTask;
    }

    private static Guid NewId() => Guid.CreateVersion7();
}
