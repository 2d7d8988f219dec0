using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoProd.Architecture.Tests.Rules;

/// <summary>Everything is denied unless a permission opens it. What stands open to all is listed here, each for a reason.</summary>
internal static class OpenRoutes
{
    private static readonly Dictionary<string, string> Open = new(StringComparer.Ordinal)
    {
        ["/sign-in"] = "nobody is signed in yet",
        ["/sign-in/code"] = "opens with what the password just proved",
        ["/sign-in/second-step"] = "opens with what the password just proved",
        ["/sign-in/passkey"] = "opens with what a device signed",
        ["/sign-in/passkey/begin"] = "tells a device what to sign",
        ["/sign-in/forgotten"] = "whoever forgot the password cannot sign in",
        ["/sign-in/sso"] = "leads to the institution's own sign-in",
        ["/sign-in/sso/in"] = "opens with what that sign-in just proved",
        ["/sign-in/sso/out"] = "leads out of the institution's own sign-in",
        ["/sign-in/kept"] = "shows its sender a form that it brings with it",
        ["/sign-out"] = "leaving is never denied",
        ["/set-up"] = "opens with the one-use code alone",
        ["/look"] = "colours, for the sign-in page too",
        ["/health"] = "for machines, without a word about people",
        ["/assets/{hash}/{**path}"] = "style and script of the sign-in page",
        ["/demo/{role}/{code}"] = "in the demo only, and the code opens it",
    };

    public static IEnumerable<string> Check(IEnumerable<Endpoint> endpoints, IReadOnlyCollection<string> permissions)
    {
        foreach (var endpoint in endpoints)
        {
            var pattern = "/" + (endpoint as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/');
            // The host's own type, which nobody else needs to see.
            var rule = endpoint.Metadata.FirstOrDefault(item => item.GetType().Name == "RouteRule");
            var permission =
                rule?.GetType().GetProperty("Permission", BindingFlags.Public | BindingFlags.Instance)?.GetValue(rule)
                as string;
            if (rule is null)
                yield return $"{pattern} has no rule.";
            else if (permission == "anyone")
            {
                if (
                    !pattern.StartsWith("/open/", StringComparison.Ordinal)
                    && !pattern.StartsWith("/api/open/", StringComparison.Ordinal)
                )
                    yield return $"{pattern} opens to anyone and does not begin with /open/.";
            }
            else if (permission is null && !Open.ContainsKey(pattern))
                yield return $"{pattern} stands open to everybody.";
            else if (permission is not null && !permissions.Contains(permission))
                yield return $"{pattern} needs {permission}, which nobody declares.";
        }
    }
}
