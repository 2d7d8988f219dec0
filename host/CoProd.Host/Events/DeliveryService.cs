using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Events;

/// <summary>Delivers as soon as something was published, and every few seconds in case another process did.</summary>
internal sealed class DeliveryService(Deliverer deliverer, DeliverySignal signal, ILogger<DeliveryService> log)
    : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await deliverer.Drain(stoppingToken);
                await signal.Wait(LongestWait, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (e is not Data.DiskFullException)
                    log.LogError(e, "Delivering events failed; it is tried again");
                await Task.Delay(LongestWait, stoppingToken);
            }
        }
    }
}
