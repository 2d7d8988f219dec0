namespace CoProd.Host.Events;

/// <summary>Waits a moment for what a request published, so that the next page shows it.</summary>
internal sealed class Settle(Deliverer deliverer)
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
    }
}
