using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Reports;

/// <summary>Somebody corrects what a funder wants to read, or by when.</summary>
internal static class EditReport
{
    private const string One = """
        select id, innovation_id, funder, title, due_on, sent_on, version from funder_report
        where id = @id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update funder_report set funder = @Funder, title = @Title, due_on = @DueOn,
            version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<RecordReportDue.Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/reports/{reportId:guid}",
            Api = Paths.Api + "/reports/{reportId:guid}",
            Permission = Permissions.Record,
            Start = visit => Read(visit, visit.RouteId("reportId")),
            Read = RecordReportDue.Read,
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordReportDuePage>(
                        ("Input", input),
                        ("InnovationId", visit.InnovationId),
                        ("ReportId", visit.RouteId("reportId"))
                    )
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId) + "#reports",
            Said = () => T["The change is kept."],
        };

    private static Task<Outcome<Guid>> Handle(RecordReportDue.Form form, IVisit visit)
    {
        var id = visit.RouteId("reportId");
        return Keeping.Change(visit, Update, id, form with { Id = id }, Read);
    }

    private static async Task<Input?> Read(IVisit visit, Guid id)
    {
        var asked = new { id, visit.InnovationId };
        var kept = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<FunderReport>(One, asked), visit.Gone);
        return kept is null
            ? null
            : Input.Of(
                ("funder", kept.Funder),
                ("title", kept.Title),
                ("dueOn", kept.DueOn.Iso()),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );
    }
}
