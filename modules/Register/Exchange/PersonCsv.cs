using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.Register.People;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Exchange;

/// <summary>The people as a CSV file. It says who may be contacted, so that nobody mails from it against a pause.</summary>
internal sealed class PersonCsvExport(IModuleDatabase database, TimeProvider clock) : IExporter
{
    private const int PageSize = 500;

    private const string PageOfIds =
        "select id from person where withdrawn = false and id > @after order by id limit @PageSize";

    public string Id => "people-csv";

    public string Title => T["People as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "people.csv";

    public string Permission => Permissions.People;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        for (var after = Guid.Empty; ; )
        {
            var page = await database.Read(c => Task.FromResult(Page(c, after)), ct);
            if (page.Count == 0)
                break;
            after = page[^1].Id;
            rows.AddRange(page.Select(Cells));
        }
        await file.WriteAsync(
            CsvFile.Write([.. PersonCsvImport.Columns.Select(column => column.Heading), "contact", "id"], rows),
            ct
        );
    }

    private static IReadOnlyList<PersonReading.Row> Page(DbConnection c, Guid after)
    {
        var ids = c.Query<Guid>(PageOfIds, new { after, PageSize }).AsList();
        var people = PersonReading.Of(c, ids);
        return [.. ids.Select(id => people[id])];
    }

    private IReadOnlyList<string> Cells(PersonReading.Row row)
    {
        var input = PersonReading.AsInput(row);
        var state = Contact.On(row.ContactState, row.ContactUntil, clock.Today());
        return
        [
            .. PersonCsvImport.Columns.Select(column => input[column.Field]!),
            Contact.Said(state, row.ContactUntil),
            row.Id.ToString(),
        ];
    }
}

/// <summary>Takes such a file in again. Contact is not read from it: a stop is lifted by the person alone.</summary>
internal sealed class PersonCsvImport(IModuleDatabase database) : IImporter
{
    internal static IReadOnlyList<(string Heading, string Field)> Columns { get; } =
    [
        ("name", "name"),
        ("role", "role"),
        ("speaks for", "stakeholders"),
        ("place", "locality"),
        ("e-mail", "email"),
        ("telephone", "phone"),
        ("how to reach them", "contactWish"),
    ];

    private const string ByName = "select name_key, id from person where withdrawn = false and name_key in @keys";

    public string Id => "people-csv";

    public string Title => T["People as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.People;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        csv.Run(database, file, how, ct);

    private readonly CsvImport<RecordPerson.Form> csv = new()
    {
        Columns = Columns,
        Read = RecordPerson.Read,
        Current = (c, ids) =>
            PersonReading.Of(c, ids).ToDictionary(row => row.Key, row => PersonReading.AsInput(row.Value)),
        ByName = (c, keys) =>
            c.Query<(string Key, Guid Id)>(ByName, new { keys = keys.Where(key => key.Length > 0).DefaultIfEmpty("?") })
                .ToLookup(row => row.Key, row => row.Id),
        Insert = PersonWriting.Insert,
        Update = PersonWriting.Update,
    };
}
