using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.Resourcing.Awards;
using CoProd.Resourcing.Import.ThreeSixtyGiving;
using CoProd.Ui;
using Dapper;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Export;

/// <summary>Writes awards as the flat CSV of the 360Giving standard, so that this installation and others read it back.</summary>
internal sealed class GrantExporter(IModuleDatabase database) : IExporter
{
    private static readonly GrantField[] Fields =
    [
        GrantField.Id,
        GrantField.GrantTitle,
        GrantField.Description,
        GrantField.Currency,
        GrantField.Awarded,
        GrantField.AwardDate,
        GrantField.Start,
        GrantField.End,
        GrantField.RecipientId,
        GrantField.RecipientName,
        GrantField.FunderId,
        GrantField.FunderName,
        GrantField.ProgrammeTitle,
    ];

    private const string Seen = """
        select a.id, a.innovation_id, a.funder, a.funder_org_id, a.title, a.description, a.amount_minor, a.currency, a.awarded_on,
            a.starts_on, a.ends_on, a.programme, a.recipient_org_id, a.external_id,
            case when a.recipient_name = '' then i.name else a.recipient_name end as recipient_name
        from award a join host_innovation i on i.id = a.innovation_id and i.withdrawn = false
        where a.withdrawn = false and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = a.innovation_id and h.person_id in @SeesAs))
        order by a.id
        """;

    public string Id => "360giving-csv";

    public string Title => T["Awards in the 360Giving format (CSV)"];

    public string MediaType => "text/csv";

    public string FileName => "awards-360giving.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var awards = await database.Read(c => c.QueryAsync<Award>(Seen, new { caller.SeesAll, caller.SeesAs }), ct);
        await file.WriteAsync(CsvFile.Write([.. Fields.Select(field => field.Title)], awards.Select(Cells)), ct);
    }

    private static string[] Cells(Award award) =>
        [
            GrantIds.Of(award),
            award.Title,
            award.Description,
            award.Currency,
            award.Amount.ToPlainString(),
            GrantIds.DateOf(award)?.Iso() ?? "",
            award.StartsOn?.Iso() ?? "",
            award.EndsOn?.Iso() ?? "",
            GrantIds.RecipientOf(award),
            award.RecipientName,
            award.FunderOrgId,
            award.Funder,
            award.Programme,
        ];
}
