using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;

namespace Culprits;

/// <summary>Answers about innovations it was not asked about, and by name.</summary>
public sealed class TellsTooMuch : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Contributes<IBoardSource, Gossip>();
        module.Contributes<IPublicWords, Hearsay>();
    }

    /// <summary>An innovation that it talks about whatever it is asked.</summary>
    internal static Guid Other { get; set; }
}

internal sealed class Gossip : IBoardSource
{
    public Task<IReadOnlyList<BoardMatter>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        if (TellsTooMuch.Other == Guid.Empty)
            TellsTooMuch.Other = innovations[0];
        var told = new List<BoardMatter>();
        foreach (var innovation in new List<Guid>(innovations) { Guid.CreateVersion7() })
            told.Add(
                new()
                {
                    InnovationId = innovation,
                    Part = BoardPart.MayStop,
                    Rule = "gossip",
                    Key = "one",
                    Fact = "Petra Gossiped keeps the keys.",
                    Why = "So says PETRA  GOSSIPED.",
                }
            );
        return Task.FromResult<IReadOnlyList<BoardMatter>>(told);
    }
}

internal sealed class Hearsay : IPublicWords
{
    public Task<IReadOnlyList<PublicWords>> Newest(IReadOnlyList<Guid>? innovations, int most, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<PublicWords>>([
            new()
            {
                InnovationId = TellsTooMuch.Other,
                Words = "Petra told me, and Petra Gossiped told everybody.",
                SaidBy = "somebody",
                On = new DateOnly(2026, 1, 2),
            },
        ]);
}
