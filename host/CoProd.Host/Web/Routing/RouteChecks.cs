using CoProd.Contracts.Modules;
using CoProd.Host.Modules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoProd.Host.Web.Routing;

/// <summary>Looks at a module's routes before they are published: one that would clash or stand open sets the module aside.</summary>
internal static class RouteChecks
{
    /// <param name="table">The module's routes.</param>
    /// <param name="taken">What others have; where the module may stay, its own are added.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="ModuleRefusedException">It may not stay.</exception>
    public static void Check(RouteTable table, HashSet<string> taken, LoadedModule module)
    {
        var own = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var permissions = module.Declared!.Permissions.Select(permission => permission.Name).ToHashSet();
        foreach (var endpoint in table.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<RouteRule>() is not { Permission: { } permission })
                throw new ModuleRefusedException($"Its route {endpoint.RoutePattern.RawText} says no permission.");
            var open = IsOpen(endpoint);
            if (open != (permission == Permission.Anyone))
                throw new ModuleRefusedException(
                    open
                        ? $"Its route {endpoint.RoutePattern.RawText} begins with open/, where nobody is signed in, and needs {permission}."
                        : $"Its route {endpoint.RoutePattern.RawText} opens to anyone and does not begin with open/."
                );
            if (open && endpoint.RoutePattern.GetParameter("innovationId") is not null)
                throw new ModuleRefusedException(
                    $"Its route {endpoint.RoutePattern.RawText} opens to anyone and names an innovation."
                );
            if (!open && !permissions.Contains(permission))
                throw new ModuleRefusedException(
                    $"Its route {endpoint.RoutePattern.RawText} needs {permission}, which the module does not declare."
                );
            foreach (var key in Keys(endpoint))
            {
                if (taken.Contains(key) || !own.Add(key))
                    throw new ModuleRefusedException($"Its route {key} is taken already.");
            }
            if (OwnAddresses.Refusal(module.Manifest!, endpoint.RoutePattern.RawText ?? "") is { } outside)
                throw new ModuleRefusedException(outside);
        }
        taken.UnionWith(own);
    }

    /// <summary>What the host's own routes take.</summary>
    public static HashSet<string> Taken(RouteTable host) =>
        host.Endpoints.SelectMany(Keys).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static bool IsOpen(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        return pattern.StartsWith("/open/", StringComparison.OrdinalIgnoreCase)
            || pattern.StartsWith("/api/open/", StringComparison.OrdinalIgnoreCase);
    }

    // Two patterns that differ only in the names of their parts match the same addresses.
    private static IEnumerable<string> Keys(RouteEndpoint endpoint)
    {
        var shape = string.Join(
            '/',
            endpoint.RoutePattern.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal
                            ? literal.Content
                            : "{}"
                    )
                )
            )
        );
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"];
        return methods.Select(method => $"{method} /{shape}");
    }
}
