using System.Globalization;
using Autofac;
using Autofac.Extensions.DependencyInjection;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.Host.Data;
using CoProd.Host.Events;
using CoProd.Host.Modules;
using CoProd.Host.Web;
using CoProd.Ui.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host;

/// <summary>One installation, running: its engine, its modules, and the web application in front. The console's verbs use it without the web.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly DeliverySignal signal = new();
    private readonly FileStream? running;

    private Site(
        HostOptions options,
        Engine engine,
        Database host,
        IReadOnlyList<LoadedModule> modules,
        FileStream? running
    )
    {
        this.running = running;
        Ledger = running is null || options.WithoutModules ? Ledger.None() : Ledger.Of(options.DataFolder);
        Switches = new ModuleSwitches(host);
        Options = options;
        Engine = engine;
        HostDatabase = host;
        Modules = new ModuleCatalogue(modules, options.Clock, options.AnswerLimit);
        Settings = new InstitutionSettings(host);
    }

    public HostOptions Options { get; }

    public Engine Engine { get; }

    public Database HostDatabase { get; }

    public ModuleCatalogue Modules { get; }

    public InstitutionSettings Settings { get; }

    public Ledger Ledger { get; }

    public ModuleSwitches Switches { get; }

    public WebApplication Web { get; private set; } = null!;

    public IServiceProvider Services => Web.Services;

    /// <summary>Stops this run and begins another in the same process; null where nobody would begin it.</summary>
    public Action? StartAgain { get; set; }

    /// <summary>Tells one run from the next.</summary>
    public Guid Run { get; } = Guid.CreateVersion7();

    public string EngineDescription => Engine.Describe;

    /// <summary>Opens the data, loads the modules and builds the web application. Nothing listens yet.</summary>
    public static async Task<Site> Open(HostOptions options, CancellationToken ct)
    {
        OwnFolder.Make(options.DataFolder);
        await Backups.Restoring.Finish(options);
        Moving.Move.RefuseHalf(options.DataFolder);
        if (options is { Serves: true, WithoutModules: false, SafeMode: false })
            await Packages.Wishes.Make(options, ct);
        // Until somebody chooses a language: dates and money as they are written in Britain.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture =
            CultureInfo.GetCultureInfo("en-GB");
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        var running = options.Serves ? TakeLock(options.DataFolder) : null;
        var opened = Engine.For(options);
        await FinishChanges(opened, options, running is not null, ct);
        var ownScripts = OwnScripts(options);
        var host = await opened.Open("host", ownScripts, ct);
        var site = new Site(options, opened, host, ModuleLoader.Find(options), running);
        await site.Settings.Load(ct);
        await site.LoadModules(ct);
        await site.OpenDatabases(ct);
        site.Web = WebSetup.Build(site);
        site.OpenScopes();
        WebSetup.Map(site);
        await Audit.ModuleChanges.Note(site, site.Services.GetRequiredService<Audit.AuditTrail>(), ct);
        await site.OpenEvents(ct);
        // The console cannot see what the service was started with.
        if (options.Serves && !options.WithoutModules && site.Settings.Find(HostSettings.ServedUrl) != Url(options))
            await site.Settings.Set(HostSettings.ServedUrl, Url(options), ct);
        var projections = site.Services.GetRequiredService<Projections>();
        if (
            site.Modules.Active.Any(module =>
                module.Declared!.Capabilities.Contains(typeof(Contracts.Capabilities.IInnovationDirectory))
            )
        )
            await projections.FillNewcomers(ct);
        await Backups.Restored.Apply(site, ct);
        // What an archive brought and a kill cut short, or what waited for a module that is here now.
        if (!options.WithoutModules)
            await site.Services.GetRequiredService<Leaving.Arrivals>().Resume(ct);
        // Not only after a restore: data also comes back when a module is rolled back, taken in, or put back by hand.
        if (!options.WithoutModules)
            await site.Services.GetRequiredService<Privacy.CatchUp>().Run(ct);
        return site;
    }

    /// <summary>Takes the installation for this process: two services on one data folder would not know of each other.</summary>
    /// <exception cref="InvalidOperationException">Another service runs on it.</exception>
    internal static FileStream TakeLock(string folder)
    {
        try
        {
            return new FileStream(
                Path.Combine(folder, "host.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                $"CoProd already runs on {folder}. Stop it first, or choose another folder with --data.",
                e
            );
        }
    }

    // A verb beside no service takes the installation for that moment; a service that runs has done it at its start.
    private static async Task FinishChanges(Engine engine, HostOptions options, bool alone, CancellationToken ct)
    {
        if (Packages.ModuleLock.Read(options.DataFolder).Errands is null)
            return;
        await using var held = alone ? null : TakeLock(options.DataFolder);
        await Packages.Installer.Finish(engine, options.DataFolder, ct);
    }

    private async Task LoadModules(CancellationToken ct)
    {
        if (Options.WithoutModules)
            return;
        await Switches.SetCulpritAside(Ledger, Modules, ct);
        ModuleLoader.Load(Modules.All, await Switches.Load(ct), Ledger, Options.StepLimit);
    }

    private async Task OpenDatabases(CancellationToken ct)
    {
        foreach (var module in Modules.All.Where(module => module.State == ModuleState.Resolved))
        {
            module.State = ModuleState.Migrating;
            try
            {
                if (module.Declared!.HasSchema)
                    module.Database = await Migrated(module, Scripts(module.Assembly!), ct);
            }
            catch (Exception e)
            {
                module.SetAside(e);
            }
        }
    }

    private static string Url(HostOptions options) => options.PublicUrl?.AbsoluteUri ?? "";

    /// <summary>The scripts of the host's own database.</summary>
    internal static IReadOnlyList<Script> OwnScripts(HostOptions options) =>
        Script.In(typeof(Site).Assembly, "Schema/", options.Postgres is not null);

    /// <summary>The scripts that a module's assembly brings for this engine.</summary>
    public IReadOnlyList<Script> Scripts(System.Reflection.Assembly assembly) =>
        Script.In(assembly, ".Schema.", Options.Postgres is not null);

    private async Task<Database> Migrated(LoadedModule module, IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Options.MigrationLimit);
        using var entry = Ledger.Enter(module.Id, "bringing its data up to date", starting: true);
        try
        {
            return await Engine.Open(module.Id, scripts, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"It was still bringing its data up to date after {Options.MigrationLimit.TotalSeconds:0} seconds. The data is as it was.",
                e
            );
        }
    }

    private void OpenScopes()
    {
        var root = Services.GetAutofacRoot();
        foreach (var module in Modules.All.Where(module => module.State == ModuleState.Migrating))
            ModuleLoader.Step(
                module,
                ModuleState.Active,
                () => module.Scope = OpenScope(root, module),
                Ledger,
                "making its services",
                Options.StepLimit
            );
        var subscriptions = (List<Subscription>)Services.GetRequiredService<IReadOnlyList<Subscription>>();
        subscriptions.AddRange(Modules.Active.SelectMany(module => module.Declared!.Subscriptions));
    }

    private async Task OpenEvents(CancellationToken ct)
    {
        var states = Services.GetRequiredService<ModuleStates>();
        await states.Note(ct);
        List<Hearer> hearers =
        [
            .. HostSubscriber.Subscriptions.Select(s => new Hearer(s.ModuleId, s.Event.FullName!)),
            .. await states.Hearers(ct),
        ];
        foreach (
            var database in Modules.Active.Select(module => module.Database).OfType<Database>().Append(HostDatabase)
        )
            database.Outbox = new Outbox(hearers, signal);
        await Services.GetRequiredService<KeptDeliveries>().Settle(ct);
    }

    private ILifetimeScope OpenScope(ILifetimeScope root, LoadedModule module)
    {
        var tag = "module:" + module.Id;
        var scope = root.BeginLifetimeScope(
            tag,
            builder =>
            {
                builder.Populate(module.Declared!.Services, tag);
                builder.RegisterInstance(new ModuleSettings(module.Declared, Settings)).As<ISettings>();
                if (module.Database is { } database)
                    builder.RegisterInstance(database).As<IModuleDatabase>().ExternallyOwned();
            }
        );
        // A module whose services cannot be made is told so now, not at somebody's first click.
        using var trial = scope.BeginLifetimeScope();
        foreach (var contribution in module.Declared!.Contributions.Distinct())
            trial.Resolve(typeof(IEnumerable<>).MakeGenericType(contribution));
        return scope;
    }

    /// <summary>What a verb of the console did something to, for the trail; set by the verb.</summary>
    public ConsoleAbout About { get; set; } = new();

    /// <summary>What everything in the root scope may ask for.</summary>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.AddSingleton(Options);
        services.AddSingleton(Options.Clock);
        services.AddSingleton(Modules);
        services.AddSingleton(Settings);
        services.AddSingleton(Ledger);
        services.AddSingleton(Switches);
        services.AddSingleton(HostDatabase);
        services.AddSingleton(Engine);
        services.AddSingleton(Engine.Disk);
        services.AddSingleton(signal);
        services.AddSingleton<IReadOnlyList<Subscription>>(new List<Subscription>(HostSubscriber.Subscriptions));
        services.AddSingleton<Func<Capabilities>>(() => new Capabilities(Modules));
        services.AddSingleton<ModuleStates>();
        services.AddSingleton<Security.Access.RoleBook>();
        services.AddSingleton<Security.Access.InnovationAccess>();
        services.AddSingleton<Security.Access.ClosedAgain>();
        services.AddSingleton<Projections>();
        services.AddSingleton<Board.BoardMaker>();
        services.AddSingleton<Web.Pictures.PictureMaker>();
        services.AddSingleton<HostSubscriber>();
        services.AddSingleton<KeptDeliveries>();
        services.AddSingleton<Deliverer>();
        services.AddSingleton<Settle>();
        services.AddSingleton<AssetFiles>();
        services.AddSingleton<Audit.AuditTrail>();
        services.AddSingleton<Backups.IAfterRestore>(s => s.GetRequiredService<Audit.AuditTrail>());
        services.AddSingleton<Mail.Mails>();
        services.AddSingleton<Backups.IAfterRestore>(s => s.GetRequiredService<Mail.Mails>());
        services.AddSingleton<Privacy.AfterList>();
        services.AddSingleton<Privacy.PersonFiles>();
        services.AddSingleton<Privacy.TextScrub>();
        services.AddSingleton<Privacy.Erasure>();
        services.AddSingleton<Privacy.CatchUp>();
        services.AddSingleton<Leaving.Gathering>();
        services.AddSingleton<Leaving.ArchivePages>();
        services.AddSingleton<Leaving.ArchiveWriter>();
        services.AddSingleton<Leaving.Arrivals>();
        services.AddSingleton<Contracts.Capabilities.IStorySoFar, Web.Home.StoryReader>();
        services.AddScoped<IShell, Shell>();
        services.AddScoped(_ => new Capabilities(Modules));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var module in Modules.All.Where(module => module.Scope is not null))
            await module.Scope!.DisposeAsync();
        await Web.DisposeAsync();
        await Engine.DisposeAsync();
        signal.Dispose();
        Ledger.Dispose();
        if (running is not null)
            await running.DisposeAsync();
    }
}

/// <summary>Whom and what a verb of the console concerns.</summary>
internal sealed record ConsoleAbout
{
    public Guid? RecordId { get; init; }

    public Guid? InnovationId { get; init; }

    /// <summary>A role, a level, a state: nothing personal.</summary>
    public string Detail { get; init; } = "";
}
