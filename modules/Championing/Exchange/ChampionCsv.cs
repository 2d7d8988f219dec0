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

/// <summary>
/// The champions with their deputies, as a CSV file that <see cref="ChampionCsvImport"/> reads back, for those who may see the names.
/// </summary>
internal sealed class ChampionCsvExport(IModuleDatabase database) : IExporter
{
    private const int PageSize = 200;

    private const string Page = """
        select i.id, i.name from host_innovation i where i.withdrawn = false and i.id > @after and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = i.id and h.person_id in @SeesAs))
        order by i.id limit @PageSize
        """;

    public string Id => "champions-csv";

    public string Title => T["Champions and their deputies, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "champions.csv";

    public string Permission => Permissions.Names;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = new List<string[]>();
        for (var after = Guid.Empty; ; )
        {
            var asked = new
            {
                after,
                caller.SeesAll,
                caller.SeesAs,
                PageSize,
            };
            var page = (await database.Read(c => c.QueryAsync<(Guid Id, string Name)>(Page, asked), ct)).AsList();
            if (page.Count == 0)
                break;
            after = page[^1].Id;
            var books = await ChampionBook.Read(database, [.. page.Select(one => one.Id)], ct);
            foreach (var (one, book) in page.Zip(books))
                rows.AddRange(book.Roles.Select(role => Cells(one.Name, book, role)));
        }
        await file.WriteAsync(CsvFile.Write(ChampionCsvImport.Headings, rows), ct);
    }

    private static string[] Cells(string innovation, InnovationChampions book, ChampionRole role) =>
        [
            innovation,
            role.Name ?? "",
            ChampionCsvImport.WordOf(role.Kind),
            string.Join("; ", book.Audiences.Where(one => role.Audiences.Contains(one.Id)).Select(one => one.Name)),
            role.HoursAMonth?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "",
            role.Backing,
            role.DeputyName ?? "",
            role.FromOn?.Iso() ?? "",
            role.UntilOn?.Iso() ?? "",
            role.Id.ToString(),
        ];
}
