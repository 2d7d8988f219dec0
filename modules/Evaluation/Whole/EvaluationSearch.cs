using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using Dapper;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Whole;

/// <summary>Finds rounds, actions, indicators and what was seen to change by their words. Answers are not searched: they are nobody's to find.</summary>
internal sealed class EvaluationSearch(IModuleDatabase database) : ISearchSource
{
    private const int Shown = 120;

    private const string Found = """
        select t.kind, t.words, t.id, t.innovation_id, i.name as innovation from (
            select 'Round' as kind, title as words, innovation_id, search_key, id from evaluation_round where withdrawn = false
            union all
            select 'Action', what, innovation_id, search_key, id from evaluation_action where withdrawn = false
            union all
            select 'Indicator', name, innovation_id, search_key, id from indicator where withdrawn = false
            union all
            select 'Claim', case when outcome = '' then involved else outcome end, innovation_id, search_key, id from claim
                where withdrawn = false
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
                "Round" => T["Round of asking"],
                "Action" => T["Action"],
                "Indicator" => T["Indicator"],
                _ => T["Something that changed"],
            },
            Title = text.Length > Shown ? text[..Shown].TrimEnd() + "…" : text,
            Line = name,
            Path = kind switch
            {
                "Round" => Paths.Round(innovation, id),
                "Indicator" => Paths.Indicator(innovation, id),
                "Action" => Paths.Of(innovation) + "#actions",
                _ => Paths.Of(innovation) + "#claims",
            },
        };
}
