using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using CoProd.Contracts.Modules;
using CoProd.Host.Web.Routing;
using CoProd.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Privacy;

/// <summary>
/// Finds every form that a coordinator may send, whichever module brought it, and fills it in with somebody's name in each of its texts.
/// Forms that take something away are left out.
/// </summary>
internal static partial class EveryForm
{
    public sealed record Result(int Kept, IReadOnlyList<string> Refused)
    {
        public override string ToString() => $"{Kept} forms kept, {Refused.Count} not: {string.Join(", ", Refused)}";
    }

    private static readonly string[] Endings =
    [
        "withdraw",
        "erase",
        "end",
        "undo",
        "merge",
        "revoke",
        "sign-out",
        "sign-in",
        "set-up",
        "password",
        "snooze",
        "contact",
        "take-back",
    ];

    public static async Task<Result> Fill(TestSite site, Session sam, Guid person, string name)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal) { ["personId"] = $"{person}" };
        foreach (var (list, key) in new[] { ("/innovations", "innovationId"), ("/groups", "groupId") })
        {
            var link = (await sam.Open(list))
                .Document.QuerySelectorAll($"main a[href^='{list}/']")
                .Select(a => a.GetAttribute("href")!.Split('/')[2])
                .First(id => Guid.TryParse(id, out _));
            known[key] = link;
        }
        var (kept, refused) = (0, new List<string>());
        // What one form makes, the next may ask for: twice round, the second time only what could not be filled in at first.
        var left = Patterns(site).ToList();
        for (var round = 0; round < 2; round++)
        {
            refused.Clear();
            foreach (var pattern in left.ToList())
            {
                var path = await Path(sam, pattern, known);
                var page = path is null ? null : await sam.Open(path);
                if (
                    page is not { Status: HttpStatusCode.OK }
                    || page.Document.QuerySelector("main form[method=post]") is not IHtmlFormElement form
                )
                {
                    refused.Add(pattern + " (not found)");
                    continue;
                }
                var sent = await page.Send([.. Filled(form, person, name)]);
                if (sent.Status == HttpStatusCode.OK && sent.Document.QuerySelector(".govuk-error-summary") is null)
                {
                    kept++;
                    left.Remove(pattern);
                }
                else
                    refused.Add(
                        $"{pattern} ({(int)sent.Status} {sent.Document.QuerySelector(".govuk-error-summary li")?.TextContent.Trim()})"
                    );
            }
        }
        return new(kept, refused);
    }

    private static IEnumerable<string> Patterns(TestSite site)
    {
        var holds = site.Host()
            .Modules.Permissions.Where(p => p.HeldBy.Contains(Role.Coordinator))
            .Select(p => p.Name)
            .ToHashSet(StringComparer.Ordinal);
        return site.Host()
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e =>
                e.Metadata.GetMetadata<RouteRule>() is { Api: false, Permission: { } permission }
                && holds.Contains(permission)
                && e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST")
            )
            .Select(e => e.RoutePattern.RawText!)
            .Where(pattern =>
                !Endings.Contains(pattern.Split('/')[^1]) && !pattern.StartsWith("/imports", StringComparison.Ordinal)
            )
            .Distinct();
    }

    // An id that is not known is looked for in the links of the pages above.
    private static async Task<string?> Path(Session sam, string pattern, Dictionary<string, string> known)
    {
        var path = Parameter().Replace(pattern, part => known.GetValueOrDefault(part.Groups[1].Value) ?? part.Value);
        if (!path.Contains('{', StringComparison.Ordinal))
            return path;
        var shape = new Regex("^" + Parameter().Replace(Regex.Escape(path).Replace("\\{", "{"), "[^/]+") + "$");
        for (
            var above = path[..path.IndexOf("/{", StringComparison.Ordinal)];
            above.LastIndexOf('/') > 0;
            above = above[..above.LastIndexOf('/')]
        )
        {
            foreach (var start in new[] { above, above[..above.LastIndexOf('/')] })
            {
                var page = await sam.Open(start.Length == 0 ? "/" : start);
                var links = page.Document.QuerySelectorAll("main a").Select(a => a.GetAttribute("href") ?? "").ToList();
                if (links.FirstOrDefault(link => shape.IsMatch(link)) is { } found)
                    return found;
                foreach (var one in links.Where(link => link.StartsWith(above + "/", StringComparison.Ordinal)).Take(6))
                {
                    var below = (await sam.Open(one))
                        .Document.QuerySelectorAll("main a")
                        .Select(a => a.GetAttribute("href") ?? "");
                    if (below.FirstOrDefault(link => shape.IsMatch(link)) is { } deeper)
                        return deeper;
                }
            }
        }
        return null;
    }

    private static IEnumerable<(string, string)> Filled(IHtmlFormElement form, Guid person, string name)
    {
        var radios = new HashSet<string>(StringComparer.Ordinal);
        // Whoever gives is not whoever takes: of two lists that are the same, each another one.
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                // What stands there already stays: an edit form shows the record.
                case IHtmlTextAreaElement { Value.Length: 0 } area:
                    yield return (area.Name!, $"What {name} told us");
                    break;
                // What is public must not be private, and what is private stays: words that leave are what is to be looked through.
                case IHtmlSelectElement { Name: "consent" } consent
                    when consent.Options.Any(o => o.Value == "Innovation"):
                    yield return ("consent", "Innovation");
                    break;
                case IHtmlInputElement { Name: "isSensitive" }:
                    break;
                case IHtmlSelectElement select when select.Options.Any(o => o.Value.Length > 0):
                    var choice = (
                        select.Options.FirstOrDefault(o => o.Value == $"{person}")
                        ?? select.Options.LastOrDefault(o => o.Value.Length > 0 && !chosen.Contains(o.Value))
                        ?? select.Options.Last(o => o.Value.Length > 0)
                    ).Value;
                    if (Guid.TryParse(choice, out _))
                        chosen.Add(choice);
                    yield return (select.Name!, choice);
                    break;
                case IHtmlInputElement { Type: "radio" } radio when radios.Add(radio.Name!):
                    yield return (radio.Name!, radio.Value);
                    break;
                case IHtmlInputElement { Type: "checkbox" } box:
                    yield return (box.Name!, box.Value);
                    break;
                case IHtmlInputElement { Type: "text", Value.Length: 0 } text
                    when Typed(text, person, name) is { } typed:
                    yield return (text.Name!, typed);
                    break;
            }
        }
    }

    private static string? Typed(IHtmlInputElement text, Guid person, string name)
    {
        var field = text.Name ?? "";
        return field switch
        {
            _ when field.EndsWith("-day", StringComparison.Ordinal) => "3",
            _ when field.EndsWith("-month", StringComparison.Ordinal) => "3",
            // An end comes after its beginning.
            _ when field.EndsWith("-year", StringComparison.Ordinal) => field.StartsWith(
                "until",
                StringComparison.Ordinal
            )
            || field.StartsWith("to", StringComparison.Ordinal)
            || field.StartsWith("planned", StringComparison.Ordinal)
                ? "2031"
                : "2025",
            _ when field.EndsWith("Currency", StringComparison.Ordinal) => null,
            _ when field.EndsWith("ersonId", StringComparison.Ordinal) => $"{person}",
            _ when field.Contains("ebsite", StringComparison.Ordinal)
                    || field.Contains("link", StringComparison.OrdinalIgnoreCase) => "https://example.org/",
            _ when field.Contains("ostcode", StringComparison.Ordinal)
                    || field.Contains("dentifier", StringComparison.Ordinal) => "",
            "email" => "somebody@example.org",
            _ when text.GetAttribute("inputmode") is "numeric" or "decimal" => "1",
            _ => $"By {name}",
        };
    }

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
