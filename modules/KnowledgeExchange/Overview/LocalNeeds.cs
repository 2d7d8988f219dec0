using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.KnowledgeExchange.Overview;

/// <summary>What people with lived and local knowledge say of each place, over all innovations, as far as the reader may read it.</summary>
public static class LocalNeeds
{
    private const int PageSize = 25;

    /// <summary>Something said of a place.</summary>
    public sealed record Row
    {
        public required Guid Id { get; init; }
        public required Guid InnovationId { get; init; }
        public required string Innovation { get; init; }
        public required string Place { get; init; }
        public required string Topic { get; init; }
        public required string Statement { get; init; }
        public required DateOnly HeardOn { get; init; }
        public required string PlaceKey { get; init; }
    }

    private const string Said = """
        select k.id, k.innovation_id, i.name as innovation, k.place, k.place_key, k.topic, k.statement, k.heard_on from knowledge_item k
            join host_innovation i on i.id = k.innovation_id and i.withdrawn = false
        where k.withdrawn = false and k.place_key <> '' and k.source in ('Lived', 'Local') and k.statement <> ''
            and (k.place_key, k.id) > (@Place, @Id) and k.place_key like @Like escape '!'
            and (@SeesAll or exists (select 1 from host_access h where h.innovation_id = k.innovation_id and h.person_id in @SeesAs)) and
        """;

    private const string Page = Said + Reach.Sql + " order by k.place_key, k.id limit @Limit";

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<LocalNeedsPage>(("Rows", await Answer(visit)), ("Request", ListRequest.From(visit)));

    internal static async Task<ListPage<Row>?> Answer(IVisit visit)
    {
        var (place, id) = Keys.Read(visit.Asked("after"));
        var asked = new
        {
            Place = place,
            Id = id,
            Like = Words.Like(ListRequest.From(visit).Filter),
            Scopes = Reach.Scopes(visit.Caller),
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            visit.Caller.PersonId,
            MayRecord = visit.Caller.May(Permissions.Record),
            Today = visit.Clock.Today(),
            Limit = PageSize + 1,
        };
        var rows = (await visit.Database.Read(c => c.QueryAsync<Row>(Page, asked), visit.Gone)).AsList();
        return ListPage<Row>.Of(rows, PageSize, row => Keys.Write(row.PlaceKey, row.Id));
    }
}
