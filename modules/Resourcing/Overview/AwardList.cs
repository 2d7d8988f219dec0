using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Resourcing.Overview;

/// <summary>The awards of all innovations that the caller may see, by funder and title, a page at a time.</summary>
public static class AwardList
{
    private const int PageSize = 50;
    private const int MostRows = 100_000;

    /// <summary>A row of the list.</summary>
    public sealed record Row
    {
        public Guid Id { get; init; }
        public Guid InnovationId { get; init; }
        public string Innovation { get; init; } = "";
        public string Funder { get; init; } = "";
        public string Title { get; init; } = "";
        public DateOnly? StartsOn { get; init; }
        public DateOnly? EndsOn { get; init; }
        public Money Amount => new(AmountMinor, Currency);
        internal long AmountMinor { get; init; }
        internal string Currency { get; init; } = "";
        internal string SearchKey { get; init; } = "";
    }

    private const string Page = """
        select a.id, a.innovation_id, i.name as innovation, a.funder, a.title, a.starts_on, a.ends_on, a.amount_minor, a.currency, a.search_key
        from award a join host_innovation i on i.id = a.innovation_id and i.withdrawn = false
        where a.withdrawn = false and (a.search_key, a.id) > (@Key, @Id) and a.search_key like @Like escape '!' and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = a.innovation_id and h.person_id in @SeesAs))
        order by a.search_key, a.id limit @Limit
        """;

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var request = ListRequest.From(visit);
        if (visit.Asked("as") == "csv")
            return Csv(await Read(visit, request with { After = null }, MostRows));
        return visit.Page<AwardListPage>(("Rows", await Read(visit, request, PageSize)), ("Request", request));
    }

    internal static async Task<ListPage<Row>?> Answer(IVisit visit) =>
        await Read(visit, ListRequest.From(visit), PageSize);

    private static async Task<ListPage<Row>> Read(IVisit visit, ListRequest request, int size)
    {
        var (key, id) = Keys.Read(request.After);
        var asked = new
        {
            Key = key,
            Id = id,
            Like = Words.Like(request.Filter),
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            Limit = size + 1,
        };
        var rows = await visit.Database.Read((DbConnection c) => c.QueryAsync<Row>(Page, asked), visit.Gone);
        return ListPage<Row>.Of(rows.AsList(), size, row => Keys.Write(row.SearchKey, row.Id));
    }

    private static IResult Csv(ListPage<Row> page) =>
        CsvFile.Of(
            "awards.csv",
            ["funder", "for", "innovation", "from", "until", "amount", "currency", "id"],
            page.Rows.Select(row =>
                new[]
                {
                    row.Funder,
                    row.Title,
                    row.Innovation,
                    row.StartsOn?.Iso() ?? "",
                    row.EndsOn?.Iso() ?? "",
                    row.Amount.ToPlainString(),
                    row.Currency,
                    row.Id.ToString(),
                }
            )
        );
}
