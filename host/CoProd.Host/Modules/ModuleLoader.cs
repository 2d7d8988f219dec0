using CoProd.Host.Packages;

namespace CoProd.Host.Modules;

/// <summary>Finds modules and brings each as far as it goes. One that fails is set aside with its reason; the rest go on.</summary>
internal static class ModuleLoader
{
    /// <summary>The module on which all others stand. It alone runs in safe mode, and is never set aside for a death of the process.</summary>
    public const string Ground = "CoProd.Register";

    /// <summary>Every module that lies in a folder, its manifest and files looked at; no code of theirs has run.</summary>
    public static IReadOnlyList<LoadedModule> Find(HostOptions options)
    {
        var installed = ModuleLock
            .Read(options.DataFolder)
            .Modules.Select(m => new LoadedModule(
                m.Key,
                ModuleLock.FolderOf(options.DataFolder, m.Key, m.Value.Version)
            )
            {
                ManifestHash = m.Value.ManifestSha256,
            })
            .ToList();
        // An installed package takes the place of the module of that name that came with CoProd.
        var found = options
            .ModuleFolders.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Order(StringComparer.Ordinal)
            .Select(folder => new LoadedModule(Path.GetFileName(folder), folder))
            .ExceptBy(installed.Select(module => module.Id), module => module.Id)
            .Concat(installed)
            .ToList();
        foreach (var module in found)
            Step(module, ModuleState.Verified, () => Verify(module, found));
        if (options.SafeMode)
            found.RemoveAll(module => module.Id != Ground);
        return ModuleOrder.Of(found);
    }

    /// <summary>Loads those that are not switched off, each after the modules it needs.</summary>
    public static void Load(
        IReadOnlyList<LoadedModule> modules,
        IReadOnlyDictionary<string, Switch> switches,
        Ledger ledger,
        TimeSpan limit
    )
    {
        foreach (var module in modules.Where(module => module.State == ModuleState.Verified))
        {
            if (
                switches.GetValueOrDefault(module.Id) is { } off
                && (off.ByHand || off.Version == module.Manifest!.Version)
            )
                module.SwitchOff(off);
            else
                Step(module, ModuleState.Resolved, () => Load(module), ledger, "being loaded", limit);
        }
    }

    /// <summary>Takes one step with a module, on a thread of its own. Whatever it throws, or taking too long, sets it aside and goes no further.</summary>
    public static void Step(
        LoadedModule module,
        ModuleState reached,
        Action step,
        Ledger ledger,
        string doing,
        TimeSpan limit
    ) =>
        Step(
            module,
            reached,
            () =>
            {
                // A deep stack or an endless wait is the module's own; the start goes on without it.
                var task = Task.Factory.StartNew(
                    () =>
                    {
                        using (ledger.Enter(module.Id, doing, starting: true))
                            step();
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                );
                if (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(limit))
                    throw new TimeoutException(
                        $"It was still {doing} after {limit.TotalSeconds:0} seconds, and the others did not wait any longer."
                    );
                task.GetAwaiter().GetResult();
            }
        );

    private static void Step(LoadedModule module, ModuleState reached, Action step)
    {
        try
        {
            if (module.Needs.FirstOrDefault(needed => needed.IsAside) is { } missing)
                throw new ModuleRefusedException($"It needs {missing.Id}, which is not running.");
            step();
            module.State = reached;
        }
        catch (Exception e)
        {
            module.SetAside(e);
        }
    }

    /// <summary>A module's main assembly, in a load context of its own. None of its code runs.</summary>
    public static System.Reflection.Assembly Open(string folder, ModuleManifest manifest)
    {
        var main = Path.GetFullPath(Path.Combine(folder, manifest.Assembly));
        try
        {
            return new ModuleLoadContext(manifest.Id, main).LoadFromAssemblyPath(main);
        }
        catch (BadImageFormatException)
        {
            throw new ModuleRefusedException($"Its file {manifest.Assembly} is damaged. Install the module again.");
        }
    }

    private static void Verify(LoadedModule module, List<LoadedModule> all)
    {
        var manifest = ModuleManifest.Read(module.Folder);
        if (module.ManifestHash is { } hash)
            ModuleFiles.CheckManifest(module.Folder, hash);
        manifest.CheckItself();
        if (
            all.Exists(other =>
                other != module
                && other.Manifest is not null
                && other.Id.Equals(manifest.Id, StringComparison.OrdinalIgnoreCase)
            )
        )
            throw new ModuleRefusedException($"Another folder already holds {manifest.Id}.");
        module.Manifest = manifest;
        module.Id = manifest.Id;
        manifest.CheckContracts();
        ModuleFiles.CheckHashes(module.Folder, manifest);
        ModulePackage.CheckFiles(module.Folder);
        ModuleFiles.Verify(module.Folder, manifest);
    }

    private static void Load(LoadedModule module)
    {
        var assembly = Open(module.Folder, module.Manifest!);
        var declared = ModuleRules.Declare(assembly, module.Manifest!);
        module.Assembly = assembly;
        module.Declared = declared;
    }
}
