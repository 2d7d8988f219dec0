using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web.Routing;

internal sealed class Visit(HttpContext http, Database? database, Capabilities capabilities) : IVisit
{
    public HttpContext Http => http;

    public ICaller Caller =>
        http.Features.Get<ICaller>() ?? throw new InvalidOperationException("Nobody is signed in here.");

    public IModuleDatabase Database =>
        database ?? throw new InvalidOperationException("The module declared no schema.");

    public TimeProvider Clock => Get<TimeProvider>();

    public CancellationToken Gone => http.RequestAborted;

    public Guid InnovationId => RouteId("innovationId");

    public Guid RouteId(string name) =>
        Guid.TryParse(http.GetRouteValue(name) as string, out var id)
            ? id
            : throw new InvalidOperationException($"The route has no id {name}.");

    // PostgreSQL takes no NUL in a text; nobody types one.
    public string? Asked(string name) =>
        http.Request.Query[name] is [{ Length: > 0 } value, ..]
            ? value.Replace("\0", "", StringComparison.Ordinal)
            : null;

    public T Get<T>()
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    public T? Maybe<T>()
        where T : class => capabilities.Find<T>();

    public string Address(string path) => http.RequestServices.GetRequiredService<PublicAddress>().Of(http, path);

    public void Say(string sentence) => Flash.Say(http, sentence);
}
