using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Register.Groups;

/// <summary>The groups, in order of their names, a page at a time.</summary>
public static class GroupList
{
    private const int PageSize = 50;
    private const int MostRows = 100_000;

    /// <summary>A row of the list.</summary>
    public sealed record Row
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public GroupKind Kind { get; init; }

        public string Purpose { get; init; } = "";

        public string? Locality { get; init; }

        internal string NameKey { get; init; } = "";
    }

    // Pages by key: the next page costs what the first did, however long the list is.
    private const string Page = """
        select g.id, g.name, g.name_key, g.kind, g.purpose, l.name as locality
        from community_group g left join locality l on l.id = g.locality_id
        where g.withdrawn = false and (g.name_key, g.id) > (@Name, @Id) and g.name_key like @Like escape '!'
        order by g.name_key, g.id limit @Limit
        """;

    private const string PageDown = """
        select g.id, g.name, g.name_key, g.kind, g.purpose, l.name as locality
        from community_group g left join locality l on l.id = g.locality_id
        where g.withdrawn = false and (@First or (g.name_key, g.id) < (@Name, @Id)) and g.name_key like @Like escape '!'
        order by g.name_key desc, g.id desc limit @Limit
        """;

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var request = ListRequest.From(visit, "name");
        if (visit.Asked("as") == "csv")
            return await Csv(visit, request);
        return visit.Page<GroupListPage>(
            ("Rows", await Read(visit, request)),
            ("Request", request),
            ("MayRecord", visit.Caller.May(Permissions.Record))
        );
    }

    internal static async Task<ListPage<Row>?> Answer(IVisit visit) =>
        await Read(visit, ListRequest.From(visit, "name"));

    private static async Task<ListPage<Row>> Read(IVisit visit, ListRequest request, int size = PageSize)
    {
        var (name, id) = Keys.Read(request.After);
        var asked = new
        {
            Name = name,
            Id = id,
            First = request.After is null,
            Like = Words.Like(request.Filter),
            Limit = size + 1,
        };
        var rows = await visit.Database.Read(c => c.QueryAsync<Row>(request.Down ? PageDown : Page, asked), visit.Gone);
        return ListPage<Row>.Of(rows.AsList(), size, row => Keys.Write(row.NameKey, row.Id));
    }

    private static async Task<IResult> Csv(IVisit visit, ListRequest request)
    {
        var rows = await Read(visit, request with { After = null }, MostRows);
        return CsvFile.Of(
            "groups.csv",
            ["name", "kind", "purpose", "place", "id"],
            rows.Rows.Select(row =>
                new[] { row.Name, row.Kind.ToString(), row.Purpose, row.Locality ?? "", row.Id.ToString() }
            )
        );
    }
}
