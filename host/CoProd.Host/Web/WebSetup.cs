using Autofac;
using Autofac.Extensions.DependencyInjection;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Modules;
using CoProd.Host.Events;
using CoProd.Host.Mail;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Sso;
using CoProd.Host.Web.Pages;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoProd.Host.Web;

/// <summary>The web application: what it is made of, in which order a request passes it, and the routes of host and modules.</summary>
internal static class WebSetup
{
    public static WebApplication Build(Site site)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(Site).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
                EnvironmentName = Environments.Production,
            }
        );
        builder.Host.UseServiceProviderFactory(new AutofacServiceProviderFactory());
        builder.Host.UseSystemd().UseWindowsService();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // The keys lie in the host's database, which the administrator guards as a whole; the reminder would stand at each start.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, site.Options));
        site.AddServices(builder.Services);
        AddAccounts(builder.Services);
        PasskeyPlace.Add(builder.Services, site.Options);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "coprod.form";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        builder.Services.AddDataProtection().SetApplicationName("CoProd");
        builder
            .Services.AddOptions<KeyManagementOptions>()
            .Configure<KeyRing>((options, ring) => options.XmlRepository = ring);
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter())
        );
        ApiDescription.Add(builder.Services);
        PublicAddress.Add(builder.Services, site.Options);
        builder.Services.AddSingleton<OpenDoor>();
        builder.Services.AddSingleton(new VirusScanner(site.Settings.Find, site.Options));
        builder.Services.AddSingleton<Board.BoardLinks>();
        builder.Services.AddSingleton<Board.BoardBook>();
        // One that fails is logged. It must not take the site along.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o =>
            o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore
        );
        builder.Services.AddHostedService<Data.DiskWatch>();
        builder.Services.AddHostedService<DeliveryService>();
        builder.Services.AddHostedService<Pictures.NightlyRefresh>();
        builder.Services.AddSingleton<Backups.ScheduledBackups>();
        builder.Services.AddHostedService(s => s.GetRequiredService<Backups.ScheduledBackups>());
        builder.Services.AddHostedService<MailSender>();
        builder.Services.AddHostedService<DigestService>();
        builder.Services.AddHostedService(s => s.GetRequiredService<ForgottenPasswords>());
        builder.Services.AddSingleton<Imports.ImportRuns>();
        builder.Services.AddSingleton<Packages.Bringings>();
        builder.Services.AddHostedService<Imports.ImportWorker>();
        Jobs.JobSupervisor.Add(builder.Services, site);
        builder.Host.ConfigureContainer<ContainerBuilder>(container => RegisterCapabilities(container, site));
        return builder.Build();
    }

    private static void Listen(KestrelServerOptions kestrel, HostOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 1 << 20;
        kestrel.Listen(options.Listen, options.Port);
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddScoped<AccountStore>();
        services.AddScoped<IUserStore<Account>>(s => s.GetRequiredService<AccountStore>());
        services.AddScoped<SignIn>();
        services.AddScoped<Passwords>();
        services.AddSingleton<HashGate>();
        services.AddSingleton<Guesses>();
        services.AddSingleton<SecondSteps>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton<PasskeyCeremonies>();
        services.AddScoped<PasskeySignIn>();
        services.AddSingleton<AccountEvents>();
        services.AddSingleton<MailSettings>();
        services.AddSingleton<MailWriter>();
        services.AddSingleton<WaysIn>();
        services.AddSingleton<ForgottenPasswords>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SsoSettings>();
        services.AddSingleton<SsoLogins>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<SetupCode>();
        services.AddSingleton<DemoLinks>();
        services.AddIdentityCore<Account>(identity =>
        {
            identity.Password.RequiredLength = 12;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
            identity.User.AllowedUserNameCharacters = "";
        });
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 220_000);
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(
                IdentityConstants.ApplicationScheme,
                cookie =>
                {
                    cookie.Cookie.Name = "coprod.signed-in";
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    cookie.CookieManager = new SignInCookies();
                    // When a sign-in ends is decided here, by its session, not in the browser.
                    cookie.ExpireTimeSpan = TimeSpan.FromDays(400);
                    cookie.SlidingExpiration = false;
                }
            )
            // Between the provider and being in: who came, for as long as a password takes to type.
            .AddCookie(
                IdentityConstants.ExternalScheme,
                cookie =>
                {
                    cookie.Cookie.Name = "coprod.came";
                    cookie.Cookie.HttpOnly = true;
                    cookie.Cookie.SameSite = SameSiteMode.Lax;
                    cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    cookie.CookieManager = new SignInCookies();
                    cookie.ExpireTimeSpan = TimeSpan.FromMinutes(10);
                    cookie.SlidingExpiration = false;
                }
            )
            .AddOpenIdConnect(SsoSettings.Scheme, _ => { });
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, SsoOptions>();
        services.AddSingleton<IAuthenticationSchemeProvider, SsoSchemes>();
    }

    // A capability is answered by whoever provides it, in a scope that ends with the one that asked.
    private static void RegisterCapabilities(ContainerBuilder container, Site site)
    {
        foreach (
            var capability in site
                .Modules.All.SelectMany(m => m.Declared?.Capabilities ?? [])
                .Append(typeof(IAskGate))
                .Append(typeof(INoteHold))
                .Distinct()
        )
        {
            container
                .Register<object>(context =>
                    context.Resolve<Capabilities>().Find(capability)
                    ?? throw new InvalidOperationException($"No running module provides {capability.Name}.")
                )
                .As(capability)
                .InstancePerLifetimeScope()
                .ExternallyOwned();
        }
    }

    public static void Map(Site site)
    {
        var app = site.Web;
        app.UseForwardedHeaders();
        app.Use(Headers);
        app.Use(HeadAsGet);
        app.UseMiddleware<ErrorPages>();
        app.UseMiddleware<KnownHost>();
        app.UseRouting();
        app.Use((http, next) => UseModuleServices(site, http, next));
        app.UseAuthentication();
        app.UseMiddleware<Audit.AuditWatch>();
        app.UseMiddleware<CallerMiddleware>();
        app.UseEndpoints(_ => { });
        var host = new RouteTable("host", site.HostDatabase, site.Services, app);
        HostRoutes.Map(host, site);
        AddToApp(app, host);
        var taken = RouteChecks.Taken(host);
        // The register first, then by id: of two modules that want one address, it is never the ground that gives way.
        foreach (
            var module in site
                .Modules.Active.OrderBy(m => m.Declared!.Capabilities.Contains(typeof(IInnovationDirectory)) ? 0 : 1)
                .ThenBy(m => m.Id, StringComparer.Ordinal)
        )
            ModuleLoader.Step(
                module,
                ModuleState.Active,
                () => MapModule(app, module, taken),
                site.Ledger,
                "naming its addresses",
                site.Options.StepLimit
            );
    }

    private static void MapModule(WebApplication app, LoadedModule module, HashSet<string> taken)
    {
        var table = new RouteTable(module.Id, module.Database, new AutofacServiceProvider(module.Scope!), app);
        foreach (var map in module.Declared!.RouteMaps)
            map(table);
        RouteChecks.Check(table, taken, module);
        AddToApp(app, table);
    }

    private static void AddToApp(IEndpointRouteBuilder app, RouteTable table)
    {
        foreach (var source in table.DataSources)
            app.DataSources.Add(source);
    }

    private static async Task UseModuleServices(Site site, HttpContext http, RequestDelegate next)
    {
        var owner = http.GetEndpoint()?.Metadata.GetMetadata<RouteRule>()?.ModuleId;
        if (owner is not null and not "host" && site.Modules.Find(owner)?.Scope is { } scope)
        {
            http.Features.Set<IServiceProvidersFeature>(
                new RequestServicesFeature(http, scope.Resolve<IServiceScopeFactory>())
            );
            using (site.Ledger.Enter(owner, "answering " + Pattern(http)))
                await next(http);
            return;
        }
        await next(http);
    }

    private static string Pattern(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? http.Request.Path;

    // Whoever asks for the head alone gets the page's; the server leaves the body out by itself.
    private static Task HeadAsGet(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method))
            http.Request.Method = HttpMethods.Get;
        return next(http);
    }

    // Set as the answer starts, so that an error page carries them too.
    private static Task Headers(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            SetHeaders(http.Response.Headers);
            return Task.CompletedTask;
        });
        return next(http);
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // A page whose address is a secret says so more strictly itself.
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
