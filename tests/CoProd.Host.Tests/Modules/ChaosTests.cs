using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>Whatever modules do, the host comes up, the others serve, and the administrator reads what each did.</summary>
public sealed class ChaosTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const string Endless = """
        create table culprit (id bigint not null primary key);
        insert into culprit with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n;
        """;

    [Fact]
    public async Task Twelve_hostile_modules_cost_one_restart_each_at_most_and_the_others_serve()
    {
        using var modules = new ModuleFolder();
        foreach (
            var name in new[]
            {
                "ThrowsInStatic",
                "Hangs",
                "EndsTheProcess",
                "Recurses",
                "DuplicateRoute",
                "ThrowsInJob",
                "Stubborn",
            }
        )
            modules.Compile(name);
        modules.Compile("LoopA", source: "Quiet", needs: "Culprits.LoopB");
        modules.Compile("LoopB", source: "Quiet", needs: "Culprits.LoopA");
        modules.Compile("BadMigration", script: "create table culprit (id uuid not null primary key,");
        modules.Compile("EndlessMigration", source: "BadMigration", script: Endless);
        modules.Compile("Newer", source: "Quiet", contracts: "[2.0,3.0)");
        File.Delete(Path.Combine(modules.Copy("Fixture.Good"), "Humanizer.dll"));
        using var host = new Restarted(modules, ("COPROD_START_SECONDS", "3"), ("COPROD_MIGRATION_SECONDS", "5"));

        await host.UntilItAnswers();

        Assert.InRange(host.Deaths, 1, 2);
        Assert.Equal(HttpStatusCode.OK, (await host.Get("/health")).Status);
        Assert.Contains("Steady Together", (await host.Get("/")).Text);
        var cards = await host.Cards("every second");
        Assert.Contains("The static field gives up.", cards("ThrowsInStatic"));
        Assert.Contains("It was still being loaded after 3 seconds", cards("Hangs"));
        Assert.Contains("CoProd stopped while this module was being loaded", cards("EndsTheProcess"));
        Assert.Contains("CoProd stopped while this module was being loaded", cards("Recurses"));
        Assert.Contains("GET /innovations is taken already.", cards("DuplicateRoute"));
        Assert.Contains("job fail: The job gives up.", cards("ThrowsInJob"));
        Assert.Contains("Not for me.", cards("Stubborn"));
        Assert.Contains(
            "need each other in a circle cannot start: Culprits.LoopA → Culprits.LoopB → Culprits.LoopA",
            cards("LoopB")
        );
        Assert.Contains("Script 0001_culprit.sql failed", cards("BadMigration"));
        Assert.Contains(
            "It was still bringing its data up to date after 5 seconds. The data is as it was.",
            cards("EndlessMigration")
        );
        Assert.Contains("It was built for contracts [2.0,3.0)", cards("Newer"));
        Assert.Contains("Humanizer.dll is missing from its folder.", cards("Fixture.Good"));
        foreach (var well in new[] { "CoProd.Register", "CoProd.Resourcing" })
            Assert.Contains("Running", cards(well));
    }

    [Fact]
    public async Task A_module_that_throws_on_a_thread_of_its_own_is_set_aside_until_somebody_switches_it_on()
    {
        using var modules = new ModuleFolder();
        modules.Compile("ThrowsOnItsOwnThread");
        using var host = new Restarted(modules);

        await host.UntilItAnswers(stays: TimeSpan.FromSeconds(4));

        Assert.Equal(1, host.Deaths);
        await IsSetAside(
            host,
            modules,
            "ThrowsOnItsOwnThread",
            "running on a thread of its own (Nobody catches this.)"
        );
    }

    [Fact]
    public async Task A_handler_that_ends_the_process_is_set_aside_the_second_time()
    {
        const string Grants = """
            Identifier,Title,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name
            360G-x-1,Tea,GBP,500,2026-01-31,GB-CHC-1,Tea Friends,GB-CHC-2,The Fund
            """;
        using var modules = new ModuleFolder();
        using var host = new Restarted(modules);
        // Once without it, so that there is a demo; then something happens that it hears of, and it takes the console down first.
        await host.UntilItAnswers();
        host.Stop();
        modules.Compile("EndsTheProcessLater");
        var file = Path.Combine(host.Folder, "grants.csv");
        await File.WriteAllTextAsync(file, Grants);
        var import = await Testing.Console.Run([
            "import",
            "360giving",
            file,
            "--data",
            host.Folder,
            .. host.ModuleWords,
        ]);
        Assert.NotEqual(0, import.Code);

        await host.UntilItAnswers(stays: TimeSpan.FromSeconds(4));

        Assert.Equal(2, host.Deaths);
        await IsSetAside(host, modules, "EndsTheProcessLater", "handling the event InnovationChanged");
    }

    private static async Task IsSetAside(Restarted host, ModuleFolder modules, string culprit, string doing)
    {
        var id = "Culprits." + culprit;
        var before = await host.Cards();
        var on = await Testing.Console.Run("module", "enable", id, "--data", host.Folder, "--modules", modules.Path);
        var again = await Testing.Console.Run("module", "enable", id, "--data", host.Folder, "--modules", modules.Path);

        Assert.Contains($"CoProd stopped while this module was {doing}", before(culprit));
        Assert.Contains("Start it again", before(culprit));
        Assert.Equal(0, on.Code);
        Assert.Contains($"{id} starts with the next start of CoProd.", on.Output);
        Assert.Equal(1, again.Code);
        Assert.Contains("neither switched off nor set aside", again.Errors);
    }

    [Fact]
    public async Task An_administrator_switches_a_module_off_and_on_again_and_its_data_stays()
    {
        var folder = Directory.CreateTempSubdirectory("coprod-switch-").FullName;
        await using (var site = await TestSite.Start(TestEngine.Sqlite, folder: folder))
        {
            var sam = await site.As(Contracts.Modules.Role.Coordinator);
            var made = await sam.Send("/innovations/new", ("name", "Steady Together"));
            await sam.PostJson($"/api/innovations/{made.Id()}/money/awards", new { funder = "The Fund", amount = "5" });
            var admin = await (await site.As(Contracts.Modules.Role.Administrator)).Open("/modules");
            var off = await admin.SendForm("form[action='/modules/switch']:has([value='CoProd.Resourcing'])");
            Assert.Contains("It applies when CoProd starts again.", off.Text);
            Assert.Empty(
                off.Document.QuerySelectorAll("form[action='/modules/switch']:has([value='CoProd.Register'])")
            );
        }
        await using (var site = await TestSite.Start(TestEngine.Sqlite, folder: folder))
        {
            Assert.Contains(
                "Switched off by Administrator. Its data is kept.",
                await QuarantineTests.Card(site, "CoProd.Resourcing")
            );
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await (await site.As(Contracts.Modules.Role.Coordinator)).Open("/resourcing")).Status
            );
            var register = await site.Run("module", "disable", "CoProd.Register");
            Assert.Equal(1, register.Code);
            Assert.Contains("cannot be switched off. Nothing was changed.", register.Errors);
            var admin = await (await site.As(Contracts.Modules.Role.Administrator)).Open("/modules");
            await admin.SendForm("form[action='/modules/switch']:has([value='CoProd.Resourcing'])");
        }
        await using var last = await TestSite.Start(TestEngine.Sqlite, folder: folder);
        Assert.Contains(
            "The Fund",
            (await (await last.As(Contracts.Modules.Role.Coordinator)).Open("/resourcing/awards")).Text
        );
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The demo as a service manager runs it: started again whenever it dies.</summary>
    private sealed class Restarted(ModuleFolder modules, params (string Name, string Value)[] environment) : IDisposable
    {
        private Process? process;
        private HttpClient client = new();
        private string administrator = "";
        private string coordinator = "";

        public string Folder { get; } = Directory.CreateTempSubdirectory("coprod-chaos-").FullName;

        public int Deaths { get; private set; }

        public async Task UntilItAnswers(TimeSpan stays = default)
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < Longest)
            {
                Start();
                if (await Answers() && !await Dies(stays))
                {
                    TestContext.Current.SendDiagnosticMessage(
                        $"answers after {clock.Elapsed.TotalSeconds:0} s and {Deaths} restarts"
                    );
                    return;
                }
                Deaths++;
            }
            Assert.Fail($"It did not answer within {Longest.TotalSeconds:0} seconds.");
        }

        public async Task<(HttpStatusCode Status, string Text)> Get(string path)
        {
            using var answer = await client.GetAsync(path);
            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
            return (answer.StatusCode, Plain(page.Body?.TextContent ?? ""));
        }

        /// <summary>What the modules page says of each module.</summary>
        public async Task<Func<string, string>> Cards(string? after = null)
        {
            if (after is not null)
                await Task.Delay(TimeSpan.FromSeconds(2));
            await client.GetAsync(administrator);
            var page = new HtmlParser().ParseDocument(await client.GetStringAsync("/modules"));
            var cards = page.QuerySelectorAll(".cp-card").Select(card => Plain(card.TextContent)).ToList();
            await client.GetAsync(coordinator);
            return name =>
                cards.Find(card => card.Split(' ')[0].EndsWith(name, StringComparison.Ordinal))
                ?? $"no card for {name}";
        }

        public IEnumerable<string> ModuleWords => modules.Folders.SelectMany(f => new[] { "--modules", f });

        public void Stop()
        {
            if (process is { HasExited: false })
                process.Kill();
            process?.WaitForExit();
        }

        private void Start()
        {
            string[] words = ["demo", "--port", "0", "--data", Folder, .. ModuleWords];
            process?.Dispose();
            process = Testing.Console.Start(words, environment);
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
        }

        private async Task<bool> Answers()
        {
            while (await process!.StandardOutput.ReadLineAsync() is { } line)
            {
                if (
                    Regex.Match(line, @"http://[\d.:]+(?=\.)") is { Success: true } address
                    && line.Contains("answers", StringComparison.Ordinal)
                )
                    client = new HttpClient { BaseAddress = new Uri(address.Value) };
                else if (Regex.Match(line, @"/demo/administrator/\w+") is { Success: true } admin)
                    administrator = admin.Value;
                else if (Regex.Match(line, @"/demo/coordinator/\w+") is { Success: true } link)
                    coordinator = link.Value;
                else if (line.StartsWith("Press", StringComparison.Ordinal))
                {
                    try
                    {
                        await client.GetAsync(coordinator);
                        return true;
                    }
                    catch (HttpRequestException)
                    {
                        // It died while it was asked.
                        await process.WaitForExitAsync();
                        return false;
                    }
                }
            }
            return false;
        }

        private async Task<bool> Dies(TimeSpan within)
        {
            using var limit = new CancellationTokenSource(within);
            try
            {
                await process!.WaitForExitAsync(limit.Token);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        private static string Plain(string text) =>
            string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        public void Dispose()
        {
            Stop();
            process?.Dispose();
            client.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
