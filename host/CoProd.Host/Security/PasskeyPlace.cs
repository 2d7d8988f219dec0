using CoProd.Host.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Security;

/// <summary>
/// The name that passkeys are made for and the address they are used at: those of the public URL. A passkey opens nothing under another
/// name, which is what makes it safe from pages that only look like ours; nor has it one where the address is a number.
/// </summary>
internal sealed class PasskeyPlace(PublicAddress address)
{
    /// <summary>The address that a browser must be at, for example <c>https://coprod.example.org</c>; null where passkeys cannot be.</summary>
    public string? Origin(HttpContext http)
    {
        var here = new Uri(address.Of(http, "/"));
        return here.HostNameType == UriHostNameType.Dns
            ? $"{here.Scheme}://{here.IdnHost}{(here.IsDefaultPort ? "" : ":" + here.Port)}"
            : null;
    }

    public static void Add(IServiceCollection services, HostOptions options)
    {
        services.AddSingleton<PasskeyPlace>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services
            .AddOptions<IdentityPasskeyOptions>()
            .Configure<PasskeyPlace>(
                (passkeys, place) =>
                {
                    passkeys.ServerDomain = options.PublicUrl?.IdnHost;
                    // It is both steps: the device must have asked for a finger, a face or its PIN, each time.
                    passkeys.UserVerificationRequirement = "required";
                    // Whoever signs in names no account: the device knows it.
                    passkeys.ResidentKeyRequirement = "required";
                    // Which make of device it is tells nothing that we would act on.
                    passkeys.AttestationConveyancePreference = "none";
                    passkeys.AuthenticatorTimeout = PasskeyCeremonies.Life;
                    passkeys.ValidateOrigin = asked =>
                        ValueTask.FromResult(!asked.CrossOrigin && asked.Origin == place.Origin(asked.HttpContext));
                }
            );
    }
}
