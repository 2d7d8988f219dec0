using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using Dapper;

namespace CoProd.Host.Events;

/// <summary>
/// Publishers keep what a subscriber has handled since its upgrade until the upgrade is confirmed. When the subscriber goes back, its data
/// and its marks do too, and what is kept is due again; what it had handled before, its marks still tell.
/// </summary>
internal sealed class KeptDeliveries
{
    private const string Keep = """
        insert into host_delivered (id, event_id, subscriber, type, body, published_at, handled_by)
        select id, event_id, subscriber, type, body, published_at, @Version from host_delivery
        where subscriber = @Subscriber and id in @Ids
        """;

    private const string Kept = "select distinct subscriber, handled_by from host_delivered";

    private const string Again = """
        insert into host_delivery (id, event_id, subscriber, type, body, published_at)
        select id, event_id, subscriber, type, body, published_at from host_delivered
        where subscriber = @Subscriber and handled_by = @HandledBy
        """;

    private const string Forget =
        "delete from host_delivered where subscriber = @Subscriber and handled_by = @HandledBy";

    private readonly ModuleCatalogue modules;

    // By module that may still go back: the version that handles events now.
    private readonly Dictionary<string, string> open;

    public KeptDeliveries(ModuleCatalogue modules, HostOptions options)
    {
        this.modules = modules;
        open = ModuleLock
            .Read(options.DataFolder)
            .Modules.Where(locked => locked.Value.Previous is not null)
            .ToDictionary(locked => locked.Key, locked => locked.Value.Version);
    }

    /// <summary>Puts aside, of deliveries that were handled, those that may be needed again. Part of the write that removes them.</summary>
    public void Put(Contracts.Data.IWriting writing, IReadOnlyCollection<Guid> ids)
    {
        foreach (var (subscriber, version) in open)
            writing.Connection.Execute(
                Keep,
                new
                {
                    Version = version,
                    Subscriber = subscriber,
                    Ids = ids,
                }
            );
    }

    /// <summary>At the start: what a version handled that is no longer there is due again, and what need not be kept any more goes.</summary>
    public async Task Settle(CancellationToken ct)
    {
        foreach (var publisher in modules.Active.Select(module => module.Database).OfType<Database>())
        {
            foreach (var kept in (await publisher.Read(c => c.QueryAsync<Handled>(Kept), ct)).AsList())
                await Settle(publisher, kept, ct);
        }
    }

    private Task Settle(Database publisher, Handled kept, CancellationToken ct)
    {
        var version = modules.Find(kept.Subscriber)?.Manifest?.Version;
        if (version == kept.HandledBy && open.ContainsKey(kept.Subscriber))
            return Task.CompletedTask;
        return publisher.Write(
            writing =>
            {
                if (version is not null && version != kept.HandledBy)
                    writing.Connection.Execute(Again, kept);
                return writing.Connection.Execute(Forget, kept);
            },
            ct
        );
    }

    private sealed record Handled
    {
        public string Subscriber { get; init; } = "";

        public string HandledBy { get; init; } = "";
    }
}
