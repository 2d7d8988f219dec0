using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Web;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Contracts.Modules;

/// <summary>Takes what a module declares. The host reads it once, after <see cref="IModule.Configure"/> has returned.</summary>
public interface IModuleBuilder
{
    /// <summary>The module's id, from its <c>module.json</c>: its folder of routes, its schema and its database role are named by it.</summary>
    string Id { get; }

    /// <summary>The module's own services. They live in a scope of the module: no other module sees them.</summary>
    IServiceCollection Services { get; }

    /// <summary>Says that the module keeps data: its scripts are the embedded resources <c>Schema/NNNN_name.sql</c>, run in order, each once.</summary>
    /// <remarks><c>NNNN_name.sqlite.sql</c> and <c>NNNN_name.postgres.sql</c> run on one engine only.</remarks>
    void Schema();

    /// <summary>Adds pages, forms and API routes. Each must say which permission it needs; one that does not is refused at start.</summary>
    void Routes(Action<IModuleRoutes> map);

    /// <summary>Adds an entry to the main navigation, shown to those who hold its permission.</summary>
    void Navigation(NavigationEntry entry);

    /// <summary>Adds a link to an innovation's page; its path holds <c>{innovationId}</c>.</summary>
    void InnovationLink(NavigationEntry entry);

    /// <summary>Declares a permission and the roles that hold it at first.</summary>
    void Permission(Permission permission);

    /// <summary>Declares a setting with its default: thresholds are settings, never constants in a formula.</summary>
    void Setting(Setting setting);

    /// <summary>Says that the module keeps a kind of data about people, why it may, and how long.</summary>
    void Keeps(PersonalData data);

    /// <summary>Contributes to a part of the whole, for example warnings or the practice map. Made anew for each use, in the module's scope.</summary>
    void Contributes<TContribution, TImplementation>()
        where TContribution : class, IContribution
        where TImplementation : class, TContribution;

    /// <summary>Provides a capability that other modules may ask for by its contract.</summary>
    void Provides<TCapability, TImplementation>()
        where TCapability : class
        where TImplementation : class, TCapability;

    /// <summary>Says that the module publishes this event.</summary>
    void Publishes<TEvent>()
        where TEvent : class, IEvent;

    /// <summary>Hears an event, published by whichever module. It arrives at least once and is handled once.</summary>
    void Handles<TEvent, THandler>()
        where TEvent : class, IEvent
        where THandler : class, IEventHandler<TEvent>;

    /// <summary>Runs a job on a schedule, in a scope of the module, under the host's supervision.</summary>
    /// <param name="name">A name within the module, for example <c>nightly-forecast</c>.</param>
    /// <param name="cron">A Quartz cron expression in UTC, for example <c>0 15 3 * * ?</c> for 03:15 every night.</param>
    void Job<TJob>(string name, string cron)
        where TJob : class, IJob;
}

/// <summary>Work done on a schedule.</summary>
public interface IJob
{
    /// <summary>Does the work. It must stop when asked to, and must be safe to run twice.</summary>
    Task Run(CancellationToken ct);
}

/// <summary>An entry of the main navigation.</summary>
public sealed record NavigationEntry
{
    /// <summary>The words, in the reader's language at the time of showing.</summary>
    public required Func<string> Text { get; init; }

    /// <summary>Where it leads, a path that begins with a slash.</summary>
    public required string Path { get; init; }

    /// <summary>The permission without which it is not shown.</summary>
    public required string Permission { get; init; }

    /// <summary>Name of an icon of CoProd.Ui.</summary>
    public string Icon { get; init; } = "circle";

    /// <summary>Smaller comes first; the ground modules use 10 to 50.</summary>
    public int Order { get; init; } = 100;
}

/// <summary>The kinds of people the host knows from the start.</summary>
public enum Role
{
    /// <summary>Looks after the installation: accounts, modules, settings. Sees no more of people's records than others,
    /// except to hand somebody their own file or to erase them, which the trail notes.</summary>
    Administrator,

    /// <summary>Coordinates innovations: records, plans, imports.</summary>
    Coordinator,

    /// <summary>A co-producer: sees what concerns them, and no more.</summary>
    CoProducer,

    /// <summary>Reads what is not personal, for example a board member.</summary>
    Viewer,
}

/// <summary>Something a person may or may not do.</summary>
public sealed record Permission
{
    /// <summary>
    /// The permission of a route that needs no account: whoever holds the link or code in its address may open it. Such a route begins with
    /// <c>/open/</c> (its API twin with <c>/api/open/</c>), names no innovation, and is limited in how often one address may try. Nobody is
    /// signed in there, even where somebody is elsewhere: what is told there is not tied to an account.
    /// </summary>
    public const string Anyone = "anyone";

    /// <summary>Name, prefixed by the module's, for example <c>resourcing.record</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it lets a person do, as a sentence.</summary>
    public required Func<string> Means { get; init; }

    /// <summary>
    /// The roles that hold it unless the institution says otherwise. Where co-producers do, what it opens across innovations is made for
    /// people who see some of them alone; any other opens for these on those innovations' own pages and nowhere else.
    /// </summary>
    public required IReadOnlyList<Role> HeldBy { get; init; }
}

/// <summary>A value that an institution may change.</summary>
public sealed record Setting
{
    /// <summary>Name, prefixed by the module's, for example <c>resourcing.gap-threshold</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it means, with its unit, as a sentence.</summary>
    public required Func<string> Means { get; init; }

    /// <summary>The value until the institution sets another, in invariant format.</summary>
    public required string Default { get; init; }
}

/// <summary>The institution's values of the module's settings.</summary>
public interface ISettings
{
    /// <summary>The value as it is now: the institution's, else the default.</summary>
    /// <exception cref="ArgumentException">The module declared no setting of that name.</exception>
    string this[string name] { get; }

    /// <summary>The value as a number.</summary>
    decimal Number(string name);
}
