using CoProd.Contracts.Events;
using CoProd.Host.Events;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Modules;

/// <summary>A module that goes back to the version before hears again what only the newer one had heard.</summary>
public sealed class KeptDeliveryTests : IDisposable
{
    private const string Hears = "Culprits.Hears";

    private readonly string feed = Directory.CreateTempSubdirectory("coprod-feed-").FullName;

    public static TheoryData<TestEngine> Both => Engines.Both;

    public void Dispose() => Directory.Delete(feed, recursive: true);

    [Theory, MemberData(nameof(Both))]
    public async Task After_going_back_nothing_is_missed_and_nothing_is_heard_twice(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await Packed("1.0.0");
        await Packed("1.1.0");
        await Run(place, "install", Hears, "--version", "1.0.0", "--from", feed, "--allow-unsigned", Hears);
        var before = await Happens(place);
        await Run(place, "upgrade", Hears, "--from", feed, "--allow-unsigned", Hears);
        var after = await Happens(place);
        Assert.Equal((2, 1), await Heard(place));

        await Run(place, "rollback", Hears);

        Assert.Equal([(before, 1), (after, 1)], await Times(place));
        Assert.Equal((2, 0), await Heard(place));
    }

    [Fact]
    public async Task An_upgrade_that_is_confirmed_needs_nothing_kept()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await Packed("1.0.0");
        await Packed("1.1.0");
        await Run(place, "install", Hears, "--version", "1.0.0", "--from", feed, "--allow-unsigned", Hears);
        await Run(place, "upgrade", Hears, "--from", feed, "--allow-unsigned", Hears);
        await Happens(place);
        Assert.Equal((1, 1), await Heard(place));

        await Run(place, "confirm", Hears);

        Assert.Equal((1, 0), await Heard(place));
        await Happens(place);
        Assert.Equal((2, 0), await Heard(place));
    }

    // An innovation changes while the service is there, and everybody hears of it.
    private static async Task<Guid> Happens(TestPlace place)
    {
        var innovation = Guid.CreateVersion7();
        await using var site = await place.Open();
        Assert.Null(site.Modules.Find(Hears)!.Reason);
        var register = site.Modules.Find("CoProd.Register")!.Database!;
        await register.Write(w =>
        {
            w.Publish(new InnovationChanged { InnovationId = innovation });
            return true;
        });
        await site.Services.GetRequiredService<Deliverer>().Drain(TestContext.Current.CancellationToken);
        return innovation;
    }

    private static async Task<(long Heard, long Kept)> Heard(TestPlace place)
    {
        await using var site = await place.Open();
        await site.Services.GetRequiredService<Deliverer>().Drain(TestContext.Current.CancellationToken);
        return (
            await Count(site, Hears, "select count(*) from heard"),
            await Count(site, "CoProd.Register", "select count(*) from host_delivered")
        );
    }

    private static async Task<IEnumerable<(Guid, int)>> Times(TestPlace place)
    {
        await using var site = await place.Open();
        await site.Services.GetRequiredService<Deliverer>().Drain(TestContext.Current.CancellationToken);
        var rows = await site
            .Modules.Find(Hears)!
            .Database!.Read(c => c.QueryAsync<Row>("select innovation_id, times from heard order by innovation_id"));
        return rows.Select(row => (row.InnovationId, row.Times));
    }

    private static Task<long> Count(Site site, string module, string sql) =>
        site.Modules.Find(module)!.Database!.Read(c => c.ExecuteScalarAsync<long>(sql));

    private async Task Packed(string version)
    {
        using var modules = new ModuleFolder();
        var folder = modules.Compile(
            "Hears",
            script: "create table heard (innovation_id uuid not null primary key, times integer not null);",
            version: version
        );
        var packed = await Testing.Console.Run("module", "pack", folder, "--out", feed);
        Assert.True(packed.Code == 0, packed.Errors);
    }

    private static async Task Run(TestPlace place, params string[] words)
    {
        var answer = await Testing.Console.Run(["module", .. words, .. place.Words]);
        Assert.True(answer.Code == 0, answer.Errors);
    }

    private sealed record Row
    {
        public Guid InnovationId { get; init; }

        public int Times { get; init; }
    }
}
