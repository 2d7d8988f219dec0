using System.Data.Common;
using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Innovations;
using CoProd.Register.Parts;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Exchange;

/// <summary>The innovations that the caller may see, as a CSV file.</summary>
internal sealed class InnovationCsvExport(IModuleDatabase database, TimeProvider clock) : IExporter
{
    private const int PageSize = 500;

    private const string Page = $"""
        select i.id, i.name, i.purpose, i.started_on, i.version from innovation i
        where i.withdrawn = false and i.id > @after
            and {Seen.ByCaller}
        order by i.id limit @PageSize
        """;

    public string Id => "innovations-csv";

    public string Title => T["Innovations as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "innovations.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        for (var after = Guid.Empty; ; )
        {
            var asked = new
            {
                after,
                caller.SeesAll,
                caller.SeesAs,
                Today = clock.Today(),
                PageSize,
            };
            var page = (await database.Read(c => c.QueryAsync<InnovationRow>(Page, asked), ct)).AsList();
            if (page.Count == 0)
                break;
            after = page[^1].Id;
            rows.AddRange(
                page.Select(row => row.AsInput())
                    .Select(input =>
                        (IReadOnlyList<string>)
                            [.. InnovationCsvImport.Columns.Select(column => input[column.Field]!), input["id"]!]
                    )
            );
        }
        await file.WriteAsync(
            CsvFile.Write([.. InnovationCsvImport.Columns.Select(column => column.Heading), "id"], rows),
            ct
        );
    }
}

/// <summary>Takes such a file in again.</summary>
internal sealed class InnovationCsvImport(IModuleDatabase database) : IImporter
{
    internal static IReadOnlyList<(string Heading, string Field)> Columns { get; } =
    [("name", "name"), ("purpose", "purpose"), ("started on", "startedOn")];

    private const string Some =
        "select id, name, purpose, started_on, version from innovation where withdrawn = false and id in @ids";

    private const string ByName = "select name_key, id from innovation where withdrawn = false and name_key in @keys";

    public string Id => "innovations-csv";

    public string Title => T["Innovations as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        csv.Run(database, file, how, ct);

    private readonly CsvImport<RegisterInnovation.Form> csv = new()
    {
        Columns = Columns,
        Read = RegisterInnovation.Read,
        Current = Current,
        ByName = (c, keys) =>
            c.Query<(string Key, Guid Id)>(ByName, new { keys }).ToLookup(row => row.Key, row => row.Id),
        Insert = RegisterInnovation.Keep,
        Update = EditInnovation.Keep,
    };

    private static IReadOnlyDictionary<Guid, Input> Current(DbConnection c, IReadOnlyCollection<Guid> ids) =>
        ids.Count == 0
            ? new Dictionary<Guid, Input>()
            : c.Query<InnovationRow>(Some, new { ids }).ToDictionary(row => row.Id, row => row.AsInput());
}

/// <summary>An innovation as it is now, in the shape of the form.</summary>
internal sealed record InnovationRow
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string Purpose { get; init; } = "";

    public DateOnly? StartedOn { get; init; }

    public int Version { get; init; }

    public Input AsInput() =>
        Input.Of(
            ("id", Id.ToString()),
            ("name", Name),
            ("purpose", Purpose),
            ("startedOn", StartedOn?.Iso() ?? ""),
            ("version", Version.ToString(CultureInfo.InvariantCulture))
        );
}
