using System.Collections.Concurrent;
using CoProd.Contracts.Data;
using CoProd.Host.Audit;
using CoProd.Host.Backups;
using CoProd.Host.Data;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CoProd.Host.Tests.Backups;

/// <summary>A backup is everything as of one moment, and a restore is that again, row for row, or nothing.</summary>
public sealed class BackupTests
{
    private static readonly Script Steps = new(
        "0001_step.sql",
        """
        create table step (
            writer integer not null,
            number integer not null,
            primary key (writer, number)
        );
        """
    );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_restored_installation_equals_its_source_row_for_row(TestEngine engine)
    {
        await using var source = await TestPlace.Make(engine);
        await using (await TestSite.Start(engine, demo: true, folder: source.Folder, postgres: source.Postgres)) { }
        Directory.CreateDirectory(Path.Combine(source.Folder, "uploads"));
        await File.WriteAllTextAsync(Path.Combine(source.Folder, "uploads", "plan"), "as brought", Ct);
        var outside = Directory.CreateTempSubdirectory("coprod-outside-").FullName;
        var (file, secret) = (Path.Combine(outside, "all.backup"), Path.Combine(outside, "secret"));
        await File.WriteAllTextAsync(secret, "a long passphrase\n", Ct);

        var taken = await Testing.Console.Run(["backup", file, "--passphrase-file", secret, "--json", .. source.Words]);
        Assert.True(taken.Code == 0, taken.Errors);
        Assert.Empty(Directory.EnumerateDirectories(source.Folder, "backing-up-*"));
        await using var target = await TestPlace.Make(engine);
        var restored = await Testing.Console.Run(["restore", file, "--passphrase-file", secret, .. target.Words]);
        Assert.True(restored.Code == 0, restored.Errors);

        var (before, after) = (await Rows(source), await Rows(target));
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, table => Assert.Equal(table.Value, after[table.Key]));
        Assert.Equal("as brought", await File.ReadAllTextAsync(Path.Combine(target.Folder, "uploads", "plan"), Ct));
        TestContext.Current.SendDiagnosticMessage(
            $"{engine}: {before.Count} tables, {before.Sum(t => t.Value.Count)} rows restored alike, {taken.Json["bytes"]} bytes"
        );
        Assert.InRange(before.Sum(t => t.Value.Count), 500, int.MaxValue);

        // There is data now, so the same again is refused; asked to, it takes its place and keeps what was there.
        var again = await Testing.Console.Run(["restore", file, "--passphrase-file", secret, .. target.Words]);
        Assert.Equal(1, again.Code);
        Assert.Contains("holds data", again.Errors, StringComparison.Ordinal);
        await Restoring.Run(target.Options, file, "a long passphrase", replace: true, Ct);
        Assert.Single(Directory.EnumerateDirectories(target.Folder, "replaced-*"));
        Assert.Equal(before["host.account"], (await Rows(target))["host.account"]);
        Directory.Delete(outside, recursive: true);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_trail_that_was_restored_goes_on_and_says_so_instead_of_telling_of_entries_cut_off(
        TestEngine engine
    )
    {
        await using var source = await TestPlace.Make(engine);
        await using (await source.Serve()) { }
        // While a service runs, the head's file is copied after the databases and may be ahead of them.
        new AuditKeys(source.Folder).Renew(new AuditHead(1_000, new string('0', 64)));
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-outside-").FullName, "all.backup");
        await Backup.Take(source.Options, file, null, Ct);
        await using var target = await TestPlace.Make(engine);
        await Restoring.Run(target.Options, file, null, replace: false, Ct);

        await using (await target.Open()) { }
        var verified = await Testing.Console.Run(["audit", "verify", .. target.Words]);
        var list = await Testing.Console.Run(["audit", "list", .. target.Words]);

        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
        Assert.Contains("restored", list.Output, StringComparison.Ordinal);
        Assert.Contains("before it stood at 1000:", list.Output, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_backup_under_writers_is_of_one_moment_over_all_modules(TestEngine engine)
    {
        await using var source = await TestPlace.Make(engine);
        await using var opened = source.Engine();
        await opened.Open("host", Site.OwnScripts(source.Options), Ct);
        var first = await opened.Open("first", [Steps], Ct);
        var second = await opened.Open("second", [Steps], Ct);
        using var stop = new CancellationTokenSource();
        var done = new ConcurrentDictionary<int, int>();
        // Each number stands in the first before it is written to the second, as an event stands with its publisher first.
        var writers = Enumerable.Range(0, 6).Select(writer => Task.Run(() => Write(writer), Ct)).ToList();
        var file = Path.Combine(source.Folder, "..", Path.GetFileName(source.Folder) + ".backup");
        for (var round = 0; round < 3; round++)
        {
            var enough = done.Values.Sum() + 60;
            while (done.Values.Sum() < enough)
                await Task.Delay(5, Ct);
            var acknowledged = done.ToDictionary(writer => writer.Key, writer => writer.Value);
            await Backup.Take(source.Options, file, null, Ct);
            await using var target = await TestPlace.Make(engine);
            await Restoring.Run(target.Options, file, null, replace: false, Ct);
            await using var back = target.Engine();
            var (ones, twos) = (
                await Highest(await back.Open("first", [Steps], Ct)),
                await Highest(await back.Open("second", [Steps], Ct))
            );
            Assert.All(ones, one => Assert.InRange(one.Value - twos.GetValueOrDefault(one.Key), 0, 1));
            // What was acknowledged before it began is in it.
            Assert.All(acknowledged, one => Assert.True(twos.GetValueOrDefault(one.Key) >= one.Value));
            File.Delete(file);
        }
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        TestContext.Current.SendDiagnosticMessage($"{engine}: {done.Values.Sum()} steps written beside 3 backups");

        async Task Write(int writer)
        {
            for (var number = 1; !stop.IsCancellationRequested; number++)
            {
                var row = new { writer, number };
                await first.Write(w => w.Connection.Execute("insert into step values (@writer, @number)", row), Ct);
                await second.Write(w => w.Connection.Execute("insert into step values (@writer, @number)", row), Ct);
                done[writer] = number;
                await Task.Delay(1, Ct);
            }
        }
    }

    private static async Task<Dictionary<int, int>> Highest(Database database) =>
        (
            await database.Read(
                c => c.QueryAsync<(int Writer, int Number)>("select writer, max(number) from step group by writer"),
                Ct
            )
        ).ToDictionary(row => row.Writer, row => row.Number);

    [Fact]
    public async Task A_database_file_that_is_missing_or_empty_is_never_made_anew()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await using (var before = place.Engine())
            await before.Open("test", [Steps], Ct);
        var file = Path.Combine(place.Folder, "db", "test.db");

        File.Delete(file);
        await using (var missing = place.Engine())
        {
            var told = await Assert.ThrowsAsync<MigrationException>(() => missing.Open("test", [Steps], Ct));
            Assert.Contains("is missing, and it held data before", told.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(file));
        }
        await File.WriteAllBytesAsync(file, [], Ct);
        await using var empty = place.Engine();
        var again = await Assert.ThrowsAsync<MigrationException>(() => empty.Open("test", [Steps], Ct));
        Assert.Contains("is empty, and it held data before", again.Message, StringComparison.Ordinal);
    }

    // Every row of every table, as text and sorted. How the modules came up is noted at each opening.
    private static async Task<SortedDictionary<string, List<string>>> Rows(TestPlace place)
    {
        var all = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        if (place.Postgres is { } server)
        {
            await using var connection = new NpgsqlConnection(server);
            await connection.OpenAsync(Ct);
            foreach (var schema in (await PostgresBackup.Schemas(connection)).Where(s => !s.Contains("__")))
            foreach (
                var table in await connection.QueryAsync<string>(
                    "select tablename from pg_tables where schemaname = @schema",
                    new { schema }
                )
            )
                all[$"{schema}.{table}"] = (
                    await connection.QueryAsync<string>($"select t::text from \"{schema}\".\"{table}\" t order by 1")
                ).AsList();
        }
        else
            foreach (var file in Directory.EnumerateFiles(Path.Combine(place.Folder, "db"), "*.db"))
            {
                await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
                foreach (
                    var table in await connection.QueryAsync<string>(
                        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
                    )
                )
                {
                    var rows = await connection.QueryAsync($"select * from \"{table}\"");
                    all[$"{Path.GetFileNameWithoutExtension(file)}.{table}"] =
                    [
                        .. rows.Select(row => string.Join('|', ((IDictionary<string, object>)row).Values))
                            .Order(StringComparer.Ordinal),
                    ];
                }
            }
        all.Remove("host.module_state");
        return all;
    }
}
