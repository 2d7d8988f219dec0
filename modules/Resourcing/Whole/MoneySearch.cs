using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using Dapper;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Whole;

/// <summary>Finds awards and bids by funder and title.</summary>
internal sealed class MoneySearch(IModuleDatabase database) : ISearchSource
{
    private const string Awards = """
        select a.id, a.innovation_id, a.funder, a.title, a.amount_minor, a.currency, i.name as innovation
        from award a join host_innovation i on i.id = a.innovation_id and i.withdrawn = false
        where a.withdrawn = false and a.search_key like @like escape '!' and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = a.innovation_id and h.person_id in @SeesAs))
        order by a.search_key, a.id limit @limit
        """;

    private const string Bids = """
        select b.id, b.innovation_id, b.funder, b.title, b.amount_minor, b.currency, i.name as innovation
        from bid b join host_innovation i on i.id = b.innovation_id and i.withdrawn = false
        where b.withdrawn = false and b.search_key like @like escape '!' and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = b.innovation_id and h.person_id in @SeesAs))
        order by b.search_key, b.id limit @limit
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
        return await database.Read(
            async c =>
            {
                var awards = await c.QueryAsync<Row>(Awards, asked);
                var bids = await c.QueryAsync<Row>(Bids, asked);
                return (IReadOnlyList<SearchHit>)
                    [
                        .. awards
                            .Select(row => Hit(row, T["Award"], Paths.Award(row.InnovationId, row.Id)))
                            .Concat(bids.Select(row => Hit(row, T["Bid"], Paths.Bid(row.InnovationId, row.Id))))
                            .Take(limit),
                    ];
            },
            ct
        );
    }

    private static SearchHit Hit(Row row, string kind, string path) =>
        new()
        {
            Kind = kind,
            Title = row.Title.Length > 0 ? $"{row.Funder}: {row.Title}" : row.Funder,
            Line = $"{new Money(row.AmountMinor, row.Currency)}, {row.Innovation}",
            Path = path,
        };

    private sealed record Row
    {
        public Guid Id { get; init; }
        public Guid InnovationId { get; init; }
        public string Funder { get; init; } = "";
        public string Title { get; init; } = "";
        public long AmountMinor { get; init; }
        public string Currency { get; init; } = "";
        public string Innovation { get; init; } = "";
    }
}
