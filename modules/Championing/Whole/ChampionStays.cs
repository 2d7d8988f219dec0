using CoProd.Championing.Picture;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Whole;

/// <summary>What champions have behind them here.</summary>
internal sealed class ChampionStays(IModuleDatabase database) : IStaysBehind
{
    public async Task<IReadOnlyList<string>> Tell(Guid innovationId, CancellationToken ct)
    {
        var book = await ChampionBook.One(database, innovationId, ct);
        return book.Roles.Any(role => role.Backing.Length > 0)
            ? [T["What backs the champions stays here: time and support are this institution’s to give."]]
            : [];
    }
}
