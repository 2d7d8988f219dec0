using System.Text.Json;
using Autofac;
using Autofac.Extensions.DependencyInjection;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Events;

/// <summary>
/// Carries events from their publishers' databases to their subscribers. At least once; the mark "handled" in the subscriber's own
/// transaction makes it once. An event that keeps failing is parked, where an administrator sees it and can send it again.
/// </summary>
internal sealed class Deliverer(
    ModuleCatalogue catalogue,
    IReadOnlyList<Subscription> subscriptions,
    HostSubscriber host,
    Database own,
    KeptDeliveries kept,
    Ledger ledger,
    ILogger<Deliverer> log
)
{
    private const int AtOnce = 200;
    private const int MostAttempts = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    private const string Due = """
        select id, event_id, subscriber, type, body, attempts from host_delivery
        where parked = false and subscriber in @Running order by id limit @AtOnce
        """;

    private const string Fail = """
        update host_delivery set attempts = attempts + 1, error = @Error, parked = @Parked where id = @Id
        """;

    private const string Mark = """
        insert into host_handled (event_id, handler, handled_at) values (@EventId, @Handler, @Now)
        on conflict (event_id, handler) do nothing
        """;

    /// <summary>Delivers until nothing is due, or the time is up.</summary>
    public async Task Drain(CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            var again = true;
            while (again)
            {
                again = false;
                foreach (
                    var publisher in catalogue.Active.Select(module => module.Database).OfType<Database>().Append(own)
                )
                    again |= await DeliverFrom(publisher, ct);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task<bool> DeliverFrom(Database publisher, CancellationToken ct)
    {
        // What is meant for a module that is not running waits, untried, until it is.
        var running = catalogue.Active.Select(module => module.Id).Append(HostSubscriber.Id).ToList();
        var asked = new { AtOnce, Running = running };
        var due = (await publisher.Read(c => c.QueryAsync<Delivery>(Due, asked), ct)).AsList();
        var done = new List<Guid>();
        var ours = due.Where(delivery => delivery.Subscriber == HostSubscriber.Id).ToList();
        await Try(publisher, ours, done, () => host.Handle(ours, ct), ct);
        foreach (var delivery in due.Where(delivery => delivery.Subscriber != HostSubscriber.Id))
            await Try(publisher, [delivery], done, () => DeliverTo(delivery, ct), ct);
        if (done.Count > 0)
            await publisher.Write(
                w =>
                {
                    kept.Put(w, done);
                    return w.Connection.Execute("delete from host_delivery where id in @done", new { done });
                },
                ct
            );
        return done.Count > 0;
    }

    private async Task Try(
        Database publisher,
        List<Delivery> deliveries,
        List<Guid> done,
        Func<Task> deliver,
        CancellationToken ct
    )
    {
        if (deliveries.Count == 0)
            return;
        try
        {
            await deliver();
            done.AddRange(deliveries.Select(delivery => delivery.Id));
        }
        // No room on the disk is nobody's failure: it counts as no attempt.
        catch (Exception e) when (e is not (OperationCanceledException or DiskFullException))
        {
            log.LogWarning(e, "An event for {Subscriber} could not be handled yet", deliveries[0].Subscriber);
            foreach (var delivery in deliveries)
            {
                var parked = delivery.Attempts + 1 >= MostAttempts;
                await publisher.Write(
                    w =>
                        w.Connection.Execute(
                            Fail,
                            new
                            {
                                Error = e.Message,
                                Parked = parked,
                                delivery.Id,
                            }
                        ),
                    ct
                );
            }
            if (catalogue.Find(deliveries[0].Subscriber) is { } module)
                catalogue.Fault(module, "event " + deliveries[0].Type, e);
        }
    }

    private async Task DeliverTo(Delivery delivery, CancellationToken ct)
    {
        var module = catalogue.Find(delivery.Subscriber)!;
        foreach (
            var subscription in subscriptions.Where(s =>
                s.ModuleId == delivery.Subscriber && s.Event.FullName == delivery.Type
            )
        )
        {
            var happened = (IEvent)JsonSerializer.Deserialize(delivery.Body, subscription.Event)!;
            await using var scope = ModuleCatalogue.NewScope(module);
            using var entry = ledger.Enter(module.Id, "handling the event " + subscription.Event.Name);
            var services = new AutofacServiceProvider(scope);
            // On a thread of its own: a handler that never comes back must not hold up what is meant for others.
            var write = await Task.Run(() => subscription.Handle(services, happened, ct), ct).WaitAsync(Longest, ct);
            await module.Database!.Write(w => HandleOnce(w, delivery.EventId, subscription.Handler, write), ct);
        }
    }

    private static void HandleOnce(IWriting writing, Guid eventId, string handler, Action<IWriting>? write)
    {
        var fresh =
            writing.Connection.Execute(
                Mark,
                new
                {
                    EventId = eventId,
                    Handler = handler,
                    writing.Now,
                }
            ) == 1;
        if (fresh)
            write?.Invoke(writing);
    }
}

internal sealed record Delivery
{
    public Guid Id { get; init; }

    public Guid EventId { get; init; }

    public string Subscriber { get; init; } = "";

    public string Type { get; init; } = "";

    public string Body { get; init; } = "";

    public int Attempts { get; init; }
}
