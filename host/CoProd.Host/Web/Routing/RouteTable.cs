using Autofac;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web.Routing;

/// <summary>The routes of one module, with its own services behind them.</summary>
internal sealed class RouteTable(
    string moduleId,
    Database? database,
    IServiceProvider services,
    IApplicationBuilder app
) : IModuleRoutes, IEndpointRouteBuilder
{
    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IServiceProvider ServiceProvider => services;

    public IApplicationBuilder CreateApplicationBuilder() => app.New();

    public IEnumerable<RouteEndpoint> Endpoints =>
        DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public void Page(string pattern, string permission, Func<IVisit, Task<IResult?>> show) =>
        Map(HttpMethods.Get, pattern, async visit => await show(visit) ?? Results.NotFound(), Rule(permission));

    public void Query<TModel>(string pattern, string permission, Func<IVisit, Task<TModel?>> answer)
        where TModel : class =>
        Map(
            HttpMethods.Get,
            pattern,
            async visit => await answer(visit) is { } model ? Results.Ok(model) : Results.NotFound(),
            Rule(permission) with
            {
                Api = true,
            },
            [Answers(StatusCodes.Status200OK, typeof(TModel)), Problem(StatusCodes.Status404NotFound)]
        );

    public void Form<TForm>(FormRoute<TForm> form)
    {
        var doors = new FormDoors<TForm>(form);
        var rule = Rule(form.Permission);
        var sizes = new RequestSize(form.MaxBytes);
        Map(HttpMethods.Get, form.Page, doors.Open, rule);
        Map(HttpMethods.Post, form.Page, doors.Post, rule with { Labelled = doors.Labelled }, [sizes]);
        if (form.Api is { } api)
            Map(
                HttpMethods.Post,
                api,
                doors.PostJson,
                rule with
                {
                    Api = true,
                    Fields = doors.Fields,
                },
                [
                    sizes,
                    Answers(StatusCodes.Status201Created, typeof(Made)),
                    Problem(StatusCodes.Status400BadRequest, typeof(HttpValidationProblemDetails)),
                    Problem(StatusCodes.Status404NotFound),
                    Problem(StatusCodes.Status409Conflict),
                    Problem(StatusCodes.Status422UnprocessableEntity),
                ]
            );
    }

    // As a plain delegate: what is only typed Delegate is compiled when the routes are looked at, which made up half of every start. The
    // description of the API finds its routes by the method they name.
    private void Map(
        string method,
        string pattern,
        Func<Visit, Task<IResult>> answer,
        RouteRule rule,
        object[]? more = null
    )
    {
        RequestDelegate handler = async http => await (await Guarded(http, answer)).ExecuteAsync(http);
        var route = this.MapMethods(pattern, [method], handler).WithMetadata([rule, .. more ?? []]);
        if (rule.Api)
            route.WithMetadata(handler.Method).WithTags(Tag);
        else
            route.ExcludeFromDescription();
    }

    private static ProducesResponseTypeMetadata Answers(int status, Type type) =>
        new(status, type, ["application/json"]);

    private static ProducesResponseTypeMetadata Problem(int status, Type? type = null) =>
        new(status, type ?? typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]);

    private string Tag => moduleId.Replace("CoProd.", "", StringComparison.Ordinal);

    private RouteRule Rule(string? permission) => new() { Permission = permission, ModuleId = moduleId };

    // An innovation that the caller may not see is answered as one that does not exist. Asked live, never of a copy that may lag.
    private async Task<IResult> Guarded(HttpContext http, Func<Visit, Task<IResult>> answer)
    {
        await using var capabilities = http.RequestServices.GetRequiredService<Func<Capabilities>>()();
        var visit = new Visit(http, database, capabilities);
        if (http.GetRouteValue("innovationId") is not null && !await MaySee(visit, capabilities))
            return Results.NotFound();
        var result = await answer(visit);
        // Programs get no frame, and neither does somebody who is led on.
        if (
            http.GetEndpoint()?.Metadata.GetMetadata<RouteRule>() is not { Api: true }
            && result is not Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult
            && http.RequestServices.GetRequiredService<Ui.Shell.IShell>() is Shell shell
        )
            await shell.Prepare();
        // What this request wrote shows on the page it leads to.
        if (HttpMethods.IsPost(http.Request.Method))
            await http.RequestServices.GetRequiredService<Events.Settle>().Briefly(http.RequestAborted);
        return result;
    }

    private static async Task<bool> MaySee(Visit visit, Capabilities capabilities)
    {
        if (!Guid.TryParse(visit.Http.GetRouteValue("innovationId") as string, out var id))
            return false;
        var found = await capabilities.Directory.Innovations([id], visit.Gone);
        return found is [{ Withdrawn: false } innovation]
            && (
                visit.Caller.SeesAll
                || visit.Caller is Caller { GivenHere: > AccessLevel.None }
                || (visit.Caller.PersonId is { } person && innovation.People.Contains(person))
            );
    }
}

/// <summary>The most bytes a route takes; larger is refused before it is read.</summary>
internal sealed record RequestSize(long? MaxRequestBodySize)
    : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;

/// <summary>The answer to a record made through the API.</summary>
internal sealed record Made(Guid Id, string Path);
