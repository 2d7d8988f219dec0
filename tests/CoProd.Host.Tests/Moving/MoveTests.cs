using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using CoProd.Contracts.Modules;
using CoProd.Host.Tests.Board;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Console = CoProd.Testing.Console;

namespace CoProd.Host.Tests.Moving;

/// <summary>An installation on SQLite files moves onto PostgreSQL, whole, and the old one stays as it was.</summary>
public sealed class MoveTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_demo_moves_row_for_row_and_everything_opens_there()
    {
        await using var old = await TestPlace.Make(TestEngine.Sqlite);
        await using var made = await TestPlace.Make(TestEngine.Postgres);
        var folder = Path.Combine(made.Folder, "new");
        string link;
        await using (var site = await TestSite.Start(TestEngine.Sqlite, demo: true, folder: old.Folder))
        {
            var sam = await site.As(Role.Coordinator);
            (_, link) = await sam.Link("The chair");
            var innovation = await sam.Make(
                "/api/innovations",
                new { name = "Ŵyn’s own: 100% “quoted” \\ and\ttabbed" }
            );
            await sam.Said(innovation, "Daffodilword, said\nin two lines.");
            await BringAFile(site, sam);
        }
        var before = Prints(old.Folder);

        var moved = await Moved(old.Folder, folder, made.Postgres!);

        Assert.True(moved.Code == 0, moved.Output + moved.Errors);
        Assert.Contains("Each row and each file was compared.", moved.Output);
        Assert.Contains("What to do next:", moved.Output);
        Assert.Equal(before, Prints(old.Folder));
        var (tables, rows) = await Same(old.Folder, folder, made.Postgres!);
        Assert.True(tables > 80 && rows > 1000, $"{tables} tables, {rows} rows");
        // The files beside it, and nothing of the move.
        Assert.All(
            before.Keys.Where(name =>
                (name.StartsWith("keys/", StringComparison.Ordinal) && name != "keys/audit.head")
                || name.StartsWith("uploads/", StringComparison.Ordinal)
            ),
            name => Assert.Equal(before[name], Prints(folder)[name])
        );
        Assert.False(
            File.Exists(Path.Combine(folder, "moving.json")) || Directory.Exists(Path.Combine(folder, "moving"))
        );

        await using (var site = await TestSite.Start(TestEngine.Postgres, folder: folder, postgres: made.Postgres))
        {
            var sam = await site.As(Role.Coordinator);
            var opened = await EveryPage(site, sam);
            Assert.Contains("Daffodilword", (await sam.Open("/search?q=daffodil")).Text);
            using var helen = site.Anonymous();
            Assert.Contains("What may stop within 12 months", (await helen.Open(link)).Text);
            // What counts by itself goes on, and the index of words takes in what comes.
            var innovation = await sam.Make("/api/innovations", new { name = "After the move" });
            await sam.Said(innovation, "Snowdropword is new.");
            Assert.Contains("Snowdropword", (await sam.Open("/search?q=snowdrop")).Text);
            // The file that was brought is found where it lies now.
            Assert.Equal(
                0,
                await site.Count(
                    "import_run where file_path <> '' and file_path not like @there",
                    new { there = folder + "/%" }
                )
            );
            Assert.Equal(0, (await site.Run("audit", "verify")).Code);
            var doctor = await site.Run("doctor", "--json");
            Assert.DoesNotContain(
                doctor.Json["findings"]!.AsArray(),
                finding => (string)finding!["what"]! is "databases" or "audit" && (string)finding["how"]! == "wrong"
            );
            Assert.Contains("coprod move", (await (await site.As(Role.Administrator)).Open("/audit")).Text);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{tables} tables and {rows:N0} rows are the same on both; {opened} pages open"
            );
        }
    }

    [Fact]
    public async Task A_move_that_is_killed_leaves_nothing_that_opens_and_begins_anew()
    {
        await using var old = await TestPlace.Make(TestEngine.Sqlite);
        await using var made = await TestPlace.Make(TestEngine.Postgres);
        var folder = Path.Combine(made.Folder, "new");
        await using (var site = await TestSite.Start(TestEngine.Sqlite, folder: old.Folder))
            await (await site.As(Role.Coordinator)).Make("/api/innovations", new { name = "Still here" });
        var before = Prints(old.Folder);
        // At what it says: the copy of the files, the first database, the fourth.
        foreach (var lines in new[] { 1, 2, 5 })
        {
            using var move = Console.Start(Words(old.Folder, folder, made.Postgres!));
            for (var read = 0; read < lines; read++)
                Assert.NotNull(await move.StandardOutput.ReadLineAsync(Ct));
            move.Kill();
            await move.WaitForExitAsync(Ct);
            var opened = await Console.Run("user", "list", "--data", folder, "--postgres", made.Postgres!);
            Assert.Equal(1, opened.Code);
            Assert.Contains("has not come to its end", opened.Errors);
            var looked = await Console.Run("doctor", "--data", folder, "--postgres", made.Postgres!);
            Assert.Equal(2, looked.Code);
            Assert.Contains("The move into", looked.Output);
            Assert.Contains("1 wrong, 0 to watch.", looked.Output);
        }
        // Another move does not take the place of one that was cut short.
        Assert.Contains("is not empty", (await Moved(old.Folder, folder + "-2", made.Postgres!)).Errors);

        var again = await Moved(old.Folder, folder, made.Postgres!);

        Assert.True(again.Code == 0, again.Output + again.Errors);
        await Same(old.Folder, folder, made.Postgres!);
        Assert.Equal(before, Prints(old.Folder));
        Assert.Equal(0, (await Console.Run("user", "list", "--data", folder, "--postgres", made.Postgres!)).Code);
    }

    [Fact]
    public async Task What_could_go_wrong_is_refused_before_anything_is_touched()
    {
        await using var old = await TestPlace.Make(TestEngine.Sqlite);
        await using var made = await TestPlace.Make(TestEngine.Postgres);
        var folder = Path.Combine(made.Folder, "new");
        await using (var site = await TestSite.Start(TestEngine.Sqlite, folder: old.Folder))
            Assert.Contains("already runs", (await Moved(old.Folder, folder, made.Postgres!)).Errors);
        Assert.Contains("no installation on SQLite", (await Moved(made.Folder, folder, made.Postgres!)).Errors);
        Assert.Contains(
            "neither in the old one",
            (await Moved(old.Folder, old.Folder + "/new", made.Postgres!)).Errors
        );
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "mine.txt"), "Mine.", Ct);
        Assert.Contains("is not empty. Choose a new folder", (await Moved(old.Folder, folder, made.Postgres!)).Errors);
        File.Delete(Path.Combine(folder, "mine.txt"));

        await using var connection = new NpgsqlConnection(made.Postgres);
        await connection.ExecuteAsync("create table public.of_others (id integer)");
        Assert.Contains("is not empty. Make a new one", (await Moved(old.Folder, folder, made.Postgres!)).Errors);
        await connection.ExecuteAsync("drop table public.of_others");

        var forgotten = Path.Combine(old.Folder, "db", "lost.module.db");
        File.Copy(Path.Combine(old.Folder, "db", "coprod.register.db"), forgotten);
        Assert.Contains("There is data of lost.module", (await Moved(old.Folder, folder, made.Postgres!)).Errors);
        File.Delete(forgotten);

        await using (
            var file = new SqliteConnection($"Data Source={Path.Combine(old.Folder, "db", "host.db")};Pooling=false")
        )
            await file.ExecuteAsync(
                "insert into SchemaVersions (ScriptName, Applied) values ('9999_later.sql', '2026-01-01')"
            );
        Assert.Contains("another version", (await Moved(old.Folder, folder, made.Postgres!)).Errors);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.Empty(
            await connection.QueryAsync<string>(
                "select nspname from pg_namespace where nspname in ('host', 'coprod_moving')"
            )
        );
    }

    private static Task<Console.Result> Moved(string from, string to, string postgres) =>
        Console.Run(Words(from, to, postgres));

    private static string[] Words(string from, string to, string postgres) =>
        ["move", "--data", from, "--to", to, "--postgres", postgres, "--modules", TestSite.BuiltModules];

    // Every file with what is in it, but for the lock that whoever works here takes.
    private static SortedDictionary<string, string> Prints(string folder) =>
        new(
            Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => (Path: file, Name: Path.GetRelativePath(folder, file).Replace('\\', '/')))
                .Where(file => file.Name is not ("host.lock" or "modules.underway"))
                // What SQLite keeps beside an open file.
                .Where(file => !file.Name.EndsWith("-shm", StringComparison.Ordinal))
                .Where(file =>
                    !(file.Name.EndsWith("-wal", StringComparison.Ordinal) && new FileInfo(file.Path).Length == 0)
                )
                .ToDictionary(
                    file => file.Name,
                    file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Path)))
                ),
            StringComparer.Ordinal
        );

    private static async Task BringAFile(TestSite site, Session sam)
    {
        var page = await sam.Open("/imports/new/people-csv");
        using var form = new MultipartFormDataContent();
        foreach (var field in page.Document.QuerySelectorAll("main form[method=post] input[type=hidden]"))
            form.Add(new StringContent(field.GetAttribute("value") ?? ""), field.GetAttribute("name")!);
        form.Add(new ByteArrayContent("name,role\r\nBrought Along,x\r\n"u8.ToArray()), "file", "people.csv");
        using var answer = await sam.Client.PostAsync("/imports/new/people-csv", form, Ct);
        for (var tries = 0; tries < 400 && await site.Count("import_run where state = 'Looking'") > 0; tries++)
            await Task.Delay(50, Ct);
        Assert.Equal(1, await site.Count("import_run where state = 'Preview'"));
    }

    private static async Task<int> EveryPage(TestSite site, Session sam)
    {
        var opened = 0;
        var links = new Queue<string>(site.PagesOf(Role.Coordinator).Where(path => !path.Contains('{')));
        var seen = links.ToHashSet();
        foreach (var link in (await sam.Open("/")).Document.QuerySelectorAll("main a[href^='/innovations/']"))
            links.Enqueue(link.GetAttribute("href")!);
        var sections = new HashSet<string>();
        while (links.TryDequeue(out var path))
        {
            var page = await sam.Open(path);
            Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path}: {page.Status}");
            opened++;
            // One page of each module about each innovation of the demo.
            foreach (var link in page.Document.QuerySelectorAll("main nav a[href^='/innovations/']"))
            {
                var address = link.GetAttribute("href")!.Split('#', '?')[0];
                if (address.Split('/').Length == 4 && !address.Contains('.') && seen.Add(address))
                {
                    sections.Add(address.Split('/')[^1]);
                    links.Enqueue(address);
                }
            }
        }
        Assert.Superset(new HashSet<string> { "money", "knowledge", "evaluation", "champions", "ownership" }, sections);
        return opened;
    }

    // Looked at without anything of the move's own: every table of every file, its rows as text.
    private static async Task<(int Tables, int Rows)> Same(string folder, string fresh, string postgres)
    {
        var (tables, rows) = (0, 0);
        await using var there = new NpgsqlConnection(postgres);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "db"), "*.db"))
        {
            var schema = Path.GetFileNameWithoutExtension(file).Replace('.', '_');
            await using var here = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
            var names = await here.QueryAsync<string>(
                "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite%' and name <> 'SchemaVersions' order by name"
            );
            foreach (var table in names.AsList())
            {
                var columns = (
                    await here.QueryAsync<(string Name, string Type)>(
                        $"select name, lower(type) from pragma_table_info('{table}') order by name"
                    )
                ).AsList();
                var list = string.Join(", ", columns.Select(column => '"' + column.Name + '"'));
                var was = await Lines(here, $"select {list} from \"{table}\"", columns.Select(c => c.Type).ToArray());
                var now = await Lines(
                    there,
                    $"select {list} from \"{schema}\".\"{table}\"",
                    columns.Select(c => c.Type).ToArray()
                );
                // Where an upload lies is said in full.
                now = [.. now.Select(line => line.Replace(fresh, folder, StringComparison.Ordinal))];
                // How modules stood is noted by each opening; that it was moved, in the trail.
                if (schema == "host" && table == "module_state")
                    continue;
                if (schema == "host" && table is "audit" or "audit_words")
                    now = [.. was.Intersect(now)];
                Assert.True(
                    was.SequenceEqual(now),
                    $"{schema}.{table}: {string.Join("; ", was.Except(now).Concat(now.Except(was)).Take(4))}"
                );
                (tables, rows) = (tables + 1, rows + was.Count);
            }
        }
        return (tables, rows);
    }

    private static async Task<List<string>> Lines(
        System.Data.Common.DbConnection connection,
        string sql,
        string[] types
    )
    {
        var lines = new List<string>();
        await using var reader = await connection.ExecuteReaderAsync(sql);
        while (await reader.ReadAsync(Ct))
            lines.Add(string.Join(" | ", types.Select((type, i) => Said(reader.GetValue(i), type))));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string Said(object value, string type) =>
        value switch
        {
            DBNull => "nothing",
            bool truth => truth ? "1" : "0",
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime day when type == "date" => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime at => at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            byte[] bytes => Convert.ToHexString(bytes),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
