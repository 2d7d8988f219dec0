using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.Register.Groups;
using CoProd.Register.Parts;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Contributions;

/// <summary>Finds groups by their names.</summary>
internal sealed class GroupSearch(IModuleDatabase database) : ISearchSource
{
    private const string Like = """
        select id, name, purpose from community_group where withdrawn = false and name_key like @like escape '!'
        order by name_key, id limit @limit
        """;

    public async Task<IReadOnlyList<SearchHit>> Find(string folded, ICaller caller, int limit, CancellationToken ct)
    {
        if (!caller.May(Permissions.See))
            return [];
        var rows = await database.Read(
            c => c.QueryAsync<GroupList.Row>(Like, new { like = Words.Like(folded), limit }),
            ct
        );
        return
        [
            .. rows.Select(row => new SearchHit
            {
                Kind = T["Group"],
                Title = row.Name,
                Line = row.Purpose.Length > 160 ? row.Purpose[..160] + "…" : row.Purpose,
                Path = $"/groups/{row.Id}",
            }),
        ];
    }
}

/// <summary>Finds people, for those who may see them.</summary>
internal sealed class PersonSearch(IModuleDatabase database) : ISearchSource
{
    private const string Like = """
        select id, name, role_label as beside from person where withdrawn = false and name_key like @like escape '!'
        order by name_key, id limit @limit
        """;

    public async Task<IReadOnlyList<SearchHit>> Find(string folded, ICaller caller, int limit, CancellationToken ct)
    {
        if (!caller.May(Permissions.People))
            return [];
        var rows = await database.Read(c => c.QueryAsync<Named>(Like, new { like = Words.Like(folded), limit }), ct);
        return
        [
            .. rows.Select(row => new SearchHit
            {
                Kind = T["Person"],
                Title = row.Name.Length > 0 ? row.Name : row.Beside,
                Line = row.Name.Length > 0 ? row.Beside : "",
                Path = $"/people/{row.Id}",
            }),
        ];
    }
}
