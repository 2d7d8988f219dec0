using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Register.People;

/// <summary>The people, in order of their names, a page at a time.</summary>
public static class PersonList
{
    private const int PageSize = 50;
    private const int MostRows = 100_000;

    /// <summary>A row of the list.</summary>
    public sealed record Row
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string? Locality { get; init; }

        public ContactState ContactState { get; init; }

        public DateOnly? ContactUntil { get; init; }

        internal string NameKey { get; init; } = "";

        /// <summary>The name, or the role where no name is known.</summary>
        public string Shown => Name.Length > 0 ? Name : Role;
    }

    // Pages by key: the next page costs what the first did, however long the list is.
    private const string Page = """
        select p.id, p.name, p.name_key, p.role_label as role, l.name as locality, p.contact_state, p.contact_until
        from person p left join locality l on l.id = p.locality_id
        where p.withdrawn = false and (p.name_key, p.id) > (@Name, @Id) and p.name_key like @Like escape '!'
        order by p.name_key, p.id limit @Limit
        """;

    private const string PageDown = """
        select p.id, p.name, p.name_key, p.role_label as role, l.name as locality, p.contact_state, p.contact_until
        from person p left join locality l on l.id = p.locality_id
        where p.withdrawn = false and (@First or (p.name_key, p.id) < (@Name, @Id)) and p.name_key like @Like escape '!'
        order by p.name_key desc, p.id desc limit @Limit
        """;

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var request = ListRequest.From(visit, "name");
        if (visit.Asked("as") == "csv")
            return await Csv(visit, request);
        return visit.Page<PersonListPage>(("Rows", await Read(visit, request)), ("Request", request));
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
        var today = visit.Clock.Today();
        var rows = await visit.Database.Read(c => c.QueryAsync<Row>(request.Down ? PageDown : Page, asked), visit.Gone);
        return ListPage<Row>.Of(
            [.. rows.Select(row => row with { ContactState = Contact.On(row.ContactState, row.ContactUntil, today) })],
            size,
            row => Keys.Write(row.NameKey, row.Id)
        );
    }

    private static async Task<IResult> Csv(IVisit visit, ListRequest request)
    {
        var rows = await Read(visit, request with { After = null }, MostRows);
        return CsvFile.Of(
            "people.csv",
            ["name", "role", "place", "contact", "id"],
            rows.Rows.Select(row =>
                new[]
                {
                    row.Name,
                    row.Role,
                    row.Locality ?? "",
                    Contact.Said(row.ContactState, row.ContactUntil),
                    row.Id.ToString(),
                }
            )
        );
    }
}
