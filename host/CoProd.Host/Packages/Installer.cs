using CoProd.Host.Data;
using CoProd.Host.Modules;
using NuGet.Versioning;

namespace CoProd.Host.Packages;

/// <summary>
/// Changes what is installed, while the service is stopped. Packages are unpacked beside what is there and data is kept before anything
/// is decided; then the lock file is replaced, in one move. A kill before that changes nothing, and after it everything is done.
/// </summary>
internal sealed class Installer(Site site, Feeds feeds)
{
    private readonly string data = site.Options.DataFolder;

    /// <summary>What an installation would do: nothing is changed.</summary>
    public Task<IReadOnlyList<Choice>> Plan(IReadOnlyDictionary<string, VersionRange> wanted, CancellationToken ct)
    {
        var here = site
            .Modules.All.Where(m => m.Manifest is not null)
            .DistinctBy(m => m.Id)
            .ToDictionary(m => m.Id, m => NuGetVersion.Parse(m.Manifest!.Version), StringComparer.OrdinalIgnoreCase);
        return new Resolver(feeds.Offers, ModuleManifest.ContractsVersion, here).Resolve(wanted, ct);
    }

    /// <summary>Carries a plan out.</summary>
    /// <returns>A sentence for each thing that was done.</returns>
    public async Task<IReadOnlyList<string>> Apply(IReadOnlyList<Choice> plan, CancellationToken ct)
    {
        var next = ModuleLock.Read(data);
        var done = new List<string>();
        foreach (var (offer, because) in plan)
        {
            var version = offer.Version.ToNormalizedString();
            var before = site.Modules.Find(offer.Id)?.Manifest?.Version;
            if (before == version)
            {
                done.Add($"{offer.Id} {version} is installed already.");
                continue;
            }
            var (hash, folder) = await Bring(offer, version, ct);
            if (before is not null)
                await Keep(offer.Id, before, folder, ct);
            next.Modules[offer.Id] = new Locked
            {
                Version = version,
                Sha256 = hash,
                Previous = before,
                Because = because,
            };
            done.Add(
                before is null
                    ? $"{offer.Id} {version} is installed."
                    : $"{offer.Id} goes from {before} to {version}. `coprod module rollback {offer.Id}` brings {before} back with its data of today."
            );
        }
        next.Write(data);
        return done;
    }

    private async Task<(string Hash, string Folder)> Bring(Offer offer, string version, CancellationToken ct)
    {
        var package = await feeds.Fetch(offer, ct);
        try
        {
            var folder = ModuleLock.FolderOf(data, offer.Id, version);
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            var manifest = ModulePackage.Unpack(package, folder);
            if (manifest.Id != offer.Id || manifest.Version != version)
                throw new ModuleRefusedException(
                    $"The package of {offer.Id} {version} holds {manifest.Id} {manifest.Version}."
                );
            manifest.CheckContracts();
            ModuleFiles.Verify(folder, manifest);
            return (ModuleFiles.HashOf(package), folder);
        }
        finally
        {
            File.Delete(package);
        }
    }

    // The new scripts are tried on a copy of today's data first: what would fail at the start fails here, with everything as it was.
    private async Task Keep(string id, string version, string folder, CancellationToken ct)
    {
        var manifest = ModuleManifest.Read(folder);
        var main = Path.GetFullPath(Path.Combine(folder, manifest.Assembly));
        var assembly = new ModuleLoadContext(id, main).LoadFromAssemblyPath(main);
        var scripts = Script.In(assembly, ".Schema.", site.Options.Postgres is not null);
        await site.Engine.Rehearse(id, scripts, ct);
        await site.Engine.Keep(id, version, ct);
    }

    /// <summary>Brings back the version before the last upgrade, with its data as it was then.</summary>
    public async Task<string> Rollback(string id, CancellationToken ct)
    {
        var next = ModuleLock.Read(data);
        if (!next.Modules.TryGetValue(id, out var locked) || locked.Previous is not { } previous)
            throw new InvalidOperationException(
                $"{id} has no version before this one to go back to. Nothing was changed."
            );
        var undone = await site.Engine.Restore(id, previous, ct);
        // A version that came with CoProd itself lies in its own folder.
        if (Directory.Exists(ModuleLock.FolderOf(data, id, previous)))
            next.Modules[id] = locked with { Version = previous, Previous = null };
        else
            next.Modules.Remove(id);
        next.Write(data);
        return $"{id} {previous} is back, with its data as it was before the upgrade."
            + (undone is null ? "" : $" What was recorded since is kept in {undone}.");
    }

    /// <summary>Removes a module. Its data stays unless it is purged.</summary>
    public async Task<string> Uninstall(string id, bool purge, CancellationToken ct)
    {
        var next = ModuleLock.Read(data);
        if (ModuleSwitches.Refusal(site.Modules, id) is { } refusal)
            throw new InvalidOperationException(refusal + " Nothing was changed.");
        if (!next.Modules.Remove(id))
            throw new InvalidOperationException(
                $"{id} came with CoProd itself and cannot be removed. `coprod module disable {id}` leaves it out. Nothing was changed."
            );
        next.Write(data);
        Directory.Delete(Path.Combine(data, "modules", id), recursive: true);
        if (!purge)
            return $"{id} is removed. Its data stays, for when it is installed again.";
        await site.Engine.Drop(id, ct);
        return $"{id} is removed with its data.";
    }
}
