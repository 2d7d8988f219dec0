using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace CoProd.Host.Security;

/// <summary>
/// Stands before the routes that need no account: whoever holds the link or code may come in, and nobody may try many. Counted by address;
/// generously, for a whole workshop may sit behind one.
/// </summary>
internal sealed class OpenDoor : IDisposable
{
    /// <summary>Wrong codes and refused forms that one address may send in five minutes.</summary>
    public const int MostMisses = 60;

    private const int MostRequests = 1_200;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<IPAddress> requests = Limiter(MostRequests);
    private readonly PartitionedRateLimiter<IPAddress> misses = Limiter(MostMisses);

    public async Task Invoke(HttpContext http, RequestDelegate next)
    {
        var from = Source(http);
        using var request = requests.AttemptAcquire(from);
        using var stillTrusted = misses.AttemptAcquire(from, permitCount: 0);
        if (!request.IsAcquired || !stillTrusted.IsAcquired)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = Window.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return;
        }
        http.Response.OnStarting(() =>
        {
            // The address holds the secret: it goes into no search engine and no cache.
            http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
            http.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        await next(http);
        if (http.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status400BadRequest)
            misses.AttemptAcquire(from).Dispose();
    }

    // Of an IPv6 address the first half is the connection; the rest its owner may change with every try.
    private static IPAddress Source(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes.Length == 16 ? new IPAddress([.. bytes[..8], 0, 0, 0, 0, 0, 0, 0, 0]) : address;
    }

    private static PartitionedRateLimiter<IPAddress> Limiter(int most) =>
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
            RateLimitPartition.GetFixedWindowLimiter(
                address,
                _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = most,
                    Window = Window,
                    QueueLimit = 0,
                }
            )
        );

    public void Dispose()
    {
        requests.Dispose();
        misses.Dispose();
    }
}
