using CoProd.Contracts.Contributions;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Web.Pages;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Web;

/// <summary>The one place where exceptions and bare status codes become words: a page for people, problem details for programs.</summary>
internal sealed class ErrorPages(RequestDelegate next, ModuleCatalogue modules, FullDisk disk, ILogger<ErrorPages> log)
{
    public async Task Invoke(HttpContext http)
    {
        var services = http.RequestServices;
        try
        {
            await next(http);
            if (
                http.Response.StatusCode >= 400
                && !http.Response.HasStarted
                && http.Response.ContentLength is null
                && http.Response.ContentType is null
            )
                await Tell(http, http.Response.StatusCode, null);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // They have gone; nobody reads an answer.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            // The module's own services may be what failed.
            http.Features.Set<IServiceProvidersFeature>(null);
            http.RequestServices = services;
            await (disk.Is(e) ? TellFull(http) : Tell(http, StatusOf(e), Note(http, e)));
        }
    }

    private static int StatusOf(Exception e) =>
        e switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            // A form with signs that are no text has a cause inside; one over a limit has none.
            InvalidDataException { InnerException: not null } => StatusCodes.Status400BadRequest,
            InvalidDataException => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status500InternalServerError,
        };

    private string? Note(HttpContext http, Exception e)
    {
        if (StatusOf(e) < 500)
            return null;
        var reference = Guid.CreateVersion7().ToString("N")[^8..];
        log.LogError(e, "Error {Reference} at {Method} {Path}", reference, http.Request.Method, http.Request.Path);
        if (
            http.GetEndpoint()?.Metadata.GetMetadata<RouteRule>() is { } rule
            && modules.Find(rule.ModuleId) is { } module
        )
            modules.Fault(module, http.Request.Path, e);
        return reference;
    }

    private static async Task TellFull(HttpContext http)
    {
        http.Response.Clear();
        http.Response.Headers.RetryAfter = FullDisk.TryAgainAfterSeconds;
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await (
            IsForPrograms(http)
                ? NoRoom.Problem()
                : Ui.Show.Page<ErrorPage>(("Status", StatusCodes.Status503ServiceUnavailable), ("NoRoom", true))
        ).ExecuteAsync(http);
    }

    private static bool IsForPrograms(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/openapi");

    private static async Task Tell(HttpContext http, int status, string? reference)
    {
        http.Response.Clear();
        http.Response.StatusCode = status;
        if (IsForPrograms(http))
            await Results
                .Problem(statusCode: status, extensions: reference is null ? null : [new("reference", reference)])
                .ExecuteAsync(http);
        else
            await Ui.Show.Page<ErrorPage>(("Status", status), ("Reference", reference)).ExecuteAsync(http);
    }
}
