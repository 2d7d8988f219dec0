using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using Dapper;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>Finds parties, obligations, what must be ready and handovers by their words.</summary>
internal sealed class OwnershipSearch(IModuleDatabase database) : ISearchSource
{
    private const int Shown = 120;

    private const string Found = """
        select t.kind, t.words, t.id, t.innovation_id, i.name as innovation from (
            select 'Party' as kind, name as words, id, innovation_id, search_key from ownership_party where withdrawn = false
            union all
            select 'Handover', name, id, innovation_id, search_key from handover where withdrawn = false
            union all
            select 'Obligation', what, id, innovation_id, search_key from ownership_obligation where withdrawn = false
            union all
            select 'Ready', what, id, innovation_id, search_key from readiness_item where withdrawn = false
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
            c => c.QueryAsync<(string Kind, string Text, Guid Id, Guid InnovationId, string Innovation)>(Found, asked),
            ct
        );
        return [.. rows.Select(row => Hit(row.Kind, row.Text, row.Id, row.InnovationId, row.Innovation))];
    }

    private static SearchHit Hit(string kind, string text, Guid id, Guid innovation, string name) =>
        new()
        {
            Kind = kind switch
            {
                "Party" => T["Party"],
                "Handover" => T["Handover"],
                "Obligation" => T["What has to be done"],
                _ => T["What must be ready"],
            },
            Title = text.Length > Shown ? text[..Shown].TrimEnd() + "…" : text,
            Line = name,
            Path = kind switch
            {
                "Party" => Paths.Ownership(innovation) + "#parties",
                "Handover" => Paths.Handover(innovation, id),
                "Obligation" => Paths.Ownership(innovation) + "#obligations",
                _ => Paths.Ownership(innovation) + "#readiness",
            },
        };
}
