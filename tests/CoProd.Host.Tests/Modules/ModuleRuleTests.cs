using System.Text.Json.Nodes;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>What a module must keep to is asked when it is packed, and again when it is loaded: a folder need not have been packed.</summary>
public sealed class ModuleRuleTests : IDisposable
{
    private const string Table = "create table thing (id uuid not null primary key);";

    private readonly string feed = Directory.CreateTempSubdirectory("coprod-feed-").FullName;
    private readonly ModuleFolder modules = new();

    public void Dispose()
    {
        Directory.Delete(feed, recursive: true);
        modules.Dispose();
    }

    [Theory]
    [InlineData(
        "OutsideRoute",
        null,
        "Its route /innovations/{innovationId:guid}/things lies outside its own addresses."
    )]
    [InlineData("SwitchesDapper", null, "calls DefaultTypeMap.set_MatchNamesWithUnderscores")]
    [InlineData("Lends", "attach database 'x.db' as x;", "Its script 0001_culprit.sql says attach")]
    [InlineData("Lends", Table + "drop table host_handled;", "changes host_handled.")]
    [InlineData("Lends", "create table register.thing (id uuid not null);", "names register.thing.")]
    public async Task What_breaks_a_rule_is_neither_packed_nor_run(string culprit, string? script, string reason)
    {
        var folder = modules.Compile(culprit, script: script);

        var packed = await Testing.Console.Run("module", "pack", folder, "--out", feed);
        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);

        Assert.Equal(1, packed.Code);
        Assert.Contains(reason, packed.Errors);
        Assert.Empty(Directory.GetFiles(feed));
        var card = await QuarantineTests.Card(site, "Culprits." + culprit);
        Assert.Contains("Set aside", card);
        Assert.Contains(reason, card);
    }

    [Fact]
    public async Task Names_versions_and_files_that_cannot_be_told_apart_or_served_are_refused()
    {
        var named = modules.Of("Acme-Toys");
        File.Copy(Path.Combine(modules.Compile("Quiet"), "Culprits.Quiet.dll"), Path.Combine(named, "Acme-Toys.dll"));
        ModuleFolder.Manifest(named, "Acme-Toys");
        var versioned = modules.Compile("Odd", source: "Quiet", version: "new");
        var web = modules.Compile("Shows", source: "Quiet");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(web, "wwwroot")).FullName, "a.js"), "");

        foreach (
            var (folder, said) in new[]
            {
                (named, "It calls itself Acme-Toys. A module's name is made of letters and digits"),
                (versioned, "Its version new cannot be read. Write it like 1.0.0."),
                (web, "wwwroot/a.js is meant for browsers, and CoProd serves no files of modules."),
            }
        )
        {
            var packed = await Testing.Console.Run("module", "pack", folder, "--out", feed);
            Assert.Equal(1, packed.Code);
            Assert.Contains(said, packed.Errors);
        }
        var data = Directory.CreateTempSubdirectory("coprod-rules-").FullName;
        var why = await Testing.Console.Run("module", "verify", "--data", data, "--modules", modules.Path);
        Directory.Delete(data, recursive: true);
        Assert.Equal(2, why.Code);
        Assert.Contains("Culprits.Odd: Its version new cannot be read.", why.Output);
        Assert.Contains("Acme-Toys: It calls itself Acme-Toys.", why.Output);
    }

    [Fact]
    public async Task A_package_says_what_its_module_asks_for_and_gets_no_more()
    {
        var folder = modules.Copy("Fixture.Good");
        var packed = await Testing.Console.Run("module", "pack", folder, "--out", feed);
        Assert.True(packed.Code == 0, packed.Errors);
        using var zip = System.IO.Compression.ZipFile.OpenRead(packed.Output.Trim());
        using var text = zip.GetEntry("module/module.json")!.Open();
        var manifest = JsonNode.Parse(text)!;

        Assert.Equal("""["fixture.see"]""", manifest["permissions"]!.ToJsonString());
        Assert.Equal("""["IWarningSource"]""", manifest["contributions"]!.ToJsonString());
        Assert.Equal("""["/fixture/things","/fixture/things/new"]""", manifest["routes"]!.ToJsonString());
        Assert.Equal("""["fixture_heard","fixture_thing"]""", manifest["tables"]!.ToJsonString());
        manifest["permissions"] = new JsonArray();
        manifest["files"] = new JsonObject();
        await File.WriteAllTextAsync(Path.Combine(folder, "module.json"), manifest.ToJsonString());
        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);
        Assert.Contains(
            "It declares the permission fixture.see, which its module.json does not name.",
            await QuarantineTests.Card(site, "Fixture.Good")
        );
    }

    [Theory]
    [InlineData("[0.1,0.2)", null)]
    [InlineData("[5.0,6.0)", "It needs CoProd.Register [5.0,6.0); 0.1.0 is installed.")]
    public async Task What_a_module_can_do_without_must_fit_where_it_is_there(string range, string? reason)
    {
        var folder = modules.Compile("Quiet");
        var path = Path.Combine(folder, "module.json");
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        manifest["optional"] = new JsonObject { ["CoProd.Register"] = range, ["Nobody.Has"] = "[1.0,2.0)" };
        await File.WriteAllTextAsync(path, manifest.ToJsonString());

        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);

        Assert.Contains(reason ?? "Running", await QuarantineTests.Card(site, "Culprits.Quiet"));
    }

    [Theory]
    [InlineData("/lending")]
    [InlineData("/lending/{id:guid}/edit")]
    [InlineData("/api/lending")]
    [InlineData("/wenmouth-lending/list")]
    [InlineData("/innovations/{innovationId:guid}/lending/new")]
    [InlineData("/api/innovations/{innovationId:guid}/lending")]
    [InlineData("/people/{personId:guid}/lending")]
    [InlineData("/me/lending")]
    [InlineData("/open/lending/{code}")]
    [InlineData("/tools")]
    public void These_addresses_are_a_modules_own(string pattern) => Assert.Null(Outside(pattern));

    [Theory]
    [InlineData("/")]
    [InlineData("/lendings")]
    [InlineData("/innovations")]
    [InlineData("/innovations/{innovationId:guid}")]
    [InlineData("/innovations/{innovationId:guid}/money")]
    [InlineData("/innovations/lending")]
    [InlineData("/api")]
    [InlineData("/api/api/lending")]
    [InlineData("/open")]
    [InlineData("/modules/lending")]
    [InlineData("/{anything}")]
    [InlineData("/{**all}")]
    public void These_addresses_are_not(string pattern) => Assert.NotNull(Outside(pattern));

    [Theory]
    [InlineData("modules")]
    [InlineData("open")]
    [InlineData("innovations")]
    [InlineData("a/b")]
    [InlineData("{id}")]
    [InlineData("")]
    public void Nobody_claims_what_belongs_to_all(string word) =>
        Assert.NotNull(OwnAddresses.Refusal(Lending with { Prefixes = [word] }));

    [Theory]
    [InlineData("create table thing (id uuid not null references item (id)); create index thing_by_id on thing (id);")]
    [InlineData("update thing set name = 'pragma; attach register.x' -- drop table host_handled\n;")]
    [InlineData("insert into thing (id) select a.id from item a join other b on a.id = b.id where a.x < b.y")]
    [InlineData("create table thing (set_by text, host_name text, is_open boolean default true);")]
    [InlineData("update thing set name = n.name from item n where n.id = thing.id")]
    [InlineData("/* create schema x; */ alter table thing add column due_on date;")]
    public void These_scripts_keep_to_their_own(string sql) => Assert.Null(OwnTables.Refusal(new Script("s", sql)));

    [Theory]
    [InlineData("ATTACH 'a.db' AS a")]
    [InlineData("-- first\nPragma journal_mode = delete;")]
    [InlineData("create schema other")]
    [InlineData("set search_path = host")]
    [InlineData("set role postgres")]
    [InlineData("insert into \"main\".\"thing\" values (1)")]
    [InlineData("select 1; delete from host . secret")]
    [InlineData("create table thing (id uuid references register.innovation (id))")]
    [InlineData("create index x on host_access (person_id)")]
    [InlineData("create unique index concurrently x on thing (id)")]
    [InlineData("insert or replace into host_handled values (1)")]
    [InlineData("alter table host_delivery add column x text")]
    [InlineData("do $$ begin execute 'drop schema host'; end $$")]
    public void These_scripts_do_not(string sql) => Assert.NotNull(OwnTables.Refusal(new Script("s", sql)));

    private static ModuleManifest Lending { get; } =
        new()
        {
            Id = "Wenmouth.Lending",
            Version = "1.0.0",
            Assembly = "Wenmouth.Lending.dll",
            Contracts = "[0.1,0.2)",
            Prefixes = ["tools"],
        };

    private static string? Outside(string pattern) => OwnAddresses.Refusal(Lending, pattern);
}
