using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Claims;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Exchange;

/// <summary>
/// How people took part and what came of it, in the columns of the tracking tool of the Public Involvement in Research Impact Toolkit
/// (PIRIT, Marie Curie and Wales Cancer Research Centres, Cardiff, 2023: when and how the public contributed, what they hoped to influence,
/// what changed if anything, why it matters, the related standards), with two of our own. <see cref="PiritCsvImport"/> reads it back.
/// </summary>
internal sealed class PiritCsvExport(IModuleDatabase database) : IExporter
{
    private const int PageSize = 200;

    internal static IReadOnlyList<string> Headings { get; } =
    [
        "innovation",
        "when",
        "how people contributed",
        "what they hoped to influence",
        "what changed",
        "why it matters",
        "related standards",
        "what we had to do with it",
        "what speaks against it",
        "id",
    ];

    private const string Page = """
        select i.id, i.name from host_innovation i where i.withdrawn = false and i.id > @after and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = i.id and h.person_id in @SeesAs))
        order by i.id limit @PageSize
        """;

    private const string NameOf = "select name from host_innovation where id = @InnovationId";

    public string Id => "pirit-csv";

    public string Title => T["How people took part and what changed, in the columns of PIRIT (CSV)"];

    public string MediaType => "text/csv";

    public string FileName => "pirit.csv";

    public string Permission => Permissions.See;

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
            var page = (await database.Read(c => c.QueryAsync<(Guid Id, string Name)>(Page, asked), ct)).ToDictionary(
                row => row.Id,
                row => row.Name
            );
            if (page.Count == 0)
                break;
            after = page.Keys.Last();
            var claims = await ClaimBook.Of(database, page.Keys, ct);
            rows.AddRange(claims.Select(claim => Cells(page[claim.InnovationId], claim)));
        }
        await file.WriteAsync(CsvFile.Write(Headings, rows), ct);
    }

    /// <summary>Those of one innovation.</summary>
    internal static async Task<IResult?> Download(IVisit visit)
    {
        var name = await visit.Database.Read(
            c => c.QuerySingleAsync<string>(NameOf, new { visit.InnovationId }),
            visit.Gone
        );
        var claims = await ClaimBook.Of(visit.Database, [visit.InnovationId], visit.Gone);
        return CsvFile.Of("pirit.csv", Headings, claims.Select(claim => Cells(name, claim)));
    }

    private static string[] Cells(string innovation, Claim claim) =>
        [
            innovation,
            claim.SeenOn.Iso(),
            claim.Involved,
            claim.Hoped,
            claim.Outcome,
            claim.Matters,
            Standards.Names(Standards.Kept(claim.Standards)),
            claim.Contribution,
            claim.CounterEvidence,
            claim.Id.ToString(),
        ];
}
