using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Items;
using CoProd.KnowledgeExchange.Picture;
using Dapper;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>Finds what people know by its words, as far as they agreed, and decisions by their question.</summary>
internal sealed class KnowledgeSearch(IModuleDatabase database, TimeProvider clock) : ISearchSource
{
    private const int Shown = 120;

    private const string Columns = """
        select k.id, k.statement as words, k.innovation_id, i.name as innovation from knowledge_item k
            join knowledge_text w on w.item_id = k.id join host_innovation i on i.id = k.innovation_id and i.withdrawn = false
        """;

    private const string Tail = """
         and k.withdrawn = false and k.statement <> '' and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = k.innovation_id and h.person_id in @SeesAs)) and
        """;

    private const string Order = " order by k.heard_on desc, k.id desc limit @limit";

    private const string InSqlite =
        Columns
        + " where w.nr in (select rowid from knowledge_words where knowledge_words match @Question)"
        + Tail
        + Reach.Sql
        + Order;

    private const string InPostgres =
        Columns + " where to_tsvector('simple', w.words) @@ to_tsquery('simple', @Question)" + Tail + Reach.Sql + Order;

    private const string Decisions = """
        select d.id, d.question as words, d.innovation_id, i.name as innovation from knowledge_decision d
            join host_innovation i on i.id = d.innovation_id and i.withdrawn = false
        where d.withdrawn = false and d.search_key like @like escape '!' and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = d.innovation_id and h.person_id in @SeesAs))
        order by d.search_key, d.id limit @limit
        """;

    public async Task<IReadOnlyList<SearchHit>> Find(string folded, ICaller caller, int limit, CancellationToken ct)
    {
        if (!caller.May(Permissions.See))
            return [];
        return await database.Read(
            async c =>
            {
                var sqlite = ItemText.IsSqlite(c);
                var asked = new
                {
                    Question = ItemText.Question(folded, sqlite),
                    like = Words.Like(folded),
                    Scopes = Reach.Scopes(caller),
                    caller.SeesAll,
                    caller.SeesAs,
                    caller.PersonId,
                    MayRecord = caller.May(Permissions.Record),
                    Today = clock.Today(),
                    limit,
                };
                var items =
                    asked.Question.Length == 0
                        ? []
                        : await c.QueryAsync<(Guid Id, string Text, Guid Innovation, string Name)>(
                            sqlite ? InSqlite : InPostgres,
                            asked
                        );
                var decisions = await c.QueryAsync<(Guid Id, string Text, Guid Innovation, string Name)>(
                    Decisions,
                    asked
                );
                return (IReadOnlyList<SearchHit>)
                    [
                        .. items
                            .Select(row => Hit(T["Knowledge"], row.Text, row.Name, Paths.Item(row.Innovation, row.Id)))
                            .Concat(
                                decisions.Select(row =>
                                    Hit(T["Decision"], row.Text, row.Name, Paths.Decision(row.Innovation, row.Id))
                                )
                            )
                            .Take(limit),
                    ];
            },
            ct
        );
    }

    private static SearchHit Hit(string kind, string text, string line, string path) =>
        new()
        {
            Kind = kind,
            Title = text.Length > Shown ? text[..Shown].TrimEnd() + "…" : text,
            Line = line,
            Path = path,
        };
}
