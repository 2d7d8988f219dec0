using CoProd.Contracts.Contributions;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web;

/// <summary>The files that modules write, each at <c>/exports/ID</c>.</summary>
internal static class Exports
{
    public static void Map(RouteTable host) => host.Page("/exports/{id}", HostPermissions.Home, Answer);

    private static async Task<IResult?> Answer(IVisit visit)
    {
        var id = visit.Http.Request.RouteValues["id"] as string;
        if (visit.Get<ModuleCatalogue>().One<IExporter>(exporter => exporter.Id == id) is not { } found)
            return null;
        await using var scope = found.Scope;
        if (!visit.Caller.May(found.Contribution.Permission))
            return null;
        var memory = new MemoryStream();
        await found.Contribution.Export(memory, visit.Caller, visit.Gone);
        memory.Position = 0;
        return Results.File(memory, found.Contribution.MediaType, found.Contribution.FileName);
    }
}
