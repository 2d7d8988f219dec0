using System.Reflection;
using CoProd.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Architecture.Tests;

/// <summary>Looks into a running host. Its insides are its own, so they are reached by name.</summary>
internal static class RunningSite
{
    public static (IReadOnlyList<Endpoint> Endpoints, IReadOnlyCollection<string> Permissions) Routes(TestSite site)
    {
        var inside = Get(site, "Site");
        var services = (IServiceProvider)Get(inside, "Services");
        var permissions = (System.Collections.IEnumerable)Get(Get(inside, "Modules"), "Permissions");
        return (
            services.GetRequiredService<EndpointDataSource>().Endpoints,
            permissions.Cast<Contracts.Modules.Permission>().Select(permission => permission.Name).ToHashSet()
        );
    }

    private static object Get(object of, string name) =>
        of.GetType()
            .GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!
            .GetValue(of)!;
}
