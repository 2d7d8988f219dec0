using System.IO.Compression;
using System.Text.Json.Nodes;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Modules;

/// <summary>A module's data leaves as a file and is the same where it arrives.</summary>
public sealed class ModuleDataTests : LendsPackages
{
    // Every type there is, a row that refers to its own table, and tables that come in the wrong order by name.
    private const string Tricky = """
        create table lend_item (
            id uuid not null primary key, name text not null, part_of uuid references lend_item (id), weight double precision,
            count integer not null default 0, whole boolean not null default true, bought_on date, seen_at timestamptz
        );
        create table lend_borrower (id uuid not null primary key, name text not null);
        create table lend_away (
            item_id uuid not null references lend_item (id), borrower_id uuid not null references lend_borrower (id),
            primary key (item_id, borrower_id)
        );
        """;

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_exported_at_leaving_is_identical_after_an_import_elsewhere(TestEngine engine)
    {
        await Packed("1.0.0", Tricky);
        await using var place = await TestPlace.Make(engine);
        var (first, second) = (Path.Combine(place.Folder, "first.zip"), Path.Combine(place.Folder, "second.zip"));
        await Run(place, "module", "install", Id, "--from", feed);
        await Fill(place);

        var left = await Run(place, "module", "uninstall", Id, "--export", first, "--purge");
        Assert.True(left.Code == 0, left.Errors);
        Assert.Contains($"holds the data of {Id} 1.0.0: 7 rows in 3 tables.", left.Output);
        Assert.Contains("is removed with its data.", left.Output);

        // The other engine has to say the same in its own words.
        var other = engine == TestEngine.Sqlite ? TestEngine.Postgres : TestEngine.Sqlite;
        if (TestSite.PostgresServer is null)
            other = TestEngine.Sqlite;
        foreach (var there in new[] { engine, other })
        {
            await using var elsewhere = await TestPlace.Make(there);
            var early = await Run(elsewhere, "module", "import", first);
            Assert.Contains("which is not installed here. Install it first. Nothing was changed.", early.Errors);
            await Run(elsewhere, "module", "install", Id, "--from", feed);
            await LastRefresh(elsewhere, "2026-03-01");
            var taken = await Run(elsewhere, "module", "import", first);
            Assert.True(taken.Code == 0, taken.Errors);
            // Warnings wait no longer than until the next start.
            Assert.Equal("", await LastRefresh(elsewhere));
            Assert.Contains($"{Id} has 7 rows in 3 tables now, as they were.", taken.Output);
            var twice = await Run(elsewhere, "module", "import", first);
            Assert.Contains($"{Id} has data here already.", twice.Errors);
            File.Delete(second);
            Assert.Equal(0, (await Run(elsewhere, "module", "export", Id, second)).Code);
            Assert.Equal(await File.ReadAllBytesAsync(first), await File.ReadAllBytesAsync(second));
            Assert.Contains("is there already", (await Run(elsewhere, "module", "export", Id, second)).Errors);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_file_that_does_not_fit_is_refused_whole(TestEngine engine)
    {
        await Packed("1.0.0", Tricky);
        await Packed("1.1.0", Tricky, "alter table lend_item add column place text;");
        await using var place = await TestPlace.Make(engine);
        var file = Path.Combine(place.Folder, "data.zip");
        await Run(place, "module", "install", Id, "--version", "1.0.0", "--from", feed);
        await Fill(place);
        await Run(place, "module", "uninstall", Id, "--export", file, "--purge");
        await Run(place, "module", "install", Id, "--version", "1.1.0", "--from", feed);
        Assert.Contains(
            "It holds the data of Culprits.Lends 1.0.0; here is 1.1.0. Install 1.0.0 first. Nothing was changed.",
            (await Run(place, "module", "import", file)).Errors
        );
        await Run(place, "module", "uninstall", Id, "--purge");
        await Run(place, "module", "install", Id, "--version", "1.0.0", "--from", feed);

        await File.WriteAllTextAsync(file + ".txt", "no archive");
        Assert.Contains("is damaged, or no file", (await Run(place, "module", "import", file + ".txt")).Errors);
        Assert.Equal(1, (await Run(place, "module", "import", file + ".nowhere")).Code);
        var bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file + ".cut", bytes[..(bytes.Length / 2)]);
        Assert.Contains("is damaged, or no file", (await Run(place, "module", "import", file + ".cut")).Errors);
        // A reference into nowhere is found by the database: the rows before it must go again.
        Rewrite(file, "tables/lend_away.jsonl", row => row.Replace("0195", "ffff", StringComparison.Ordinal));
        var nowhere = await Run(place, "module", "import", file);
        Assert.Equal(1, nowhere.Code);
        Assert.Contains("Its rows do not fit the tables of Culprits.Lends 1.0.0", nowhere.Errors);

        Assert.Empty(await Names(place, "1.0.0"));
    }

    private static async Task<string> LastRefresh(TestPlace place, string? day = null)
    {
        const string Name = "host.last-refresh";
        await using var site = await place.Open();
        if (day is not null)
            await site.Settings.Set(Name, day, TestContext.Current.CancellationToken);
        return (await site.Settings.Load(TestContext.Current.CancellationToken))[Name];
    }

    private static async Task Fill(TestPlace place)
    {
        await using var site = await place.Open();
        var module = site.Modules.Find(Id)!;
        Assert.Null(module.Reason);
        // The part comes before the whole in the order of keys.
        var ids = Enumerable.Range(1, 5).Select(n => Guid.Parse($"0195f000-0000-7000-8000-00000000000{n}")).ToList();
        await module.Database!.Write(w =>
        {
            Item(ids[1], "Walking frame “light”", null, 0.1, int.MinValue, true, "2024-02-29");
            Item(ids[0], "Glides\nof rubber, \ud83e\uddbd", ids[1], 1e300, 7, false, null);
            Item(ids[2], "", null, null, 0, true, "0001-01-01");
            foreach (var n in new[] { 3, 4 })
                w.Connection.Execute(
                    "insert into lend_borrower (id, name) values (@id, @name)",
                    new { id = ids[n], name = "123e5" }
                );
            foreach (var n in new[] { 3, 4 })
                w.Connection.Execute(
                    "insert into lend_away (item_id, borrower_id) values (@item, @borrower)",
                    new { item = ids[0], borrower = ids[n] }
                );
            return true;

            void Item(Guid id, string name, Guid? partOf, double? weight, int count, bool whole, string? bought) =>
                w.Connection.Execute(
                    "insert into lend_item (id, name, part_of, weight, count, whole, bought_on, seen_at) values (@id, @name, @partOf, @weight, @count, @whole, @bought, @seen)",
                    new
                    {
                        id,
                        name,
                        partOf,
                        weight,
                        count,
                        whole,
                        bought = bought is null ? (DateOnly?)null : DateOnly.Parse(bought),
                        seen = new DateTimeOffset(2026, 3, 29, 0, 59, 59, TimeSpan.Zero).AddMicroseconds(count & 7),
                    }
                );
        });
    }

    // Changes rows and makes the hash fit again, as somebody with a grudge would.
    private static void Rewrite(string path, string name, Func<string, string> change)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        string rows;
        using (var reader = new StreamReader(zip.GetEntry(name)!.Open()))
            rows = change(reader.ReadToEnd());
        zip.GetEntry(name)!.Delete();
        using (var writer = new StreamWriter(zip.CreateEntry(name).Open()))
            writer.Write(rows);
        JsonNode head;
        using (var reader = zip.GetEntry("module-data.json")!.Open())
            head = JsonNode.Parse(reader)!;
        var part = head["tables"]!.AsArray().Single(t => name == $"tables/{(string)t!["name"]!}.jsonl")!;
        part["sha256"] = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(rows))
        );
        zip.GetEntry("module-data.json")!.Delete();
        using (var writer = new StreamWriter(zip.CreateEntry("module-data.json").Open()))
            writer.Write(head.ToJsonString());
    }
}
