using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;

namespace Culprits;

public sealed class GivesUpOnItself : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Contributes<ISearchSource, Impatient>();
        module.Contributes<IReportSource, CannotBeMade>();
    }
}

public sealed class Impatient : ISearchSource
{
    // As a library does whose own time limit has run out: nobody asked it to stop.
    public Task<IReadOnlyList<SearchHit>> Find(string folded, ICaller caller, int limit, CancellationToken ct) =>
        throw new TaskCanceledException("It took too long.");
}

public sealed class CannotBeMade : IReportSource
{
    private static int made;

    // Once, when the module is tried at start, it can; later it cannot.
    public CannotBeMade()
    {
        if (Interlocked.Increment(ref made) > 1)
            throw new InvalidOperationException("There is no second one.");
    }

    public Task<IReadOnlyList<ReportSection>> Report(IReadOnlyList<Guid> innovations, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ReportSection>>([]);
}
