using System.Text.Json;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Host.Modules;
using Dapper;

namespace CoProd.Host.Events;

/// <summary>One delivery row for each event and subscriber, written with the publisher's own change. Never a high-water mark.</summary>
internal sealed class Outbox(IReadOnlyList<Hearer> hearers, DeliverySignal signal) : Data.IOutbox
{
    private const string Insert = """
        insert into host_delivery (id, event_id, subscriber, type, body, published_at)
        values (@Id, @EventId, @Subscriber, @Type, @Body, @Now)
        """;

    public bool Put(IWriting writing, IEvent happened)
    {
        var eventId = Guid.CreateVersion7();
        var type = happened.GetType();
        var body = JsonSerializer.Serialize(happened, type);
        var any = false;
        foreach (var subscriber in hearers.Where(h => h.EventType == type.FullName).Select(h => h.ModuleId))
        {
            writing.Connection.Execute(
                Insert,
                new
                {
                    Id = Guid.CreateVersion7(),
                    EventId = eventId,
                    Subscriber = subscriber,
                    Type = type.FullName,
                    Body = body,
                    writing.Now,
                }
            );
            any = true;
        }
        return any;
    }

    public void Committed() => signal.Ring();
}

/// <summary>Which module hears which event, also while it is set aside: its deliveries wait for it.</summary>
internal sealed record Hearer(string ModuleId, string EventType);

/// <summary>Wakes the deliverer.</summary>
internal sealed class DeliverySignal : IDisposable
{
    private readonly SemaphoreSlim bell = new(0, 1);

    public void Ring()
    {
        try
        {
            if (bell.CurrentCount == 0)
                bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // Rung by two at once: it rings.
        }
        catch (ObjectDisposedException)
        {
            // Written while the host goes down: delivered at the next start.
        }
    }

    public Task Wait(TimeSpan longest, CancellationToken ct) => bell.WaitAsync(longest, ct);

    public void Dispose() => bell.Dispose();
}
