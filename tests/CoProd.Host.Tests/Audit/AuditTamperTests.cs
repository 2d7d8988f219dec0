using CoProd.Contracts.Data;
using CoProd.Host.Audit;
using CoProd.Host.Data;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoProd.Host.Tests.Audit;

/// <summary>Whatever is done to the trail behind CoProd's back is noticed.</summary>
public sealed class AuditTamperTests
{
    private const int Entries = 60;

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_thousand_random_edits_and_cuts_are_all_noticed(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await Open(opened, place);
        await using var trail = await Filled(database, place);
        Assert.Empty((await database.Read(c => new AuditCheck(trail.Keys).Run(c))).Findings);

        var random = new Random(20261125);
        var kinds = new SortedDictionary<string, int>();
        for (var i = 0; i < 1000; i++)
        {
            var (name, harm) = Harms[random.Next(Harms.Count)];
            var found = await Try(database, trail.Keys, w => harm(w, random));
            Assert.True(found.Count > 0, $"{name} was not noticed (the {i}th)");
            kinds[name] = kinds.GetValueOrDefault(name) + 1;
        }

        Assert.Empty((await database.Read(c => new AuditCheck(trail.Keys).Run(c))).Findings);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{engine}: 1,000 of 1,000 changes of the audit trail noticed: "
                + string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value}"))
        );
    }

    [Fact]
    public async Task Without_its_head_or_with_an_older_one_put_back_the_trail_is_not_trusted_blindly()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await using var opened = place.Engine();
        var database = await Open(opened, place);
        await using var trail = await Filled(database, place);
        var head = Path.Combine(place.Folder, "keys", "audit.head");
        var before = await database.Read(c => new AuditCheck(trail.Keys).Run(c));
        var old = await File.ReadAllTextAsync(head, TestContext.Current.CancellationToken);
        await trail.Append(new() { Kind = AuditKind.Host, Action = "one more" });

        File.Delete(head);
        Assert.Contains("audit.head is missing", Assert.Single(await Findings()));
        await File.WriteAllTextAsync(head, new string('0', 151), TestContext.Current.CancellationToken);
        Assert.Contains("audit.head is missing or was changed", Assert.Single(await Findings()));

        // Somebody puts both back as they were: only what was noted elsewhere can tell.
        await File.WriteAllTextAsync(head, old, TestContext.Current.CancellationToken);
        await database.Write(w => w.Connection.Execute("delete from audit where seq > @Entries", new { Entries }));
        Assert.Empty(await Findings());
        Assert.Empty(await Findings(new AuditHead(before.Entries, before.Seal)));
        Assert.Single(await Findings(new AuditHead(Entries + 1, new string('a', 64))));

        async Task<IReadOnlyList<string>> Findings(AuditHead? noted = null) =>
            (await database.Read(c => new AuditCheck(trail.Keys).Run(c, noted))).Findings;
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Personal_words_are_erased_and_the_trail_still_holds(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await Open(opened, place);
        await using var trail = await Filled(database, place);
        var account = Guid.CreateVersion7();
        await trail.Append(
            new()
            {
                Kind = AuditKind.SignIn,
                Action = "POST /sign-in",
                Who = account,
                From = "203.0.113.77",
            }
        );
        await trail.Forget(account, TestContext.Current.CancellationToken);

        Assert.Empty((await database.Read(c => new AuditCheck(trail.Keys).Run(c))).Findings);
        Assert.Equal(
            0,
            await database.Read(c =>
                c.ExecuteScalarAsync<long>("select count(*) from audit_words where words = '203.0.113.77'")
            )
        );
        // The same address afterwards is a new word, and erasing it behind our back is noticed.
        await trail.Append(
            new()
            {
                Kind = AuditKind.SignIn,
                Action = "POST /sign-in",
                Who = account,
                From = "203.0.113.77",
            }
        );
        await database.Write(w =>
            w.Connection.Execute("delete from audit_words where account_id = @account", new { account })
        );
        Assert.Contains(
            "nobody erased it",
            Assert.Single((await database.Read(c => new AuditCheck(trail.Keys).Run(c))).Findings)
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Entries_that_come_at_once_share_commits(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await using var opened = place.Engine();
        var database = await Open(opened, place);
        await using var trail = new AuditTrail(
            database,
            new() { DataFolder = place.Folder },
            NullLogger<AuditTrail>.Instance
        );
        await trail.Append(new() { Kind = AuditKind.Host, Action = "warm" });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
            await trail.Append(new() { Kind = AuditKind.Sent, Action = "alone" });
        var alone = watch.Elapsed;
        watch.Restart();
        await Task.WhenAll(
            Enumerable.Range(0, 5_000).Select(i => trail.Append(new() { Kind = AuditKind.Sent, Action = "together" }))
        );
        var together = watch.Elapsed;
        watch.Restart();
        for (var i = 0; i < 5_000; i++)
            trail.Note(new() { Kind = AuditKind.Read, Action = "only read" });
        var noted = watch.Elapsed;
        await trail.Settle();

        Assert.Equal(10_101, await database.Read(c => c.ExecuteScalarAsync<long>("select count(*) from audit")));
        Assert.Empty((await database.Read(c => new AuditCheck(trail.Keys).Run(c))).Findings);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{engine}: an audit entry costs {alone.TotalMilliseconds / 100:0.00} ms alone, {together.TotalMilliseconds / 5_000:0.000} ms among many, and {noted.TotalMicroseconds / 5_000:0.0} µs where nobody waits"
        );
    }

    private static Task<Database> Open(Engine engine, TestPlace place) =>
        engine.Open(
            "host",
            Script.In(typeof(Site).Assembly, "Schema/", place.Postgres is not null),
            TestContext.Current.CancellationToken
        );

    private static async Task<AuditTrail> Filled(Database database, TestPlace place)
    {
        var trail = new AuditTrail(database, new() { DataFolder = place.Folder }, NullLogger<AuditTrail>.Instance);
        var people = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToList();
        for (var i = 0; i < Entries; i++)
            await trail.Append(
                new()
                {
                    Kind = (AuditKind)(i % 4),
                    Action = $"POST /things/{i % 7}",
                    Who = people[i % 5],
                    RecordId = Guid.CreateVersion7(),
                    InnovationId = i % 3 == 0 ? people[0] : null,
                    PersonId = i % 4 == 0 ? people[1] : null,
                    Detail = i % 5 == 0 ? "a setting" : "",
                    From = $"192.0.2.{i % 9}",
                }
            );
        return trail;
    }

    // What was done is looked at inside the transaction that did it, and then taken back.
    private static async Task<IReadOnlyList<string>> Try(Database database, AuditKeys keys, Action<IWriting> harm)
    {
        IReadOnlyList<string> found = [];
        await Assert.ThrowsAsync<TakenBackException>(() =>
            database.Write<bool>(w =>
            {
                harm(w);
                found = new AuditCheck(keys).Run(w.Connection).GetAwaiter().GetResult().Findings;
                throw new TakenBackException();
            })
        );
        return found;
    }

    private sealed class TakenBackException : Exception;

    private static readonly IReadOnlyList<(string Name, Action<IWriting, Random> Do)> Harms =
    [
        (
            "action edited",
            (w, r) =>
                w.Connection.Execute("update audit set action = action || 'x' where seq = @seq", new { seq = Any(r) })
        ),
        (
            "actor edited",
            (w, r) =>
                w.Connection.Execute(
                    "update audit set who = @id where seq = @seq",
                    new { seq = Any(r), id = Guid.CreateVersion7() }
                )
        ),
        (
            "actor blanked",
            (w, r) => w.Connection.Execute("update audit set who = null where seq = @seq", new { seq = Any(r) })
        ),
        (
            "outcome edited",
            (w, r) => w.Connection.Execute("update audit set outcome = 'Denied' where seq = @seq", new { seq = Any(r) })
        ),
        (
            "kind edited",
            (w, r) => w.Connection.Execute("update audit set kind = 'Host' where seq = @seq", new { seq = Any(r) })
        ),
        (
            "module edited",
            (w, r) =>
                w.Connection.Execute("update audit set module_id = 'other' where seq = @seq", new { seq = Any(r) })
        ),
        (
            "detail edited",
            (w, r) => w.Connection.Execute("update audit set detail = 'no' where seq = @seq", new { seq = Any(r) })
        ),
        (
            "record edited",
            (w, r) => w.Connection.Execute("update audit set record_id = null where seq = @seq", new { seq = Any(r) })
        ),
        (
            "innovation edited",
            (w, r) =>
                w.Connection.Execute(
                    "update audit set innovation_id = @id where seq = @seq",
                    new { seq = Any(r), id = Guid.CreateVersion7() }
                )
        ),
        (
            "person edited",
            (w, r) =>
                w.Connection.Execute(
                    "update audit set person_id = @id where seq = @seq",
                    new { seq = Any(r), id = Guid.CreateVersion7() }
                )
        ),
        (
            "time edited",
            (w, r) =>
                w.Connection.Execute(
                    "update audit set at = @at where seq = @seq",
                    new { seq = Any(r), at = new DateTimeOffset(2020, 1, 1, 0, 0, r.Next(60), TimeSpan.Zero) }
                )
        ),
        (
            "origin edited",
            (w, r) =>
                w.Connection.Execute(
                    "update audit set origin = @id where seq = @seq",
                    new { seq = Any(r), id = Guid.CreateVersion7() }
                )
        ),
        (
            "seal edited",
            (w, r) =>
                w.Connection.Execute(
                    "update audit set seal = @seal where seq = @seq",
                    new { seq = Any(r), seal = Convert.ToHexStringLower(Guid.CreateVersion7().ToByteArray()) }
                )
        ),
        ("entry deleted", (w, r) => w.Connection.Execute("delete from audit where seq = @seq", new { seq = Any(r) })),
        (
            "tail cut",
            (w, r) => w.Connection.Execute("delete from audit where seq > @seq", new { seq = r.Next(0, Entries) })
        ),
        (
            "head cut",
            (w, r) => w.Connection.Execute("delete from audit where seq <= @seq", new { seq = r.Next(1, Entries) })
        ),
        ("taken out and closed up", TakeOutAndCloseUp),
        ("two swapped", Swap),
        ("forged at the end", (w, r) => Forge(w, Entries + 1)),
        (
            "last replaced",
            (w, r) =>
            {
                w.Connection.Execute("delete from audit where seq = @Entries", new { Entries });
                Forge(w, Entries);
            }
        ),
        (
            "address edited",
            (w, r) =>
                w.Connection.Execute(
                    "update audit_words set words = '198.51.100.1' where id = (select origin from audit where seq = @seq)",
                    new { seq = Any(r) }
                )
        ),
        (
            "address deleted",
            (w, r) =>
                w.Connection.Execute(
                    "delete from audit_words where id = (select origin from audit where seq = @seq)",
                    new { seq = Any(r) }
                )
        ),
    ];

    private static long Any(Random random) => random.Next(1, Entries + 1);

    private static void TakeOutAndCloseUp(IWriting w, Random random)
    {
        var seq = Any(random);
        w.Connection.Execute("delete from audit where seq = @seq", new { seq });
        for (var next = seq + 1; next <= Entries; next++)
            w.Connection.Execute("update audit set seq = @to where seq = @next", new { next, to = next - 1 });
    }

    private static void Swap(IWriting w, Random random)
    {
        var seq = random.Next(1, Entries);
        w.Connection.Execute("update audit set seq = 0 where seq = @seq", new { seq });
        w.Connection.Execute("update audit set seq = @seq where seq = @next", new { seq, next = seq + 1 });
        w.Connection.Execute("update audit set seq = @next where seq = 0", new { next = seq + 1 });
    }

    // A copy of an entry under a new number, with the seal it had.
    private static void Forge(IWriting w, long seq) =>
        w.Connection.Execute(
            """
            insert into audit (seq, at, who, kind, action, module_id, record_id, innovation_id, person_id, outcome, detail, origin, seal)
            select @seq, at, who, kind, action, module_id, record_id, innovation_id, person_id, outcome, detail, origin, seal
            from audit where seq = @from
            """,
            new { seq, from = seq - 1 }
        );
}
