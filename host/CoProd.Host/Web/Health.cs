using CoProd.Contracts.Contributions;
using CoProd.Host.Backups;
using CoProd.Host.Modules;
using CoProd.Host.Web.Routing;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web;

/// <summary>Whether it is well: <c>/health</c> for machines, without a word about people.</summary>
internal static class Health
{
    public static void Map(RouteTable host, Site site) =>
        host.MapGet("/health", (Delegate)Handler(site))
            .ExcludeFromDescription()
            .WithMetadata(new RouteRule { Permission = null, ModuleId = "host" });

    private static Func<HttpContext, Task<IResult>> Handler(Site site) => http => Answer(site, http.RequestAborted);

    private static async Task<IResult> Answer(Site site, CancellationToken ct)
    {
        var full = site.Engine.Disk.Since;
        await site.HostDatabase.Read(c => c.ExecuteScalarAsync<long>("select 1"), ct);
        var told = await site.Modules.Ask<IModuleHealth, string?>(health => health.Check(ct), ct);
        var unwell = told.Where(answer => answer.Result is not null).ToList();
        var backups = site.Services.GetRequiredService<ScheduledBackups>();
        // Why one failed stands on a page for administrators: the sentence may name folders.
        var failing = backups is { Kept: > 0, State.Trouble: not null };
        return Results.Json(
            new
            {
                status = full is null
                && unwell.Count == 0
                && !failing
                && site.Modules.All.All(module => module.IsActive)
                    ? "ok"
                    : "degraded",
                // While the disk is full everything can be read and nothing is kept.
                readOnly = full is not null,
                diskFullSince = full,
                backups = new
                {
                    kept = backups.Kept,
                    last = backups.State?.Last?.At,
                    failing,
                },
                modules = site.Modules.All.Select(module => new
                {
                    id = module.Id,
                    version = module.Manifest?.Version,
                    state = module.State.ToString(),
                    problem = unwell.FirstOrDefault(answer => answer.Module == module).Result,
                }),
            }
        );
    }
}
