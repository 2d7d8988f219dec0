using CoProd.Contracts.Forms;
using CoProd.Host.Modules;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CoProd.Host.Web;

/// <summary>What programs may ask: the description at <c>/openapi</c>, made from the forms themselves, and a page to browse it at <c>/api</c>.</summary>
internal static class ApiDescription
{
    public static void Add(IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info.Title = "CoProd";
                    document.Info.Description = "Ask with a bearer token made by `coprod token create`.";
                    document.Components ??= new OpenApiComponents();
                    document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                    {
                        ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
                    };
                    document.Security =
                    [
                        new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("token", document)] = [] },
                    ];
                    return Task.CompletedTask;
                }
            );
            options.AddOperationTransformer(
                (operation, context, _) =>
                {
                    var rule = context
                        .Description.ActionDescriptor.EndpointMetadata.OfType<RouteRule>()
                        .FirstOrDefault();
                    if (rule is { Fields.Count: > 0 })
                        operation.RequestBody = Body(rule.Fields);
                    if (rule is { Permission: { } permission })
                        operation.Description = $"Needs the permission `{permission}`.";
                    return Task.CompletedTask;
                }
            );
        });

    public static void Map(RouteTable host)
    {
        var open = new RouteRule
        {
            Permission = HostPermissions.Home,
            ModuleId = "host",
            Api = true,
        };
        host.MapOpenApi("/openapi").ExcludeFromDescription().WithMetadata(open);
        host.Page("/api", HostPermissions.Home, Pages.ApiPage.Show);
    }

    private static OpenApiRequestBody Body(IReadOnlyCollection<FieldSpec> fields) =>
        new()
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = fields.Where(field => field.Required).Select(field => field.Name).ToHashSet(),
                        Properties = fields.ToDictionary(field => field.Name, field => (IOpenApiSchema)Schema(field)),
                    },
                },
            },
        };

    private static OpenApiSchema Schema(FieldSpec field) =>
        field.Kind switch
        {
            FieldKind.Date => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
            FieldKind.Money => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "Figures with a point, for example 1250.50.",
            },
            FieldKind.Whole => new OpenApiSchema { Type = JsonSchemaType.Integer },
            FieldKind.Number => new OpenApiSchema { Type = JsonSchemaType.Number },
            FieldKind.Tick => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            FieldKind.Id => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
            FieldKind.Several => new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema { Type = JsonSchemaType.String },
            },
            FieldKind.Choice => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. field.Choices.Select(choice => System.Text.Json.Nodes.JsonValue.Create(choice))],
            },
            _ => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = field.MaxLength },
        };
}
