using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Leaving.Pages;
using CoProd.Host.Modules;
using CoProd.Host.Web.Routing;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Host.Leaving;

/// <summary>The door through which an innovation leaves: first what goes, what stays and why, then the archive.</summary>
internal static class LeavingRoutes
{
    private const string Before = """
        select by_name, by_role, left_at from innovation_leaving where innovation_id = @InnovationId order by left_at desc limit 20
        """;

    public static void Map(RouteTable host)
    {
        host.Page("/innovations/{innovationId:guid}/leaving", HostPermissions.Leave, Show);
        host.Page("/innovations/{innovationId:guid}/leaving/archive", HostPermissions.Leave, Download);
    }

    private static async Task<IResult?> Show(IVisit visit)
    {
        try
        {
            if (await visit.Get<ArchiveWriter>().Foresee(visit.InnovationId, visit.Gone) is not { } manifest)
                return null;
            var before = await visit
                .Get<Database>()
                .Read(c => c.QueryAsync<Left>(Before, new { visit.InnovationId }), visit.Gone);
            return visit.Page<LeavingPage>(("Manifest", manifest), ("Before", before.AsList()));
        }
        catch (InvalidOperationException e)
        {
            return Cannot(visit, e);
        }
    }

    private static async Task<IResult?> Download(IVisit visit)
    {
        var path = Path.Combine(Path.GetTempPath(), $"coprod-{Guid.CreateVersion7():N}.zip");
        try
        {
            if (
                await visit.Get<ArchiveWriter>().Write(visit.InnovationId, path, visit.Caller.AccountId, visit.Gone)
                is not { } made
            )
                return null;
            // Gone once it has been sent: nothing of it stays here that nobody looks after.
            var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                4096,
                FileOptions.DeleteOnClose
            );
            return Results.File(file, "application/zip", $"innovation-{made.InnovationId.ToString()[..8]}.zip");
        }
        catch (InvalidOperationException e)
        {
            return Cannot(visit, e);
        }
    }

    private static IResult Cannot(IVisit visit, InvalidOperationException e) =>
        visit.Page<LeavingPage>(
            ("Cannot", e.Message),
            ("Manifest", new Manifest { InnovationId = visit.InnovationId })
        );
}

/// <summary>That an archive was made.</summary>
public sealed record Left
{
    public int ByName { get; init; }

    public int ByRole { get; init; }

    public DateTimeOffset LeftAt { get; init; }
}
