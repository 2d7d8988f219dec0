using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Web.Innovations.ReportFiles;
using CoProd.Host.Web.Routing;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.Host.Web.Innovations;

/// <summary>The report as a page, and as files that other people's programs open.</summary>
internal static class ReportRoutes
{
    private const string Address = "/innovations/{innovationId:guid}/report";
    private const string Office = "application/vnd.openxmlformats-officedocument.";

    public static void Map(RouteTable host)
    {
        host.Page(Address, HostPermissions.Home, Show);
        File(host, ".docx", Office + "wordprocessingml.document", WordReport.Write);
        File(host, ".xlsx", Office + "spreadsheetml.sheet", ExcelReport.Write);
        File(host, ".csv", "text/csv; charset=utf-8", CsvReport.Write);
    }

    private static async Task<IResult?> Show(IVisit visit)
    {
        var report = await Report.Of(visit);
        return visit.Page<ReportPage>(
            ("Innovation", report.Innovation),
            ("Sections", report.Sections),
            ("Missing", report.Missing),
            ("Today", report.Today)
        );
    }

    private static void File(RouteTable host, string ending, string type, Action<Report, Stream> write) =>
        host.Page(
            Address + ending,
            HostPermissions.Home,
            async visit =>
            {
                var report = await Report.Of(visit);
                var file = new MemoryStream();
                write(report, file);
                file.Position = 0;
                return Results.File(file, type, $"report-{report.Today.Iso()}{ending}");
            }
        );
}
