using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;

namespace Culprits;

/// <summary>Fails whenever it is asked what a board should know, and never says what people said.</summary>
public sealed class SilentToBoards : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Contributes<IBoardSource, NoMatters>();
        module.Contributes<IPublicWords, NoWords>();
    }
}

internal sealed class NoMatters : IBoardSource
{
    public Task<IReadOnlyList<BoardMatter>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct) =>
        throw new InvalidOperationException("What a board should know is out of order.");
}

internal sealed class NoWords : IPublicWords
{
    public async Task<IReadOnlyList<PublicWords>> Newest(
        IReadOnlyList<Guid>? innovations,
        int most,
        CancellationToken ct
    )
    {
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
        return [];
    }
}
