using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>Whatever a module does at start, the host answers, the other modules serve, and the modules page says in words what happened.</summary>
public sealed class QuarantineTests
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory]
    [InlineData("ThrowsInConstructor", "The constructor gives up.")]
    [InlineData("ThrowsInConfigure", "Configure gives up.")]
    [InlineData("TwoModuleClasses", "It must hold one public class that is an IModule, and holds 2.")]
    [InlineData("DuplicateRoute", "GET /innovations is taken already.")]
    [InlineData("NoPermissionRoute", "Its route /open says no permission.")]
    [InlineData("OpenElsewhere", "Its route /culprits/all opens to anyone and does not begin with open/.")]
    [InlineData("OpenWithPermission", "begins with open/, where nobody is signed in, and needs culprits.see.")]
    [InlineData("OpenInnovation", "opens to anyone and names an innovation.")]
    [InlineData("ForeignPermissionRoute", "needs register.see, which the module does not declare.")]
    [InlineData("WrongService", "INobodyRegisteredThis")]
    [InlineData("BadCron", "every now and then")]
    [InlineData("HearsWithoutSchema", "It handles events and has no schema")]
    public async Task A_module_that_is_wrong_at_start_is_set_aside_with_its_reason(string culprit, string reason)
    {
        using var modules = new ModuleFolder();
        modules.Compile(culprit);

        await IsSetAside(modules, TestEngine.Sqlite, "Culprits." + culprit, "Set aside", reason);
    }

    [Fact]
    public async Task A_module_built_for_other_contracts_is_told_so_and_none_of_its_code_runs()
    {
        using var modules = new ModuleFolder();
        modules.Compile("ThrowsInConstructor", contracts: "[9.0,10.0)");

        await IsSetAside(
            modules,
            TestEngine.Sqlite,
            "Culprits.ThrowsInConstructor",
            "Made for other contracts",
            "It was built for contracts [9.0,10.0)"
        );
    }

    [Fact]
    public async Task A_module_whose_library_is_missing_is_set_aside_before_anybody_clicks()
    {
        using var modules = new ModuleFolder();
        File.Delete(Path.Combine(modules.Copy("Fixture.Good"), "Humanizer.dll"));

        await IsSetAside(
            modules,
            TestEngine.Sqlite,
            "Fixture.Good",
            "Set aside",
            "Humanizer.dll is missing from its folder."
        );
    }

    [Fact]
    public async Task A_module_that_gives_up_on_a_question_is_left_out_of_the_answer_and_the_page_still_comes()
    {
        using var modules = new ModuleFolder();
        modules.Compile("GivesUpOnItself");
        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);
        var sam = await site.As(Role.Coordinator);
        var made = await sam.Send("/innovations/new", ("name", "Steady Together"));

        var found = await sam.Open("/search?q=steady");
        var report = await sam.Open(made.Path + "/report");

        Assert.Contains("Steady Together", found.Text);
        Assert.Equal(HttpStatusCode.OK, report.Status);
        Assert.Contains("The part of Culprits.GivesUpOnItself could not be written and is missing here.", report.Text);
        var card = await Card(site, "Culprits.GivesUpOnItself");
        Assert.Contains("ISearchSource: It took too long.", card);
        Assert.Contains("IReportSource: There is no second one.", card);
    }

    [Fact]
    public async Task Of_two_folders_with_one_id_the_one_that_serves_is_meant()
    {
        using var modules = new ModuleFolder();
        // Read first for its folder's name, it takes the id and comes no further; then the other may have it.
        ModuleFolder.Manifest(modules.Of("Fixture.Good"), "Fixture.Good");
        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);
        var second = new LoadedModule("Fixture.Good", "elsewhere") { State = ModuleState.Active };
        var both = new ModuleCatalogue(
            [.. site.Host().Modules.All, second],
            TimeProvider.System,
            TimeSpan.FromSeconds(10)
        );

        Assert.Same(second, both.Find("Fixture.Good"));
    }

    [Fact]
    public async Task A_corrupt_file_sets_its_module_aside()
    {
        using var modules = new ModuleFolder();
        var folder = modules.Compile("Quiet");
        File.WriteAllText(Path.Combine(folder, "Culprits.Quiet.dll"), "This is no assembly.");

        await IsSetAside(modules, TestEngine.Sqlite, "Culprits.Quiet", "Set aside", "Culprits.Quiet.dll");
    }

    [Fact]
    public async Task An_empty_folder_is_no_module()
    {
        using var modules = new ModuleFolder();
        modules.Of("Nothing");

        await IsSetAside(
            modules,
            TestEngine.Sqlite,
            "Nothing",
            "Set aside",
            "The folder has no module.json, so it is not a module."
        );
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_sets_its_folder_aside()
    {
        using var modules = new ModuleFolder();
        File.WriteAllText(Path.Combine(modules.Of("Garbled"), "module.json"), "{ \"id\": ");

        await IsSetAside(modules, TestEngine.Sqlite, "Garbled", "Set aside", "Its module.json cannot be read");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_script_that_does_not_run_sets_its_module_aside(TestEngine engine)
    {
        using var modules = new ModuleFolder();
        modules.Compile("BadMigration", script: "create table culprit (id uuid not null primary key,");

        await IsSetAside(
            modules,
            engine,
            "Culprits.BadMigration",
            "Set aside",
            "Script 0001_culprit.sql failed:",
            "The data is as it was."
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_modules_with_two_versions_of_a_library_run_side_by_side(TestEngine engine)
    {
        Skip(engine);
        using var modules = new ModuleFolder();
        modules.Copy("Fixture.Good");
        modules.Copy("Fixture.Newer");
        await using var site = await TestSite.Start(engine, modules.Folders);
        var coordinator = await site.As(Role.Coordinator);

        var added = await coordinator.Send("/fixture/things/new", ("name", "A good thing"));
        var newer = await coordinator.Client.GetStringAsync("/fixture/newer");
        var made = await coordinator.Send("/innovations/new", ("name", "Warned about"));
        var unwell = await (await site.As(Role.Administrator)).Open("/modules");

        Assert.Equal("/fixture/things", added.Path);
        Assert.Contains("A good thing", added.Text);
        Assert.Contains("twenty-one, Humanizer 2", added.Text);
        Assert.Equal("twenty-one, Humanizer 3", newer);
        Assert.Contains("The good fixture has something to say.", made.Text);
        Assert.DoesNotContain("Set aside", unwell.Text);
    }

    [Fact]
    public async Task A_warning_source_that_throws_leaves_pages_up_and_is_named_on_the_modules_page()
    {
        using var modules = new ModuleFolder();
        modules.Compile("FailsLater");
        modules.Copy("Fixture.Good");
        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);

        var made = await (await site.As(Role.Coordinator)).Send("/innovations/new", ("name", "Still here"));
        var card = await Card(site, "Culprits.FailsLater");

        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Contains("The good fixture has something to say.", made.Text);
        Assert.Contains("Running", card);
        Assert.Contains("IWarningSource: The warnings are out of order.", card);
    }

    private static async Task IsSetAside(
        ModuleFolder modules,
        TestEngine engine,
        string culprit,
        string state,
        params string[] reasons
    )
    {
        Skip(engine);
        await using var site = await TestSite.Start(engine, modules.Folders);
        var coordinator = await site.As(Role.Coordinator);

        var health = await coordinator.Client.GetAsync("/health");
        var made = await coordinator.Send("/innovations/new", ("name", "Beside a culprit"));
        var list = await coordinator.Open("/innovations");
        var card = await Card(site, culprit);

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Contains("degraded", await health.Content.ReadAsStringAsync());
        Assert.Contains("The innovation is registered.", made.Text);
        Assert.Contains("Beside a culprit", list.Text);
        Assert.Contains(state, card);
        Assert.All(reasons, reason => Assert.Contains(reason, card));
        // The reason is for a person: where it went wrong in our own machinery is no help to them.
        Assert.DoesNotContain("Exception:", card);
    }

    /// <summary>What the modules page says of one module.</summary>
    internal static async Task<string> Card(TestSite site, string module)
    {
        var page = await (await site.As(Role.Administrator)).Open("/modules");
        var card = page
            .Document.QuerySelectorAll(".cp-card")
            .FirstOrDefault(c => c.QuerySelector("h2")?.TextContent.Contains(module) == true);
        Assert.True(card is not null, $"The modules page does not name {module}: {page.Text}");
        return string.Join(' ', card.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Skip(TestEngine engine) =>
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
}
