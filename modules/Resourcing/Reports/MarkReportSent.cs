using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Reports;

/// <summary>A report has gone to the funder.</summary>
internal static class MarkReportSent
{
    private const string Update = """
        update funder_report set sent_on = @On, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Exists = """
        select count(*) from funder_report where id = @id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<DateOnly?> Route { get; } =
        new()
        {
            Page = Paths.Route + "/reports/{reportId:guid}/sent",
            Api = Paths.Api + "/reports/{reportId:guid}/sent",
            Permission = Permissions.Record,
            Start = Start,
            Read = input => input.Date("on", T["the day it was sent"], required: true),
            Handle = (on, visit) =>
                Keeping.Do(visit, Update, visit.RouteId("reportId"), new { Id = visit.RouteId("reportId"), On = on }),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<MarkReportSentPage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId) + "#reports",
            Said = () => T["The report is marked as sent."],
        };

    private static async Task<Input?> Start(IVisit visit)
    {
        var asked = new { id = visit.RouteId("reportId"), visit.InnovationId };
        return await visit.Database.Read(c => c.ExecuteScalarAsync<long>(Exists, asked), visit.Gone) == 1
            ? Input.Of(("on", visit.Clock.Today().Iso()))
            : null;
    }
}
