using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Register.Innovations;

/// <summary>The innovations that the caller may see, in order of their names, a page at a time.</summary>
public static class InnovationList
{
    private const int PageSize = 50;

    /// <summary>A row of the list.</summary>
    public sealed record Row
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string Purpose { get; init; } = "";

        public DateOnly? StartedOn { get; init; }

        internal string NameKey { get; init; } = "";
    }

    // Pages by key: the next page costs what the first did, however long the list is.
    private const string Page = $"""
        select i.id, i.name, i.name_key, i.purpose, i.started_on from innovation i
        where i.withdrawn = false and (i.name_key, i.id) > (@Name, @Id) and i.name_key like @Like escape '!'
            and {Seen.ByCaller}
        order by i.name_key, i.id limit @Limit
        """;

    private const string PageDown = $"""
        select i.id, i.name, i.name_key, i.purpose, i.started_on from innovation i
        where i.withdrawn = false and (@First or (i.name_key, i.id) < (@Name, @Id)) and i.name_key like @Like escape '!'
            and {Seen.ByCaller}
        order by i.name_key desc, i.id desc limit @Limit
        """;

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var request = ListRequest.From(visit, "name");
        if (visit.Asked("as") == "csv")
            return await Csv(visit, request);
        return visit.Page<InnovationListPage>(
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
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            Today = visit.Clock.Today(),
            Limit = size + 1,
        };
        var rows = await visit.Database.Read(
            (DbConnection c) => c.QueryAsync<Row>(request.Down ? PageDown : Page, asked),
            visit.Gone
        );
        return ListPage<Row>.Of(rows.AsList(), size, row => Keys.Write(row.NameKey, row.Id));
    }

    private static async Task<IResult> Csv(IVisit visit, ListRequest request)
    {
        const int MostRows = 100_000;
        var rows = await Read(visit, request with { After = null }, MostRows);
        return CsvFile.Of(
            "innovations.csv",
            ["name", "purpose", "started on", "id"],
            rows.Rows.Select(row => new[] { row.Name, row.Purpose, row.StartedOn?.Iso() ?? "", row.Id.ToString() })
        );
    }
}
