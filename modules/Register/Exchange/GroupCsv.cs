using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Groups;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Exchange;

/// <summary>The groups as a CSV file.</summary>
internal sealed class GroupCsvExport(IModuleDatabase database) : IExporter
{
    private const int PageSize = 500;

    private const string PageOfIds =
        "select id from community_group where withdrawn = false and id > @after order by id limit @PageSize";

    public string Id => "groups-csv";

    public string Title => T["Groups as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "groups.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        for (var after = Guid.Empty; ; )
        {
            var page = await database.Read(c => Task.FromResult(Page(c, after)), ct);
            if (page.Count == 0)
                break;
            after = page[^1].Id;
            rows.AddRange(page.Select(group => Cells(GroupReading.AsInput(group))));
        }
        await file.WriteAsync(
            CsvFile.Write([.. GroupCsvImport.Columns.Select(column => column.Heading), "id"], rows),
            ct
        );
    }

    private static IReadOnlyList<RecordGroup.Form> Page(DbConnection c, Guid after)
    {
        var ids = c.Query<Guid>(PageOfIds, new { after, PageSize }).AsList();
        var groups = GroupReading.Of(c, ids);
        return [.. ids.Select(id => groups[id])];
    }

    private static IReadOnlyList<string> Cells(Input group) =>
        [
            .. GroupCsvImport.Columns.Select(column =>
                group[column.Field]!.Replace(
                    "\n",
                    column.Field == "identifiers" ? "; " : "\n",
                    StringComparison.Ordinal
                )
            ),
            group["id"]!,
        ];
}

/// <summary>Takes such a file in again.</summary>
internal sealed class GroupCsvImport(IModuleDatabase database) : IImporter
{
    internal static IReadOnlyList<(string Heading, string Field)> Columns { get; } =
    [
        ("name", "name"),
        ("kind", "kind"),
        ("purpose", "purpose"),
        ("place", "locality"),
        ("postcode", "postcode"),
        ("how to reach it", "contactRoute"),
        ("web address", "website"),
        ("languages", "languages"),
        ("legal form", "legalForm"),
        ("founded on", "foundedOn"),
        ("organisation ids", "identifiers"),
    ];

    private const string ByName =
        "select name_key, id from community_group where withdrawn = false and name_key in @keys";

    public string Id => "groups-csv";

    public string Title => T["Groups as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        csv.Run(database, file, how, ct);

    private readonly CsvImport<RecordGroup.Form> csv = new()
    {
        Columns = Columns,
        Read = RecordGroup.Read,
        Current = (c, ids) =>
            GroupReading.Of(c, ids).ToDictionary(row => row.Key, row => GroupReading.AsInput(row.Value)),
        ByName = (c, keys) =>
            c.Query<(string Key, Guid Id)>(ByName, new { keys }).ToLookup(row => row.Key, row => row.Id),
        Fault = (c, form) =>
            GroupWriting.IdentifierFault(c, form) is { } fault ? new FieldError("identifiers", fault) : null,
        Insert = GroupWriting.Insert,
        Update = GroupWriting.Update,
    };
}
