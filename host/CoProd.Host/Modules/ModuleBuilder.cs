using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Modules;

/// <summary>Takes a module's declarations and keeps them for the host to use.</summary>
internal sealed class ModuleBuilder(string id) : IModuleBuilder
{
    public string Id { get; } = id;

    public IServiceCollection Services { get; } = new ServiceCollection();

    public bool HasSchema { get; private set; }

    public List<Action<IModuleRoutes>> RouteMaps { get; } = [];

    public List<NavigationEntry> NavigationEntries { get; } = [];

    public List<NavigationEntry> InnovationLinks { get; } = [];

    public List<Permission> Permissions { get; } = [];

    public List<Setting> Settings { get; } = [];

    public List<PersonalData> PersonalData { get; } = [];

    public List<Type> Capabilities { get; } = [];

    public List<Subscription> Subscriptions { get; } = [];

    public List<Type> Published { get; } = [];

    public List<JobDeclaration> Jobs { get; } = [];

    public List<Type> Contributions { get; } = [];

    public void Schema() => HasSchema = true;

    public void Routes(Action<IModuleRoutes> map) => RouteMaps.Add(map);

    public void Navigation(NavigationEntry entry) => NavigationEntries.Add(entry);

    public void InnovationLink(NavigationEntry entry) => InnovationLinks.Add(entry);

    public void Permission(Permission permission) => Permissions.Add(permission);

    public void Setting(Setting setting) => Settings.Add(setting);

    public void Keeps(PersonalData data) => PersonalData.Add(data);

    public void Contributes<TContribution, TImplementation>()
        where TContribution : class, IContribution
        where TImplementation : class, TContribution
    {
        Services.AddScoped<TContribution, TImplementation>();
        Contributions.Add(typeof(TContribution));
    }

    public void Provides<TCapability, TImplementation>()
        where TCapability : class
        where TImplementation : class, TCapability
    {
        Services.AddScoped<TImplementation>();
        // Registered by its own type: the contract itself is answered by the host, which may ask several providers.
        Capabilities.Add(typeof(TCapability));
        Services.AddKeyedScoped<TCapability>(
            Provided.Key,
            (services, _) => services.GetRequiredService<TImplementation>()
        );
    }

    public void Publishes<TEvent>()
        where TEvent : class, IEvent => Published.Add(typeof(TEvent));

    public void Handles<TEvent, THandler>()
        where TEvent : class, IEvent
        where THandler : class, IEventHandler<TEvent>
    {
        Services.AddScoped<THandler>();
        Subscriptions.Add(Subscription.Of<TEvent, THandler>(Id));
    }

    public void Job<TJob>(string name, string cron)
        where TJob : class, IJob
    {
        Services.AddScoped<TJob>();
        Jobs.Add(new JobDeclaration(Id, name, cron, services => services.GetRequiredService<TJob>()));
    }
}

/// <summary>Marks a module's own implementation of a capability.</summary>
internal static class Provided
{
    public const string Key = "provided";
}

internal sealed record JobDeclaration(string ModuleId, string Name, string Cron, Func<IServiceProvider, IJob> Make);

/// <summary>Who hears which event, and how.</summary>
internal sealed record Subscription(
    string ModuleId,
    string Handler,
    Type Event,
    Func<IServiceProvider, IEvent, CancellationToken, Task<Action<Contracts.Data.IWriting>?>> Handle
)
{
    public static Subscription Of<TEvent, THandler>(string moduleId)
        where TEvent : class, IEvent
        where THandler : class, IEventHandler<TEvent> =>
        new(
            moduleId,
            typeof(THandler).FullName!,
            typeof(TEvent),
            (services, happened, ct) => services.GetRequiredService<THandler>().Handle((TEvent)happened, ct)
        );
}
