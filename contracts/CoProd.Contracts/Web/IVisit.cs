using CoProd.Contracts.Data;
using Microsoft.AspNetCore.Http;

namespace CoProd.Contracts.Web;

/// <summary>One request to a module, with all that a slice may want to know of it.</summary>
public interface IVisit
{
    /// <summary>Who asks.</summary>
    ICaller Caller { get; }

    /// <summary>The module's database.</summary>
    IModuleDatabase Database { get; }

    /// <summary>The clock.</summary>
    TimeProvider Clock { get; }

    /// <summary>Ends when the person has gone.</summary>
    CancellationToken Gone { get; }

    /// <summary>The id in the route's <c>{innovationId}</c>. The host has already seen that the caller may see that innovation.</summary>
    /// <exception cref="InvalidOperationException">The route names no innovation.</exception>
    Guid InnovationId { get; }

    /// <summary>An id in the route by its name.</summary>
    Guid RouteId(string name);

    /// <summary>A value behind the question mark of the address; null when it is not there.</summary>
    string? Asked(string name);

    /// <summary>A service of the module, or a capability that is always there.</summary>
    T Get<T>()
        where T : notnull;

    /// <summary>A capability of another module; null when no such module is installed.</summary>
    T? Maybe<T>()
        where T : class;

    /// <summary>The whole address of one of our own pages, as it works from elsewhere: for a card, a letter or a QR code.</summary>
    /// <param name="path">A path that begins with a slash.</param>
    string Address(string path);

    /// <summary>Says something at the top of the next page the person sees.</summary>
    void Say(string sentence);

    /// <summary>The request itself, for what the above does not give.</summary>
    HttpContext Http { get; }
}
