using System.Text.Json;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Web.Routing;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Imports;

/// <summary>Bringing a file in the browser: choose it, see what would change, say yes, watch it.</summary>
internal static class ImportRoutes
{
    private const long LargestFile = 64 << 20;

    public static void Map(RouteTable host, Site site)
    {
        host.Page("/imports", HostPermissions.Import, Choose);
        host.Form(
            new FormRoute<Upload>
            {
                Page = "/imports/new/{importer}",
                Permission = HostPermissions.Import,
                Read = input => new Upload { Id = input.NewId() },
                Handle = Take,
                Show = ShowUpload,
                Then = (_, id) => $"/imports/{id}",
                MaxBytes = LargestFile,
            }
        );
        host.Page("/imports/{runId:guid}", HostPermissions.Import, Watch);
        host.Form(
            new FormRoute<Upload>
            {
                Page = "/imports/{runId:guid}/apply",
                Permission = HostPermissions.Import,
                Read = _ => new Upload(),
                Handle = Apply,
                Show = (_, visit) =>
                    Task.FromResult<IResult?>(Results.LocalRedirect($"/imports/{visit.RouteId("runId")}")),
                Then = (_, id) => $"/imports/{id}",
            }
        );
    }

    private static async Task<IResult?> Choose(IVisit visit)
    {
        var importers = await Importers(visit);
        return visit.Page<ImportChoicePage>(
            ("Importers", importers),
            ("MayTakeIn", visit.Caller.May(HostPermissions.TakeIn))
        );
    }

    private static async Task<IReadOnlyList<ShownImporter>> Importers(IVisit visit)
    {
        var all = await visit
            .Get<ModuleCatalogue>()
            .Ask<IImporter, ShownImporter?>(
                i =>
                    Task.FromResult(
                        visit.Caller.May(i.Permission) ? new ShownImporter(i.Id, i.Title, i.Formats) : null
                    ),
                visit.Gone
            );
        return
        [
            .. all.Select(answer => answer.Result)
                .OfType<ShownImporter>()
                .OrderBy(i => i.Title, StringComparer.CurrentCulture),
        ];
    }

    private static async Task<ShownImporter?> Importer(IVisit visit)
    {
        var id = visit.Http.Request.RouteValues["importer"] as string;
        return (await Importers(visit)).FirstOrDefault(importer => importer.Id == id);
    }

    private static async Task<IResult?> ShowUpload(Input input, IVisit visit) =>
        await Importer(visit) is { } importer
            ? visit.Page<ImportUploadPage>(("Input", input), ("Importer", importer))
            : null;

    private static async Task<Outcome<Guid>> Take(Upload upload, IVisit visit)
    {
        if (await Importer(visit) is not { } importer)
            return Outcome<Guid>.Missing();
        var file = (await visit.Http.Request.ReadFormAsync(visit.Gone)).Files.GetFile("file");
        if (file is null || file.Length == 0)
            return Outcome<Guid>.Refused("file", T["Choose a file that is not empty."]);
        var runs = visit.Get<ImportRuns>();
        var id = await runs.Accepts(upload.Id, importer.Id, visit.Caller.AccountId, visit.Gone)
            ? upload.Id
            : Guid.CreateVersion7();
        // The name it had is kept in the record only: on disk it bears our own id, whatever its owner called it.
        id = await BroughtFiles.Lay(file, id, runs.PathOf, visit.Gone);
        await runs.Look(id, importer.Id, Path.GetFileName(file.FileName), visit.Caller.AccountId, visit.Gone);
        return Outcome<Guid>.Done(id);
    }

    private static async Task<IResult?> Watch(IVisit visit)
    {
        if (await Own(visit) is not { } run)
            return null;
        var report = run.Report is null ? null : JsonSerializer.Deserialize<ImportReport>(run.Report, ImportRuns.Json);
        return visit.Page<ImportRunPage>(
            ("RunId", run.Id),
            ("FileName", run.FileName),
            ("State", run.State),
            ("Done", run.Done),
            ("Total", run.Total),
            ("Report", report)
        );
    }

    private static async Task<Outcome<Guid>> Apply(Upload upload, IVisit visit)
    {
        if (await Own(visit) is not { } run)
            return Outcome<Guid>.Missing();
        await visit.Get<ImportRuns>().Apply(run.Id, visit.Gone);
        return Outcome<Guid>.Done(run.Id);
    }

    private static async Task<ImportRunRow?> Own(IVisit visit) =>
        await visit.Get<ImportRuns>().Find(visit.RouteId("runId"), visit.Gone) is { } run
        && run.AccountId == visit.Caller.AccountId
            ? run
            : null;

    private sealed record Upload
    {
        public Guid Id { get; init; }
    }
}

/// <summary>A kind of file that can be taken in.</summary>
public sealed record ShownImporter(string Id, string Title, IReadOnlyList<string> Formats);
