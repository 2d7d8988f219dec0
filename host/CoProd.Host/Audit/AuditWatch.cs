using System.Security.Claims;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Security;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CoProd.Host.Audit;

/// <summary>What a door tells the trail about the request it answered.</summary>
internal sealed class AuditNote
{
    public AuditOutcome? Outcome { get; set; }

    public Guid? RecordId { get; set; }

    /// <summary>A module, a setting, a role: nothing personal.</summary>
    public string Detail { get; set; } = "";

    public bool Kept { get; set; }

    /// <summary>The note of a request; one that nobody reads where the request is not watched.</summary>
    public static AuditNote Of(HttpContext http) => http.Features.Get<AuditNote>() ?? new AuditNote();
}

/// <summary>
/// Sees every request that a route answers, and notes in the trail what was sent, refused, taken away or read of a person. What changed
/// something is noted before the answer leaves; what was only read, right after.
/// </summary>
internal sealed class AuditWatch(RequestDelegate next, AuditTrail trail)
{
    public async Task Invoke(HttpContext http)
    {
        if (
            http.GetEndpoint() is not RouteEndpoint endpoint
            || endpoint.Metadata.GetMetadata<RouteRule>() is not { } rule
            // The colours of pages; and what a device is to sign, which opens nothing before it is answered.
            || endpoint.RoutePattern.RawText is "/look" or Web.PasskeyDoor.Start
        )
        {
            await next(http);
            return;
        }
        var visit = new Watched(http, endpoint, rule, http.User);
        http.Features.Set(visit.Note);
        // Back from the provider somebody comes in, or does not, by an address alone.
        var changes = HttpMethods.IsPost(http.Request.Method) || endpoint.RoutePattern.RawText == Web.SsoDoor.In;
        if (changes || rule.Permission is not null)
            http.Response.OnStarting(() => Keep(visit, http.Response.StatusCode));
        try
        {
            await next(http);
        }
        catch (Exception e) when (changes && e is not (BadHttpRequestException or InvalidDataException))
        {
            await Keep(visit, StatusCodes.Status500InternalServerError);
            throw;
        }
        // They may have gone before the answer could leave. What they did stays done.
        if (changes || visit.CameIn)
            await Keep(visit, http.Response.StatusCode);
    }

    private async Task Keep(Watched visit, int status)
    {
        if (visit.Note.Kept || Entry(visit, status) is not { } entry)
            return;
        visit.Note.Kept = true;
        if (entry.Kind is AuditKind.Read or AuditKind.Downloaded || entry.Outcome == AuditOutcome.Denied)
            trail.Note(entry);
        else
            await trail.Append(entry);
    }

    private static AuditEntry? Entry(Watched visit, int status)
    {
        var (http, rule) = (visit.Http, visit.Rule);
        var who = visit.CameIn ? IdOf(http.User) : SignedIn(http);
        // Whoever was sent to the sign-in page did nothing yet.
        if (who is null && rule.Permission is not (null or Permission.Anyone))
            return null;
        if (visit.Kind(status) is not { } kind || visit.Outcome(status) is not { } outcome)
            return null;
        return new AuditEntry
        {
            Kind = kind,
            Action = $"{http.Request.Method} {visit.Endpoint.RoutePattern.RawText}",
            Outcome = outcome,
            Who = who,
            ModuleId = rule.ModuleId,
            RecordId = visit.Note.RecordId ?? RouteIds(http).LastOrDefault(),
            InnovationId = RouteId(http, "innovationId"),
            PersonId = RouteId(http, "personId"),
            Detail = visit.Note.Detail,
            From = http.Connection.RemoteIpAddress?.ToString(),
        };
    }

    private static Guid? SignedIn(HttpContext http) =>
        http.Features.Get<ICaller>() is { } caller and not NobodyCaller ? caller.AccountId : null;

    private static Guid? IdOf(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    private static IEnumerable<Guid?> RouteIds(HttpContext http) =>
        http
            .Request.RouteValues.Values.Select(value => Guid.TryParse(value as string, out var id) ? id : (Guid?)null)
            .Where(id => id is not null);

    private static Guid? RouteId(HttpContext http, string name) =>
        Guid.TryParse(http.Request.RouteValues[name] as string, out var id) ? id : null;

    /// <summary>A request under watch.</summary>
    private sealed record Watched(HttpContext Http, RouteEndpoint Endpoint, RouteRule Rule, ClaimsPrincipal Before)
    {
        public AuditNote Note { get; } = new();

        public bool CameIn => !ReferenceEquals(Before, Http.User) && Http.User.Identity is { IsAuthenticated: true };

        public AuditKind? Kind(int status) =>
            CameIn
            || Endpoint.RoutePattern.RawText
                is "/sign-in"
                    or "/sign-in/code"
                    or "/sign-in/second-step"
                    or "/sign-out"
                    or Web.PasskeyDoor.In
                    or Web.SsoDoor.In
                ? AuditKind.SignIn
            : HttpMethods.IsPost(Http.Request.Method) ? AuditKind.Sent
            : status == StatusCodes.Status403Forbidden ? AuditKind.Read
            : status != StatusCodes.Status200OK ? null
            : Http.Response.Headers.ContentDisposition.ToString().StartsWith("attachment", StringComparison.Ordinal)
                ? AuditKind.Downloaded
            : Http.Request.RouteValues.ContainsKey("personId") ? AuditKind.Read
            : null;

        // What could not even be read did nothing, and is not noted.
        public AuditOutcome? Outcome(int status) =>
            Note.Outcome is { } told ? told
            : status < 400 ? AuditOutcome.Done
            : status == StatusCodes.Status403Forbidden ? AuditOutcome.Denied
            : status == StatusCodes.Status404NotFound ? AuditOutcome.Missing
            : status >= 500 ? AuditOutcome.Failed
            : Rule.Permission is null ? AuditOutcome.Refused
            : null;
    }
}
