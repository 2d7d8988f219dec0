namespace CoProd.Host.Security;

/// <summary>
/// Hashing a password takes most of a second of a core, on purpose. So many at once as there are cores, a queue behind them, and no
/// more: a flood of sign-ins must not keep everybody else's pages waiting.
/// </summary>
internal sealed class HashGate : IDisposable
{
    public const int MostWaiting = 32;

    /// <summary>After how many seconds it is worth trying again.</summary>
    public const int TryAfter = 10;

    private readonly SemaphoreSlim places = new(Environment.ProcessorCount);
    private int inside;

    /// <exception cref="BusyException">The queue is full.</exception>
    public async Task<T> Run<T>(Func<T> work, CancellationToken ct)
    {
        try
        {
            if (Interlocked.Increment(ref inside) > Environment.ProcessorCount + MostWaiting)
                throw new BusyException();
            await places.WaitAsync(ct);
            try
            {
                return await Task.Run(work, ct);
            }
            finally
            {
                places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    public void Dispose() => places.Dispose();
}

/// <summary>Too many ask for the same costly thing at this moment.</summary>
internal sealed class BusyException() : Exception("Too many people sign in at this moment.");
