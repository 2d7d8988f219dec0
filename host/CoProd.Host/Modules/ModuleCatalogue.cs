using Autofac;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Modules;

/// <summary>All modules of this run, and the ways the host asks them.</summary>
internal sealed class ModuleCatalogue(IReadOnlyList<LoadedModule> modules, TimeProvider clock, TimeSpan longest)
{
    private readonly Patience patience = new(clock);

    public IReadOnlyList<LoadedModule> All => modules;

    public IReadOnlyList<LoadedModule> Active => [.. modules.Where(module => module.IsActive)];

    /// <summary>The module of that id. Of two folders that claim one id it is the one that serves.</summary>
    public LoadedModule? Find(string id) => modules.Where(module => module.Id == id).MaxBy(module => module.IsActive);

    public IEnumerable<Permission> Permissions =>
        HostPermissions.All.Concat(Active.SelectMany(module => module.Declared!.Permissions));

    public IEnumerable<NavigationEntry> Navigation =>
        Active.SelectMany(module => module.Declared!.NavigationEntries).OrderBy(entry => entry.Order);

    public Setting? Setting(string name) =>
        Active.SelectMany(module => module.Declared!.Settings).FirstOrDefault(setting => setting.Name == name);

    /// <summary>
    /// Asks every contribution of a kind, each in a scope of its module. One that fails, also while it is made, is noted and left out;
    /// the others count. So is one that takes longer than <paramref name="limit"/>, ten seconds if nothing else is said. Only the asker's
    /// own <paramref name="ct"/> ends the asking: a module that cancels itself has failed. Who keeps everybody waiting again and again is
    /// left alone for a while.
    /// </summary>
    public async Task<IReadOnlyList<(LoadedModule Module, TResult Result)>> Ask<TContribution, TResult>(
        Func<TContribution, Task<TResult>> question,
        CancellationToken ct,
        Action<LoadedModule, Exception>? failed = null,
        TimeSpan? limit = null
    )
        where TContribution : class, IContribution
    {
        var answers = new List<(LoadedModule, TResult)>();
        var kind = typeof(TContribution);
        foreach (var module in Having<TContribution>())
        {
            if (patience.RestsUntil(module, kind) is { } until)
            {
                failed?.Invoke(
                    module,
                    new InvalidOperationException(
                        $"It did not answer in time again and again, and rests until {until:HH:mm}."
                    )
                );
                continue;
            }
            await using var scope = NewScope(module);
            foreach (var contribution in Make<TContribution>(module, scope, failed))
            {
                try
                {
                    // On a thread of its own: one that never comes back is left out like one that throws.
                    answers.Add(
                        (module, await Task.Run(() => question(contribution), ct).WaitAsync(limit ?? longest, ct))
                    );
                    patience.Answered(module, kind);
                }
                catch (Exception e) when (!ct.IsCancellationRequested)
                {
                    if (e is TimeoutException)
                        patience.KeptWaiting(module, kind);
                    Fault(module, kind.Name, e);
                    failed?.Invoke(module, e);
                }
            }
        }
        return answers;
    }

    private IEnumerable<LoadedModule> Having<TContribution>() =>
        Active.Where(module => module.Declared!.Contributions.Contains(typeof(TContribution)));

    private IReadOnlyList<TContribution> Make<TContribution>(
        LoadedModule module,
        ILifetimeScope scope,
        Action<LoadedModule, Exception>? failed
    )
        where TContribution : class, IContribution
    {
        try
        {
            return [.. scope.Resolve<IEnumerable<TContribution>>()];
        }
        catch (Exception e)
        {
            Fault(module, typeof(TContribution).Name, e.GetBaseException());
            failed?.Invoke(module, e);
            return [];
        }
    }

    /// <summary>The module that has a contribution fitting the question, with a scope to use it in; dispose the scope.</summary>
    public (LoadedModule Module, TContribution Contribution, ILifetimeScope Scope)? One<TContribution>(
        Func<TContribution, bool> fits
    )
        where TContribution : class, IContribution
    {
        foreach (var module in Having<TContribution>())
        {
            var scope = NewScope(module);
            if (Make<TContribution>(module, scope, failed: null).FirstOrDefault(fits) is { } found)
                return (module, found, scope);
            scope.Dispose();
        }
        return null;
    }

    public static ILifetimeScope NewScope(LoadedModule module) => module.Scope!.BeginLifetimeScope();

    /// <summary>The last faults of each module, for the modules page.</summary>
    public IReadOnlyList<ModuleFault> Faults
    {
        get
        {
            lock (faults)
                return [.. faults];
        }
    }

    private readonly LinkedList<ModuleFault> faults = [];

    public void Fault(LoadedModule module, string where, Exception e)
    {
        lock (faults)
        {
            faults.AddFirst(new ModuleFault(module.Id, where, e.Message, clock.GetUtcNow()));
            while (faults.Count > 100)
                faults.RemoveLast();
        }
    }
}

internal sealed record ModuleFault(string ModuleId, string Where, string Message, DateTimeOffset At);
