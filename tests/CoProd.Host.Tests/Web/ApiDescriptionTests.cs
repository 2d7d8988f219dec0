using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Host.Web.Routing;
using CoProd.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Web;

/// <summary>The description that programmers build on says what the doors really take.</summary>
public sealed class ApiDescriptionTests(Sites sites) : IClassFixture<Sites>
{
    [Fact]
    public async Task It_names_every_route_with_the_fields_of_its_form_and_how_one_proves_oneself()
    {
        var (site, document) = await Document();

        foreach (var (path, method, rule) in Routes(site))
        {
            var operation = document["paths"]?[path]?[method];
            Assert.True(operation is not null, $"{method} {path} is not described");
            var body = operation["requestBody"]?["content"]?["application/json"]?["schema"]?["properties"]?.AsObject();
            Assert.Equal(rule.Fields.Select(f => f.Name).Order(), (body?.Select(p => p.Key) ?? []).Order());
            Assert.Contains(rule.Permission!, (string?)operation["description"]);
        }
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["token"]!["scheme"]);
        Assert.Contains(document["security"]!.AsArray(), s => s!.AsObject().ContainsKey("token"));
    }

    [Fact]
    public async Task It_names_nothing_that_is_no_route_of_the_API_and_no_service_of_a_module()
    {
        var (site, document) = await Document();
        var known = Routes(site).Select(r => r.Path).ToHashSet();

        Assert.All(document["paths"]!.AsObject(), path => Assert.Contains(path.Key, known));
        // A service that only a module's scope knows can turn into a request body (ground-rules.md).
        foreach (var schema in document["components"]?["schemas"]?.AsObject().Select(s => s.Key) ?? [])
            Assert.DoesNotMatch("Database|Store|Service|Handler|Visit|Context|Clock|Provider", schema);
        foreach (var (_, methods) in document["paths"]!.AsObject())
            Assert.Null(methods!["get"]?["requestBody"]);
    }

    [Fact]
    public async Task A_form_s_field_says_what_it_takes()
    {
        var (_, document) = await Document();
        var schema = document["paths"]!["/api/innovations"]!["post"]!["requestBody"]!["content"]!["application/json"]![
            "schema"
        ]!;

        Assert.Equal(["name"], schema["required"]!.AsArray().Select(n => (string?)n));
        Assert.Equal(120, (int)schema["properties"]!["name"]!["maxLength"]!);
        Assert.Equal("date", (string?)schema["properties"]!["startedOn"]!["format"]);
    }

    [Fact]
    public async Task The_page_to_browse_it_lists_the_same_routes()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var page = await (await site.As(Role.Viewer)).Open("/api");

        Assert.Equal(
            Routes(site).Select(r => $"{r.Method.ToUpperInvariant()} {r.Path}").Order(),
            page.Document.QuerySelectorAll("details summary")
                .Where(s => s.QuerySelector("code") is not null)
                .Select(s => s.TextContent.Replace(":guid", "", StringComparison.Ordinal).Trim())
                .Order()
        );
        Assert.Contains("Needs the permission register.record.", page.Text);
    }

    private async Task<(TestSite, JsonNode)> Document()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var (_, document) = await (await site.As(Role.Viewer)).Get("/openapi");
        return (site, document!);
    }

    private static List<(string Path, string Method, RouteRule Rule)> Routes(TestSite site) =>
        [
            .. site.Host()
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
                .Select(e =>
                    (
                        e.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal),
                        e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single().ToLowerInvariant(),
                        e.Metadata.GetMetadata<RouteRule>()!
                    )
                ),
        ];
}
