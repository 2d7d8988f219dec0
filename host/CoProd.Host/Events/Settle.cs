using Microsoft.Extensions.Logging;

namespace CoProd.Host.Events;

/// <summary>Waits a moment for what a request published, so that the next page shows it.</summary>
internal sealed class Settle(Deliverer deliverer, ILogger<Settle> log)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public async Task Briefly(CancellationToken ct)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(ct);
        soon.CancelAfter(Longest);
        try
        {
            await deliverer.Drain(soon.Token);
        }
        catch (OperationCanceledException)
        {
            // It goes on in the background.
        }
        catch (Exception e)
        {
            // What the request wrote is kept, and must be answered so. The background meets the same trouble and goes on after it.
            if (e is not Data.DiskFullException)
                log.LogWarning(e, "What was published could not be delivered at once");
        }
    }
}
