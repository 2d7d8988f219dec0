using CoProd.Contracts.Data;
using CoProd.Host.Data;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Data;

/// <summary>What one writer does never costs another, and nobody hears "done" of what was not kept.</summary>
public sealed class WriterTests
{
    private const string Table = """
        create table thing (
            id uuid not null primary key,
            name text not null unique
        );
        create table counter (
            times integer not null
        );
        insert into counter (times) values (0);
        """;

    private const string Insert = "insert into thing (id, name) values (@Id, @Name)";

    public static TheoryData<TestEngine> Both => Engines.Both;

    /// <summary>Ways to end the transaction that a member of a group may stumble into.</summary>
    public static TheoryData<string> Endings =>
        ["rollback", "commit", "rollback; begin immediate", "commit; begin immediate", "release member"];

    [Theory, MemberData(nameof(Both))]
    public async Task A_failing_write_takes_only_itself_back(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await opened.Open("test", [new Script("0001_thing.sql", Table)], CancellationToken.None);

        var told = await Group(
            database,
            w => Add(w, "first"),
            w =>
            {
                Add(w, "second");
                throw new InvalidOperationException("After all not.");
            },
            w =>
            {
                Add(w, "third");
                // Its own name again: on PostgreSQL these run side by side, and another's might not be there yet.
                w.Connection.Execute("insert into thing (id, name) values (@Id, 'third')", new { Id = NewId() });
            },
            w => Add(w, "fourth")
        );

        Assert.Equal(["kept", "InvalidOperationException", "refused", "kept"], told);
        Assert.Equal(["first", "fourth"], await Names(database));
    }

    [Theory, MemberData(nameof(Endings))]
    public async Task A_member_that_ends_the_transaction_harms_only_itself(string ending)
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await using var opened = place.Engine();
        var database = await opened.Open("test", [new Script("0001_thing.sql", Table)], CancellationToken.None);

        var told = await Group(
            database,
            w => Add(w, "first"),
            w => w.Connection.Execute("update counter set times = times + 1"),
            w =>
            {
                Add(w, "culprit");
                foreach (var part in ending.Split(';'))
                    w.Connection.Execute(part);
                Add(w, "culprit again");
            },
            w => Add(w, "last")
        );

        Assert.Equal(
            ["kept", "kept", "not kept", "kept"],
            [told[0], told[1], told[2] == "kept" ? "kept" : "not kept", told[3]]
        );
        Assert.Equal(["first", "last"], await Names(database));
        // A member whose work was begun twice counts once.
        Assert.Equal(1, await database.Read(c => c.ExecuteScalarAsync<int>("select times from counter")));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_request_given_up_does_not_take_its_group_along(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await opened.Open("test", [new Script("0001_thing.sql", Table)], CancellationToken.None);
        using var gone = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();

        var slow = database.Write(w =>
        {
            begun.Set();
            goOn.Wait(TimeSpan.FromSeconds(20));
            Add(w, "slow");
        });
        begun.Wait(TimeSpan.FromSeconds(20));
        var cancelled = database.Write(w => Add(w, "given up"), gone.Token);
        var other = database.Write(w => Add(w, "other"));
        await gone.CancelAsync();
        goOn.Set();
        await slow;
        await other;
        var outcome = await Told(cancelled);

        // On PostgreSQL it may have been written before it was given up: then it was told so.
        Assert.Equal(outcome == "kept" ? ["given up", "other", "slow"] : ["other", "slow"], await Names(database));
        if (engine == TestEngine.Sqlite)
            Assert.NotEqual("kept", outcome);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Many_at_once_are_all_kept_and_can_be_read(TestEngine engine)
    {
        const int Writers = 32;
        const int Each = 25;
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await opened.Open("test", [new Script("0001_thing.sql", Table)], CancellationToken.None);

        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < Each; i++)
                        {
                            var name = $"{writer} {i}";
                            await database.Write(w => Add(w, name));
                            // Acknowledged means readable, by anybody, at once.
                            Assert.Equal(
                                1,
                                await database.Read(c =>
                                    c.ExecuteScalarAsync<int>(
                                        "select count(*) from thing where name = @name",
                                        new { name }
                                    )
                                )
                            );
                        }
                    })
                )
        );

        Assert.Equal(Writers * Each, (await Names(database)).Count);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Reading_cannot_write(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await opened.Open("test", [new Script("0001_thing.sql", Table)], CancellationToken.None);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            database.Read(c => c.ExecuteAsync(Insert, new { Id = NewId(), Name = "by the back door" }))
        );

        Assert.Empty(await Names(database));
    }

    /// <summary>Runs these as one group: they queue up behind a write that waits for all of them.</summary>
    private static async Task<List<string>> Group(Database database, params Action<IWriting>[] members)
    {
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var first = database.Write(_ =>
        {
            begun.Set();
            goOn.Wait(TimeSpan.FromSeconds(20));
        });
        begun.Wait(TimeSpan.FromSeconds(20));
        var waiting = members.Select(member => database.Write(member)).ToList();
        goOn.Set();
        await first;
        var told = new List<string>();
        foreach (var task in waiting)
            told.Add(await Told(task));
        return told;
    }

    private static async Task<string> Told(Task task)
    {
        try
        {
            await task;
            return "kept";
        }
        catch (System.Data.Common.DbException)
        {
            return "refused";
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }

    private static void Add(IWriting writing, string name) =>
        writing.Connection.Execute(Insert, new { Id = NewId(), Name = name });

    private static async Task<List<string>> Names(Database database) =>
        (await database.Read(c => c.QueryAsync<string>("select name from thing order by name"))).AsList();

    private static Guid NewId() => Guid.CreateVersion7();
}
