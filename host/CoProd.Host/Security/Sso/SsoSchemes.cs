using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CoProd.Host.Security.Sso;

/// <summary>Knows the way to the provider only while one is named: what is not set up is asked by no request.</summary>
internal sealed class SsoSchemes(IOptions<AuthenticationOptions> options, SsoSettings sso)
    : AuthenticationSchemeProvider(options)
{
    public override async Task<AuthenticationScheme?> GetSchemeAsync(string name) =>
        name == SsoSettings.Scheme && !sso.IsSetUp ? null : await base.GetSchemeAsync(name);

    public override async Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync() =>
        sso.IsSetUp ? await base.GetRequestHandlerSchemesAsync() : [];
}
