using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Innovations;

/// <summary>Finds innovations by their names.</summary>
internal sealed class InnovationSearch(IModuleDatabase database, TimeProvider clock) : ISearchSource
{
    private const string Like = $"""
        select i.id, i.name, i.purpose from innovation i
        where i.withdrawn = false and i.name_key like @like escape '!'
            and {Seen.ByCaller}
        order by i.name_key, i.id limit @limit
        """;

    public async Task<IReadOnlyList<SearchHit>> Find(string folded, ICaller caller, int limit, CancellationToken ct)
    {
        if (!caller.May(Permissions.See))
            return [];
        var asked = new
        {
            like = Words.Like(folded),
            caller.SeesAll,
            caller.SeesAs,
            Today = clock.Today(),
            limit,
        };
        var rows = await database.Read(c => c.QueryAsync<InnovationList.Row>(Like, asked), ct);
        return
        [
            .. rows.Select(row => new SearchHit
            {
                Kind = T["Innovation"],
                Title = row.Name,
                Line = row.Purpose,
                Path = $"/innovations/{row.Id}",
            }),
        ];
    }
}
