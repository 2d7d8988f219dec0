using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using Dapper;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Whole;

/// <summary>Finds audiences, objections and messages by their words.</summary>
internal sealed class ChampionSearch(IModuleDatabase database) : ISearchSource
{
    private const int Shown = 120;

    private const string Found = """
        select t.kind, t.words, t.innovation_id, i.name as innovation from (
            select 'Audience' as kind, name as words, innovation_id, search_key, id from audience where withdrawn = false
            union all
            select 'Objection', words, innovation_id, search_key, id from objection where withdrawn = false
            union all
            select 'Message', words, innovation_id, search_key, id from kit_message where withdrawn = false
        ) t join host_innovation i on i.id = t.innovation_id and i.withdrawn = false
        where t.search_key like @like escape '!' and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = t.innovation_id and h.person_id in @SeesAs))
        order by t.search_key, t.id limit @limit
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
            limit,
        };
        var rows = await database.Read(
            c => c.QueryAsync<(string Kind, string Text, Guid InnovationId, string Innovation)>(Found, asked),
            ct
        );
        return [.. rows.Select(row => Hit(row.Kind, row.Text, row.InnovationId, row.Innovation))];
    }

    private static SearchHit Hit(string kind, string text, Guid innovation, string name) =>
        new()
        {
            Kind = kind switch
            {
                "Audience" => T["Audience"],
                "Objection" => T["Objection"],
                _ => T["Message"],
            },
            Title = text.Length > Shown ? text[..Shown].TrimEnd() + "…" : text,
            Line = name,
            Path =
                Paths.Champions(innovation)
                + kind switch
                {
                    "Audience" => "#audiences",
                    "Objection" => "#objections",
                    _ => "#kit",
                },
        };
}
