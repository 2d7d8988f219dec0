using System.Diagnostics;

namespace CoProd.Benchmarks;

/// <summary>Does something over and over, by several at once, for a while.</summary>
internal static class Load
{
    /// <summary>How many were done a second. What is done before the warm-up ends is not counted.</summary>
    public static async Task<double> PerSecond(int clients, TimeSpan life, Func<int, Task> once)
    {
        await For(clients, life / 4, once);
        var watch = Stopwatch.StartNew();
        var done = await For(clients, life, once);
        return done / watch.Elapsed.TotalSeconds;
    }

    private static async Task<int> For(int clients, TimeSpan life, Func<int, Task> once)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(
            Enumerable
                .Range(0, clients)
                .Select(client =>
                    Task.Run(async () =>
                    {
                        var done = 0;
                        for (; watch.Elapsed < life; done++)
                            await once(client);
                        return done;
                    })
                )
        );
        return counts.Sum();
    }
}
