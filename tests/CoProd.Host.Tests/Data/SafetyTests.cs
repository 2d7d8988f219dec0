using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Host.Data;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Data;

/// <summary>What was acknowledged survives failing scripts and killed processes, and a module keeps to its own data.</summary>
public sealed class SafetyTests
{
    private static readonly Script First = new(
        "0001_thing.sql",
        """
        create table thing (
            id uuid not null primary key,
            name text not null
        );
        """
    );

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_failing_script_leaves_the_data_as_it_was(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using (var before = place.Engine())
        {
            var database = await before.Open("test", [First], CancellationToken.None);
            await database.Write(w =>
                w.Connection.Execute(
                    "insert into thing (id, name) values (@Id, 'kept')",
                    new { Id = Guid.CreateVersion7() }
                )
            );
        }

        // Good beginnings of a bad upgrade must go with it: a whole script before the failing one, and half of that one.
        Script[] upgrade =
        [
            First,
            new("0002_more.sql", "alter table thing add column more integer not null default 7;"),
            new("0003_wrong.sql", "create table half (id uuid not null primary key); insert into nowhere values (1);"),
        ];
        await using (var during = place.Engine())
        {
            var failed = await Assert.ThrowsAsync<MigrationException>(() =>
                during.Open("test", upgrade, CancellationToken.None)
            );
            Assert.StartsWith("Script 0003_wrong.sql failed:", failed.Message);
            Assert.EndsWith("The data is as it was.", failed.Message);
        }

        await using var after = place.Engine();
        var whole = await after.Open("test", [First], CancellationToken.None);
        Assert.Equal("kept", await whole.Read(c => c.QuerySingleAsync<string>("select name from thing")));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            whole.Read(c => c.QueryAsync("select more from thing"))
        );
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            whole.Read(c => c.QueryAsync("select * from half"))
        );
        Assert.Empty(Directory.EnumerateFiles(place.Folder, "*.next*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_a_killed_upgrade_left_behind_is_thrown_away()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await using (var before = place.Engine())
            await before.Open("test", [First], CancellationToken.None);
        var leftover = Path.Combine(place.Folder, "db", "test.db.next");
        await File.WriteAllTextAsync(leftover, "half a copy", TestContext.Current.CancellationToken);

        await using var after = place.Engine();
        var database = await after.Open(
            "test",
            [First, new Script("0002_more.sql", "alter table thing add column more integer not null default 7;")],
            CancellationToken.None
        );

        Assert.Empty(await database.Read(c => c.QueryAsync("select more from thing")));
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public async Task On_PostgreSQL_a_module_is_denied_what_belongs_to_another()
    {
        await using var place = await TestPlace.Make(TestEngine.Postgres);
        await using var opened = place.Engine();
        var own = await opened.Open("mine", [First], CancellationToken.None);
        await opened.Open("theirs", [First], CancellationToken.None);

        foreach (
            var theft in new[]
            {
                "select count(*) from theirs.thing",
                "insert into theirs.thing (id, name) values ('00000000-0000-0000-0000-000000000001', 'mine now')",
                "drop table theirs.thing",
                "create table theirs.more (id uuid)",
                "create schema elsewhere",
                "create role more",
            }
        )
        {
            var denied = await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
                own.Write(w => w.Connection.Execute(theft))
            );
            Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
        }
        var read = await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            own.Read(c => c.ExecuteScalarAsync<long>("select count(*) from theirs.thing"))
        );
        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, read.SqlState);
        Assert.Equal(0, await own.Read(c => c.ExecuteScalarAsync<long>("select count(*) from thing")));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_killed_process_keeps_every_row_it_acknowledged(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        var token = await OwnProcess.Token(place.Words);
        var acknowledged = new ConcurrentBag<string>();
        // Each round is a start, fifty writers, and a kill in the middle of them.
        var rounds = Environment.GetEnvironmentVariable("COPROD_SOAK") is null ? 6 : 300;
        for (var round = 1; round <= rounds; round++)
            await Killed(place, token, acknowledged, acknowledged.Count + 60);

        await using var site = await place.Open();
        var kept = await site
            .Modules.Find("CoProd.Register")!
            .Database!.Read(c => c.QueryAsync<Guid>("select id from innovation"));
        var lost = acknowledged.Except(kept.Select(id => id.ToString())).ToList();
        System.Console.WriteLine(
            $"{engine}: {rounds} kills under 50 writers, {acknowledged.Count} acknowledged, {lost.Count} lost"
        );
        Assert.Empty(lost);
    }

    private static async Task Killed(TestPlace place, string token, ConcurrentBag<string> acknowledged, int enough)
    {
        using var process = Testing.Console.Start(["run", .. place.Words, "--port", "0"]);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await OwnProcess.Address(process)) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var writers = Enumerable
                .Range(0, 50)
                .Select(writer => WriteUntilKilled(client, writer, acknowledged))
                .ToList();
            while (acknowledged.Count < enough && !writers.TrueForAll(writer => writer.IsCompleted))
                await Task.Delay(5, TestContext.Current.CancellationToken);
            process.Kill();
            await Task.WhenAll(writers);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.True(acknowledged.Count >= enough, $"Only {acknowledged.Count} were acknowledged before the kill.");
    }

    private static async Task WriteUntilKilled(HttpClient client, int writer, ConcurrentBag<string> acknowledged)
    {
        for (var i = 0; i < 10_000; i++)
        {
            try
            {
                using var answer = await client.PostAsJsonAsync("/api/innovations", new { name = $"{writer} {i}" });
                if (answer.StatusCode != HttpStatusCode.Created)
                    return;
                acknowledged.Add((string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                return;
            }
        }
    }
}
