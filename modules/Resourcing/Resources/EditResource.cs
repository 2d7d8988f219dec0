using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Resources;

/// <summary>Somebody corrects what is needed or there.</summary>
internal static class EditResource
{
    private const string One = $"""
        select {Resource.Columns} from resource where id = @id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update resource set kind = @Kind, is_need = @IsNeed, label = @Label, amount = @Amount, unit = @Unit, from_on = @From, to_on = @To,
            is_whole = @IsWhole, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<RecordResource.Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/resources/{resourceId:guid}",
            Api = Paths.Api + "/resources/{resourceId:guid}",
            Permission = Permissions.Record,
            Start = visit => Read(visit, visit.RouteId("resourceId")),
            Read = RecordResource.Read,
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordResourcePage>(
                        ("Input", input),
                        ("InnovationId", visit.InnovationId),
                        ("ResourceId", visit.RouteId("resourceId"))
                    )
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId) + "#resources",
            Said = () => T["The change is kept."],
        };

    private static Task<Outcome<Guid>> Handle(RecordResource.Form form, IVisit visit)
    {
        var id = visit.RouteId("resourceId");
        return Keeping.Change(visit, Update, id, RecordResource.Row(form with { Id = id }), Read);
    }

    private static async Task<Input?> Read(IVisit visit, Guid id)
    {
        var asked = new { id, visit.InnovationId };
        var row = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<Resource>(One, asked), visit.Gone);
        return row is null
            ? null
            : Input.Of(
                ("side", row.IsNeed ? nameof(RecordResource.Side.Need) : nameof(RecordResource.Side.Have)),
                ("kind", row.Kind.ToString()),
                ("label", row.Label),
                ("amount", row.Amount?.ToString("0.####", CultureInfo.InvariantCulture)),
                ("unit", row.Unit),
                ("from", row.FromOn?.Iso()),
                ("to", row.ToOn?.Iso()),
                ("isWhole", row.IsWhole ? "yes" : null),
                ("version", row.Version.ToString(CultureInfo.InvariantCulture))
            );
    }
}
