using System.Data.Common;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;

namespace CoProd.Host.Data;

internal sealed class Writing(DbConnection connection, DateTimeOffset now, IOutbox outbox) : IWriting
{
    public DbConnection Connection => connection;

    public DateTimeOffset Now => now;

    public bool Published { get; private set; }

    public void Publish(IEvent happened) => Published |= outbox.Put(this, happened);

    public void Changed(Guid innovationId) => Publish(new Events.PictureChanged { InnovationId = innovationId });

    /// <summary>PostgreSQL keeps microseconds; an instant must read back as it was written on either engine.</summary>
    public static DateTimeOffset Instant(TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcTicks;
        return new DateTimeOffset(now - now % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
    }
}

/// <summary>Where published events wait for their subscribers, in the publisher's own transaction.</summary>
internal interface IOutbox
{
    /// <summary>Writes a delivery for each subscriber; false when nobody listens.</summary>
    bool Put(IWriting writing, IEvent happened);

    /// <summary>Says that deliveries were committed.</summary>
    void Committed();
}

internal sealed class NoOutbox : IOutbox
{
    public bool Put(IWriting writing, IEvent happened) => false;

    public void Committed() { }
}
