using System.Globalization;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Exchange;

/// <summary>The audiences with where they stand, as a CSV file that <see cref="AudienceCsvImport"/> reads back.</summary>
internal sealed class AudienceCsvExport(IModuleDatabase database, TimeProvider clock) : IExporter
{
    private const int PageSize = 500;

    private const string Page = """
        select a.id, i.name as innovation, a.name, a.power, a.is_required, a.asks, p.stance, p.on_day from audience a
            join host_innovation i on i.id = a.innovation_id and i.withdrawn = false
            left join audience_position p on p.id = (
                select q.id from audience_position q left join advocacy_act t on t.id = q.act_id
                where q.audience_id = a.id and q.withdrawn = false and q.on_day <= @Today and (t.id is null or t.withdrawn = false)
                order by q.on_day desc, q.id desc limit 1)
        where a.withdrawn = false and a.id > @after and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = a.innovation_id and h.person_id in @SeesAs))
        order by a.id limit @PageSize
        """;

    public string Id => "audiences-csv";

    public string Title => T["Audiences and where they stand, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "audiences.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = new List<Row>();
        for (var after = Guid.Empty; ; after = rows[^1].Id)
        {
            var asked = new
            {
                after,
                Today = clock.Today(),
                caller.SeesAll,
                caller.SeesAs,
                PageSize,
            };
            var page = (await database.Read(c => c.QueryAsync<Row>(Page, asked), ct)).AsList();
            rows.AddRange(page);
            if (page.Count < PageSize)
                break;
        }
        await file.WriteAsync(CsvFile.Write(AudienceCsvImport.Headings, rows.Select(Cells)), ct);
    }

    private static string[] Cells(Row row) =>
        [
            row.Innovation,
            row.Name,
            row.Power.ToString(CultureInfo.InvariantCulture),
            row.IsRequired ? "yes" : "no",
            row.Asks,
            row.Stance?.ToString(CultureInfo.InvariantCulture) ?? "",
            row.OnDay?.Iso() ?? "",
            row.Id.ToString(),
        ];

    private sealed record Row
    {
        public Guid Id { get; init; }
        public string Innovation { get; init; } = "";
        public string Name { get; init; } = "";
        public int Power { get; init; }
        public bool IsRequired { get; init; }
        public string Asks { get; init; } = "";
        public int? Stance { get; init; }
        public DateOnly? OnDay { get; init; }
    }
}
