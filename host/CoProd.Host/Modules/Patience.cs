using System.Collections.Concurrent;

namespace CoProd.Host.Modules;

/// <summary>
/// How often each kind of a module's contributions kept everybody waiting. Three times in a row, and it is left alone for five minutes:
/// each time costs a page its whole time limit, and a thread that may never come back. One that throws at once costs neither.
/// </summary>
internal sealed class Patience(TimeProvider clock)
{
    private const int MostWaits = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Module, Type Kind), (int Waits, DateTimeOffset Until)> known = new();

    /// <summary>Until when it is left alone; null when it may be asked.</summary>
    public DateTimeOffset? RestsUntil(LoadedModule module, Type kind) =>
        known.TryGetValue((module.Id, kind), out var spent) && spent.Until > clock.GetUtcNow() ? spent.Until : null;

    public void KeptWaiting(LoadedModule module, Type kind) =>
        known.AddOrUpdate(
            (module.Id, kind),
            (1, default),
            (_, before) => before.Waits + 1 < MostWaits ? (before.Waits + 1, default) : (0, clock.GetUtcNow() + Rest)
        );

    public void Answered(LoadedModule module, Type kind) => known.TryRemove((module.Id, kind), out _);
}
