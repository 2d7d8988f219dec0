using CoProd.Contracts.Data;
using CoProd.Host.Data;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Data;

/// <summary>What is written reads back as it was, alike on both engines.</summary>
public sealed class ValueTests
{
    private const string Table = """
        create table thing (
            id uuid not null primary key,
            other uuid,
            happened_on date not null,
            until_on date,
            at timestamptz not null,
            ended_at timestamptz
        );
        """;

    private const string Insert = """
        insert into thing (id, other, happened_on, until_on, at, ended_at)
        values (@Id, @Other, @HappenedOn, @UntilOn, @At, @EndedAt)
        """;

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Ids_dates_and_instants_read_back_as_they_were_written(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await opened.Open("test", [new Script("0001_thing.sql", Table)], CancellationToken.None);
        // An id whose figures look like a number, a leap day, an instant in another zone to the microsecond, and nothing at all.
        Thing[] things =
        [
            new()
            {
                Id = Guid.Parse("00000000-0000-0000-0000-00000000123e"),
                Other = Guid.Parse("12345678-1234-1234-1234-1234567890e5"),
                HappenedOn = new DateOnly(2024, 2, 29),
                UntilOn = new DateOnly(1, 1, 1),
                At = new DateTimeOffset(2027, 3, 28, 1, 30, 0, TimeSpan.FromHours(2)).AddMicroseconds(123_456),
                EndedAt = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero),
            },
            new()
            {
                Id = Guid.CreateVersion7(),
                HappenedOn = new DateOnly(9999, 12, 31),
                At = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero),
            },
        ];

        await database.Write(w => w.Connection.Execute(Insert, things));
        var back = (await database.Read(c => c.QueryAsync<Thing>("select * from thing order by id"))).AsList();

        Assert.Equal(things, back);
        Assert.All(back, thing => Assert.Equal(TimeSpan.Zero, thing.At.Offset));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Lists_of_ids_and_dates_find_what_each_alone_finds(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await opened.Open("test", [new Script("0001_thing.sql", Table)], CancellationToken.None);
        var things = Enumerable
            .Range(0, 4)
            .Select(i => new Thing
            {
                Id = Guid.CreateVersion7(),
                HappenedOn = new DateOnly(2026, 1, 1 + i),
                At = new DateTimeOffset(2026, 1, 1 + i, 12, 0, 0, TimeSpan.Zero),
            })
            .ToList();
        await database.Write(w => w.Connection.Execute(Insert, things));
        var ids = new[] { things[0].Id, things[2].Id };
        var dates = new[] { things[1].HappenedOn };
        var instants = new List<DateTimeOffset> { things[3].At };
        var none = Array.Empty<Guid>();

        Assert.Equal(2, await Count("select count(*) from thing where id in @ids", new { ids }));
        Assert.Equal(1, await Count("select count(*) from thing where id = @id", new { id = ids[0] }));
        Assert.Equal(1, await Count("select count(*) from thing where happened_on in @dates", new { dates }));
        Assert.Equal(1, await Count("select count(*) from thing where at in @instants", new { instants }));
        Assert.Equal(0, await Count("select count(*) from thing where id in @none", new { none }));
        Assert.Equal(2, await Count("select count(*) from thing where at > @at", new { at = things[1].At }));

        async Task<int> Count(string sql, object asked) =>
            await database.Read(c => c.ExecuteScalarAsync<int>(sql, asked));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_instant_of_a_write_reads_back_equal(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await opened.Open("test", [new Script("0001_thing.sql", Table)], CancellationToken.None);

        var now = await database.Write(w =>
        {
            w.Connection.Execute(
                Insert,
                new Thing
                {
                    Id = Guid.CreateVersion7(),
                    HappenedOn = new DateOnly(2026, 1, 1),
                    At = w.Now,
                }
            );
            return w.Now;
        });

        Assert.Equal(now, await database.Read(c => c.QuerySingleAsync<DateTimeOffset>("select at from thing")));
    }

    private sealed record Thing
    {
        public Guid Id { get; init; }

        public Guid? Other { get; init; }

        public DateOnly HappenedOn { get; init; }

        public DateOnly? UntilOn { get; init; }

        public DateTimeOffset At { get; init; }

        public DateTimeOffset? EndedAt { get; init; }
    }
}
