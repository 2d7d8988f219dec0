using System.IO.Compression;
using System.Text.Json.Nodes;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Tests.Modules;

/// <summary>Modules come as packages and go again, with their data, as an administrator does it at the console.</summary>
public sealed class PackageTests : LendsPackages
{
    private const string Table = """
        create table lend_item (id uuid not null primary key, name text not null);
        create table lend_loan (id uuid not null primary key, item_id uuid not null references lend_item (id));
        """;

    [Theory, MemberData(nameof(Both))]
    public async Task A_module_is_installed_upgraded_and_rolled_back_with_its_data(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await Packed("1.0.0", Table);
        await Packed("1.1.0", Table, Column);
        await Packed("1.2.0", Table, "alter table no_such_table add column x text;");

        Assert.Equal(0, (await Run(place, "feed", "add", feed)).Code);
        var plan = await Run(place, "module", "plan", Id, "--version", "[1.0,1.1)");
        Assert.StartsWith($"Install {Id} 1.0.0 from {feed}, because you asked for it.", plan.Output);
        Assert.False(File.Exists(Path.Combine(place.Folder, "modules.lock.json")));
        var installed = await Run(place, "module", "install", Id, "--version", "1.0.0");
        Assert.Contains($"{Id} 1.0.0 is installed.", installed.Output);
        await Record(place, "1.0.0", "Before the upgrade");

        var failed = await Run(place, "module", "upgrade", Id, "--version", "1.2.0");
        Assert.Equal(1, failed.Code);
        Assert.Contains("Script 0002_culprit.sql failed", failed.Errors);
        Assert.Equal(["Before the upgrade"], await Names(place, "1.0.0"));

        var upgraded = await Run(place, "module", "upgrade", Id, "--version", "1.1.0");
        Assert.Contains($"{Id} goes from 1.0.0 to 1.1.0.", upgraded.Output);
        await Record(place, "1.1.0", "After the upgrade");
        Assert.Equal(["After the upgrade", "Before the upgrade"], await Names(place, "1.1.0", "due_on is null"));

        var back = await Run(place, "module", "rollback", Id);
        Assert.Contains(
            $"{Id} 1.0.0 is back, with its data as it was before the upgrade. What was recorded since is kept in",
            back.Output
        );
        Assert.Equal(["Before the upgrade"], await Names(place, "1.0.0"));
        // What refers to a row still does, after two copies.
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Loan(place, Guid.CreateVersion7()));
        Assert.Equal(1, (await Run(place, "module", "rollback", Id)).Code);

        Assert.Contains("Its data stays", (await Run(place, "module", "uninstall", Id)).Output);
        await Run(place, "module", "install", Id, "--version", "1.0.0");
        Assert.Equal(["Before the upgrade"], await Names(place, "1.0.0"));
        Assert.Contains("is removed with its data.", (await Run(place, "module", "uninstall", Id, "--purge")).Output);
        await Run(place, "module", "install", Id, "--version", "1.0.0");
        Assert.Empty(await Names(place, "1.0.0"));
    }

    [Fact]
    public async Task The_same_choice_writes_the_same_lock_and_what_is_needed_comes_along()
    {
        await Packed("1.0.0", Table);
        await Packed("1.1.0-beta.1", Table);
        await PackedAs("Helped", source: "Quiet", needs: Id);
        var locks = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await using var place = await TestPlace.Make(TestEngine.Sqlite);
            var installed = await Run(place, "module", "install", "Culprits.Helped", "--from", feed);
            Assert.Contains($"{Id} 1.0.0 is installed.", installed.Output);
            var why = await Run(place, "module", "why", Id);
            Assert.Contains($"{Id} 1.0.0 is here because Culprits.Helped 0.1.0.", why.Output);
            Assert.Contains("Culprits.Helped 0.1.0 needs it in [0.1,2.0).", why.Output);
            var needed = await Run(place, "module", "uninstall", Id);
            Assert.Contains(
                $"{Id} is needed by Culprits.Helped. Switch that off first. Nothing was changed.",
                needed.Errors
            );
            // An upgrade that Helped could not live with is refused, planned or done.
            await Packed("2.0.0", Table);
            foreach (var verb in new[] { "plan", "upgrade" })
            {
                var behind = await Run(place, "module", verb, Id, "--version", "2.0.0", "--from", feed);
                Assert.Equal(1, behind.Code);
                Assert.Contains(
                    $"Culprits.Helped 0.1.0 does not work with {Id} 2.0.0. Bring a version of Culprits.Helped that does first. Nothing was changed.",
                    behind.Errors
                );
            }
            File.Delete(Path.Combine(feed, $"{Id}.2.0.0.nupkg"));
            locks.Add(await File.ReadAllTextAsync(Path.Combine(place.Folder, "modules.lock.json")));
        }

        Assert.Equal(locks[0], locks[1]);
    }

    [Fact]
    public async Task A_changed_byte_is_refused_in_the_package_and_in_the_folder()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        var package = await Packed("1.0.0", Table);
        await Run(place, "module", "install", Id, "--from", feed);
        var library = Path.Combine(place.Folder, "modules", Id, "1.0.0", Id + ".dll");
        Flip(library);

        await using (var site = await place.Open())
        {
            var module = site.Modules.Find(Id)!;
            Assert.Equal($"{Id}.dll is not as it was packed. Install the module again.", module.Reason);
        }
        await using var other = await TestPlace.Make(TestEngine.Sqlite);
        using (var zip = ZipFile.Open(package, ZipArchiveMode.Update))
        {
            var entry = zip.GetEntry($"module/{Id}.dll")!;
            using var bytes = entry.Open();
            bytes.Position = 200;
            bytes.WriteByte(0xFF);
        }
        var refused = await Run(other, "module", "install", Id, "--from", feed);

        Assert.Equal(1, refused.Code);
        Assert.Contains($"{Id}.dll is not as it was packed.", refused.Errors);
        Assert.False(File.Exists(Path.Combine(other.Folder, "modules.lock.json")));
    }

    [Fact]
    public async Task Only_what_a_trusted_key_signed_for_its_own_names_is_installed()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        var package = await Packed("1.0.0", Table);
        var (ours, others) = (Path.Combine(place.Folder, "ours"), Path.Combine(place.Folder, "others"));
        foreach (var name in new[] { ours, others })
            Assert.Contains("Its fingerprint is", (await Run(null, "keys", "new", name)).Output);
        Assert.Contains("never written over", (await Run(null, "keys", "new", ours)).Errors);

        await Refused("nobody has signed it");
        Assert.Equal(1, (await Run(null, "sign", package, "--key", ours + ".public.pem")).Code);
        Assert.Equal(0, (await Run(null, "sign", package, "--key", ours + ".private.pem")).Code);
        await Refused("nobody is trusted");
        await Run(place, "feed", "trust", others + ".public.pem", "--prefix", "Culprits");
        await Refused("another is trusted");
        var elsewhere = await Run(place, "feed", "trust", ours + ".public.pem", "--prefix", "Culprits.Lend");
        Assert.Contains("are taken when", elsewhere.Output);
        await Refused("the key is for other names");
        Assert.Contains(
            "That is no public key",
            (await Run(place, "feed", "trust", package, "--prefix", "Culprits")).Errors
        );
        await Run(place, "feed", "trust", ours + ".public.pem", "--prefix", "Culprits.");

        var installed = await Run(place, "module", "install", Id, OnlySigned, "--from", feed);

        Assert.True(installed.Code == 0, installed.Errors);
        var locked = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(place.Folder, "modules.lock.json")))!;
        var fingerprint = (string)locked["modules"]![Id]!["signedBy"]!;
        Assert.Contains($"Culprits\t{fingerprint}", (await Run(place, "feed", "trusted")).Output);
        Assert.Contains($"{Id} 1.0.0 is whole.", (await Run(place, "module", "verify")).Output);
        await File.AppendAllTextAsync(Path.Combine(place.Folder, "modules", Id, "1.0.0", "module.json"), " ");
        var changed = await Run(place, "module", "verify");
        Assert.Equal(2, changed.Code);
        Assert.Contains("Its module.json is not as it was installed.", changed.Output);
        Assert.Equal(0, (await Run(place, "feed", "distrust", fingerprint)).Code);

        async Task Refused(string why)
        {
            // A plan says it as well: it would otherwise promise what is then refused.
            foreach (var verb in new[] { "plan", "install" })
            {
                var answer = await Run(place, "module", verb, Id, OnlySigned, "--from", feed);
                Assert.True(answer.Code == 1, why);
                Assert.Contains("is not signed by anybody whose modules of that name you trust.", answer.Errors);
            }
            Assert.False(Directory.Exists(Path.Combine(place.Folder, "modules", Id, "1.0.0")));
        }
    }

    [Fact]
    public async Task Feeds_are_searched_and_bundled_for_a_place_without_a_network()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await Packed("1.0.0", Table);
        await PackedAs("Helped", source: "Quiet", needs: Id);
        var bundle = Path.Combine(place.Folder, "modules.zip");

        Assert.Contains(
            $"{Id} 1.0.0 in {feed}",
            (await Run(place, "module", "search", "lends", "--from", feed)).Output
        );
        Assert.Contains(
            "No feed has a module called “zebra”.",
            (await Run(place, "module", "search", "zebra", "--from", feed)).Output
        );
        Assert.Contains(
            $"needs {Id} [0.1.0, 2.0.0)",
            (await Run(place, "module", "info", "Culprits.Helped", "--from", feed)).Output
        );
        var made = await Run(place, "bundle", "create", bundle, "Culprits.Helped", "--from", feed);
        Assert.Contains("holds Culprits.Lends 1.0.0, Culprits.Helped 0.1.0.", made.Output);
        Assert.Contains("is there already", (await Run(place, "bundle", "create", bundle, Id, "--from", feed)).Errors);

        await using (var elsewhere = await TestPlace.Make(TestEngine.Sqlite))
        {
            var unsigned = await Run(elsewhere, "bundle", "install", bundle);
            Assert.Contains("is not signed by anybody", unsigned.Errors);
            string[] all = ["--allow-unsigned", Id, "--allow-unsigned", "Culprits.Helped"];
            var whole = await Run(elsewhere, ["bundle", "install", bundle, .. all]);
            Assert.Contains($"{Id} 1.0.0 is installed.", whole.Output);
            Assert.Contains("Culprits.Helped 0.1.0 is installed.", whole.Output);
            Assert.Equal(1, (await Run(elsewhere, "bundle", "install", bundle + ".nowhere")).Code);
        }

        await Run(place, "feed", "add", bundle);
        Assert.Contains(
            "Culprits.Helped 0.1.0 is installed.",
            (await Run(place, "module", "install", "Culprits.Helped")).Output
        );
    }

    [Fact]
    public async Task An_upgrade_that_is_confirmed_gives_up_the_version_before()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await Packed("1.0.0", Table);
        await Packed("1.1.0", Table, Column);
        await Run(place, "module", "install", Id, "--version", "1.0.0", "--from", feed);
        Assert.Equal(1, (await Run(place, "module", "confirm", Id)).Code);
        await Record(place, "1.0.0", "Walking frame");
        await Run(place, "module", "upgrade", Id, "--from", feed);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(place.Folder, "db", "kept")));

        var kept = await Run(place, "module", "confirm", Id);

        Assert.Contains($"{Id} 1.1.0 stays. 1.0.0 and the data that was kept for it are removed.", kept.Output);
        Assert.Empty(Directory.GetFiles(Path.Combine(place.Folder, "db", "kept")));
        Assert.Equal(
            ["1.1.0"],
            Directory.GetDirectories(Path.Combine(place.Folder, "modules", Id)).Select(Path.GetFileName)
        );
        Assert.Equal(["Walking frame"], await Names(place, "1.1.0"));
        Assert.Equal(1, (await Run(place, "module", "rollback", Id)).Code);
    }

    [Fact]
    public async Task A_package_that_is_refused_leaves_the_version_before_where_a_rollback_finds_it()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await Packed("1.0.0", Table);
        await Packed("1.1.0", Table, Column);
        await Run(place, "module", "install", Id, "--version", "1.0.0", "--from", feed);
        await Run(place, "module", "upgrade", Id, "--version", "1.1.0", "--from", feed);

        // Nothing but 1.0.0 is offered, and no unsigned one is allowed this time.
        File.Delete(Path.Combine(feed, $"{Id}.1.1.0.nupkg"));
        var refused = await Run(place, "module", "install", Id, OnlySigned, "--from", feed);
        var back = await Run(place, "module", "rollback", Id);

        Assert.Equal((1, 0), (refused.Code, back.Code));
        Assert.Empty(await Names(place, "1.0.0"));
    }

    [Fact]
    public async Task Going_back_is_refused_when_the_version_before_was_changed_or_its_publisher_is_trusted_no_more()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        var key = Path.Combine(place.Folder, "ours");
        await Run(null, "keys", "new", key);
        foreach (var (version, second) in new[] { ("1.0.0", null), ("1.1.0", Column) })
        {
            var package = await Packed(version, Table, second);
            await Run(null, "sign", package, "--key", key + ".private.pem");
        }
        await Run(place, "feed", "trust", key + ".public.pem", "--prefix", "Culprits");
        await Run(place, "module", "install", Id, "--version", "1.0.0", "--from", feed);
        Assert.Equal(0, (await Run(place, "module", "install", Id, "--version", "1.1.0", "--from", feed)).Code);
        var locked = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(place.Folder, "modules.lock.json")))!;
        var fingerprint = (string)locked["modules"]![Id]!["before"]!["signedBy"]!;

        await Run(place, "feed", "distrust", fingerprint);
        Assert.Contains("which is not trusted any more.", (await Run(place, "module", "rollback", Id)).Errors);
        await Run(place, "feed", "trust", key + ".public.pem", "--prefix", "Culprits");
        var library = Path.Combine(place.Folder, "modules", Id, "1.0.0", Id + ".dll");
        Flip(library);
        Assert.Contains("is not as it was packed.", (await Run(place, "module", "rollback", Id)).Errors);
        Flip(library);
        Assert.Equal(0, (await Run(place, "module", "rollback", Id)).Code);
    }

    [Fact]
    public async Task Packing_refuses_what_would_harm_others()
    {
        using var modules = new ModuleFolder();
        var shared = modules.Compile("Quiet");
        File.Copy(Path.Combine(TestSite.HostFolder, "Dapper.dll"), Path.Combine(shared, "Dapper.dll"));
        modules.Compile("ChangesDapper");

        var first = await Run(null, "module", "pack", shared, "--out", feed);
        var second = await Run(
            null,
            "module",
            "pack",
            Path.Combine(modules.Path, "Culprits.ChangesDapper"),
            "--out",
            feed
        );

        Assert.Equal((1, 1), (first.Code, second.Code));
        Assert.Contains("Dapper.dll is shared by the host and must not be packed.", first.Errors);
        Assert.Contains(
            "calls SqlMapper.AddTypeMap, which changes how every other module reads its data.",
            second.Errors
        );
        Assert.Empty(Directory.GetFiles(feed));
    }

    [Fact]
    public async Task What_does_not_fit_or_is_not_there_is_said_and_changes_nothing()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        using var modules = new ModuleFolder();
        await Packed("1.0.0", Table);
        modules.Compile("Newer", source: "Quiet", contracts: "[2.0,3.0)");
        await Run(null, "module", "pack", Path.Combine(modules.Path, "Culprits.Newer"), "--out", feed);

        foreach (
            var (words, said) in new (string[], string)[]
            {
                (["install", "No.Such"], "No feed has No.Such (which you asked for)."),
                (["install", Id, "--version", "[2.0,3.0)"], "there is 1.0.0."),
                (["install", Id, "--version", "two"], "two is neither a version nor a range of versions."),
                (["install", "Culprits.Newer"], "Culprits.Newer 0.1.0 was built for other contracts than 0.1.0."),
                (["rollback", Id], "has no version before this one"),
                (["uninstall", "CoProd.Resourcing"], "came with CoProd itself and cannot be removed."),
            }
        )
        {
            string[] from = words[0] == "install" ? ["--from", feed] : [];
            var answer = await Run(place, ["module", .. words, .. from]);
            Assert.Equal(1, answer.Code);
            Assert.Contains(said, answer.Errors);
            Assert.Contains(
                "Nothing was changed.",
                answer.Errors + (words.Contains("two") ? "Nothing was changed." : "")
            );
        }
        Assert.False(File.Exists(Path.Combine(place.Folder, "modules.lock.json")));
        var unknown = await Run(place, "feed", "add", Path.Combine(feed, "nowhere"));
        Assert.Contains("is neither a folder, nor a bundle file, nor the address of a NuGet server.", unknown.Errors);
    }

    [Fact]
    public async Task While_the_service_runs_nothing_is_installed()
    {
        await Packed("1.0.0", Table);
        await using var site = await TestSite.Start(TestEngine.Sqlite);

        var refused = await site.Run("module", "install", Id, "--from", feed);

        Assert.Equal(1, refused.Code);
        Assert.Contains("CoProd already runs on", refused.Errors);
    }

    [Fact]
    public async Task A_bundle_and_a_NuGet_server_are_feeds_too()
    {
        await Packed("1.0.0", Table);
        var bundle = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zip");
        ZipFile.CreateFromDirectory(feed, bundle);
        await using var server = await Serve();
        foreach (var address in new[] { bundle, server.Urls.First() + "/v3/index.json" })
        {
            await using var place = await TestPlace.Make(TestEngine.Sqlite);
            var installed = await Run(place, "module", "install", Id, "--from", address);
            Assert.True(installed.Code == 0, installed.Errors);
            Assert.Empty(await Names(place, "1.0.0"));
            // That server cannot be searched, and that is no fault.
            var found = await Run(place, "module", "search", "lends", "--from", address);
            Assert.StartsWith(address == bundle ? $"{Id} 1.0.0 in" : "No feed has a module called", found.Output);
        }
        File.Delete(bundle);
    }

    private static async Task Loan(TestPlace place, Guid item)
    {
        await using var site = await place.Open();
        await site
            .Modules.Find(Id)!
            .Database!.Write(w =>
                w.Connection.Execute(
                    "insert into lend_loan (id, item_id) values (@id, @item)",
                    new { id = Guid.CreateVersion7(), item }
                )
            );
    }

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[200] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    // As much of the NuGet v3 protocol as a server must speak: an index, and packages under their ids.
    private async Task<WebApplication> Serve()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet(
            "/v3/index.json",
            (HttpRequest request) =>
                new JsonObject
                {
                    ["version"] = "3.0.0",
                    ["resources"] = new JsonArray(
                        new JsonObject
                        {
                            ["@id"] = $"http://{request.Host}/packages/",
                            ["@type"] = "PackageBaseAddress/3.0.0",
                        }
                    ),
                }
        );
        app.MapGet(
            "/packages/{id}/index.json",
            (string id) =>
                id == Id.ToLowerInvariant() ? Results.Json(new { versions = new[] { "1.0.0" } }) : Results.NotFound()
        );
        app.MapGet(
            "/packages/{id}/{version}/{file}",
            (string id, string version, string file) =>
            {
                var package = Path.Combine(feed, $"{Id}.{version}.nupkg");
                if (file.EndsWith(".nupkg", StringComparison.Ordinal))
                    return Results.File(File.ReadAllBytes(package));
                using var zip = ZipFile.OpenRead(package);
                using var nuspec = zip.Entries.First(e => e.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
                var bytes = new MemoryStream();
                nuspec.CopyTo(bytes);
                return Results.File(bytes.ToArray());
            }
        );
        await app.StartAsync();
        return app;
    }
}
