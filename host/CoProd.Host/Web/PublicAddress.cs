using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web;

/// <summary>Where people reach this installation, as it is written on cards and in mails.</summary>
internal sealed class PublicAddress(HostOptions options)
{
    /// <summary>Our own page's whole address: under the public URL where one was named, else as the request came.</summary>
    public string Of(HttpContext http, string path) =>
        options.PublicUrl is { } url
            ? new Uri(url, path).AbsoluteUri
            : UriHelper.BuildAbsolute(http.Request.Scheme, http.Request.Host, "/") + path.TrimStart('/');

    public static void Add(IServiceCollection services, HostOptions options)
    {
        services.AddSingleton<PublicAddress>();
        // Who is calling is taken from a header only where the call comes from a web server that the administrator named.
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var proxy in options.Proxies)
                forwarded.KnownProxies.Add(proxy);
            forwarded.ForwardedHeaders =
                options.Proxies.Count > 0
                    ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                    : ForwardedHeaders.None;
        });
    }
}

/// <summary>Where a public URL was named, answers under that name and the machine's own address alone: a forged name ends in no link of ours.</summary>
internal sealed class KnownHost(RequestDelegate next, HostOptions options)
{
    public Task Invoke(HttpContext http)
    {
        if (options.PublicUrl is { } url && !IsOurs(http.Request.Host.Host, url))
            throw new BadHttpRequestException(
                "This installation answers under another name.",
                StatusCodes.Status421MisdirectedRequest
            );
        return next(http);
    }

    private static bool IsOurs(string name, Uri url) =>
        name.Equals(url.Host, StringComparison.OrdinalIgnoreCase) || name is "localhost" or "127.0.0.1" or "[::1]";
}
