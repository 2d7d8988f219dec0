using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.OwnershipTransfer.Picture;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>What the giver keeps as the handovers say, for whoever lets the innovation leave and whoever receives it.</summary>
internal sealed class OwnershipStays(IModuleDatabase database) : IStaysBehind
{
    public async Task<IReadOnlyList<string>> Tell(Guid innovationId, CancellationToken ct)
    {
        var book = await OwnershipBook.One(database, innovationId, ct);
        return
        [
            .. book
                .Handovers.Where(one => !one.HasReverted)
                .SelectMany(one =>
                    one.Retentions.Where(kept => kept.DoneOn is null)
                        .Select(kept => Sentences.Kept(kept, book.NameOf(one.GiverId)))
                ),
        ];
    }
}
