using System.Collections.Concurrent;

namespace CoProd.Host.Packages;

/// <summary>How far packages have been brought.</summary>
/// <param name="Done">Steps that are done: each package is brought, then examined.</param>
/// <param name="Of">Steps that there are.</param>
/// <param name="Id">The module at work on.</param>
/// <param name="Version">Its version.</param>
/// <param name="Bytes">How much of its package is here.</param>
internal sealed record BringStep(int Done, int Of, string Id, string Version, long Bytes);

/// <summary>Packages on their way, for an administrator who watches. It goes on when nobody does.</summary>
internal sealed class Bringing(Guid id, Web.GetModule.Form form, int packages) : IProgress<BringStep>
{
    public Guid Id => id;

    /// <summary>What was asked for.</summary>
    public Web.GetModule.Form Form => form;

    public BringStep Step { get; private set; } = new(0, packages * 2, form.Module, "", 0);

    /// <summary>Ends when everything is here, or something was refused.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Why it was not taken, and the field that it is about.</summary>
    public (string Field, string Sentence)? Refusal { get; set; }

    public void Report(BringStep value) => Step = value;
}

/// <summary>What is being brought now, and how the last ones ended.</summary>
internal sealed class Bringings : IDisposable
{
    // A feed may be slow; it is not waited for without end.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    private const int Remembered = 50;

    private readonly ConcurrentDictionary<Guid, Bringing> all = new();
    private readonly CancellationTokenSource end = new();

    public Bringing? Find(Guid id) => all.GetValueOrDefault(id);

    /// <summary>Begins work that reports to what is answered. Only the last ones are remembered.</summary>
    public Bringing Begin(Web.GetModule.Form form, int packages, Func<Bringing, CancellationToken, Task> work)
    {
        foreach (
            var (id, _) in all.Where(one => one.Value.Work.IsCompleted).OrderBy(one => one.Key).SkipLast(Remembered)
        )
            all.TryRemove(id, out _);
        var bringing = new Bringing(Guid.CreateVersion7(), form, packages);
        all[bringing.Id] = bringing;
        bringing.Work = Task.Run(async () =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
            limit.CancelAfter(Longest);
            await work(bringing, limit.Token);
        });
        return bringing;
    }

    public void Dispose()
    {
        end.Cancel();
        end.Dispose();
    }
}
