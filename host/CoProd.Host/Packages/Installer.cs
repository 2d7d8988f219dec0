using CoProd.Host.Data;
using CoProd.Host.Modules;
using NuGet.Versioning;

namespace CoProd.Host.Packages;

/// <summary>
/// Changes what is installed, while the service is stopped. Packages are unpacked beside what is there and data is kept before anything
/// is decided; then the lock file is replaced, in one move. A kill before that changes nothing; after it, what is left to do stands in
/// the lock file as errands. Only what brings packages needs feeds.
/// </summary>
internal sealed class Installer(Site site, Feeds? feeds = null, IReadOnlyCollection<string>? allowedUnsigned = null)
{
    private readonly string data = site.Options.DataFolder;

    private Feeds From => feeds ?? throw new InvalidOperationException("This installer was given no feeds.");

    /// <summary>What an installation would do: nothing is changed.</summary>
    /// <exception cref="InvalidOperationException">Nothing fits, or it would set a module aside that runs; the sentence says which.</exception>
    public async Task<IReadOnlyList<Choice>> Plan(
        IReadOnlyDictionary<string, VersionRange> wanted,
        CancellationToken ct
    )
    {
        var here = Resolver.VersionsOf(site.Modules.All);
        var plan = await new Resolver(From.Offers, ModuleManifest.ContractsVersion, here).Resolve(wanted, ct);
        foreach (var choice in plan.Where(IsNew))
            CheckLeavesNobodyBehind(choice.Offer, plan);
        return plan;
    }

    private void CheckLeavesNobodyBehind(Offer offer, IReadOnlyList<Choice> plan)
    {
        foreach (var module in site.Modules.All.Where(module => module.Manifest is not null && !module.IsAside))
        {
            if (
                plan.All(choice => choice.Offer.Id != module.Id)
                && module
                    .Manifest!.Dependencies.Concat(module.Manifest.Optional)
                    .Any(needed => needed.Key == offer.Id && !Ranges.Fits(needed.Value, offer.Version))
            )
                throw new InvalidOperationException(
                    $"{module.Id} {module.Manifest!.Version} does not work with {offer.Id} {offer.Version}. Bring a version of {module.Id} that does first. Nothing was changed."
                );
        }
    }

    /// <summary>What a plan would do, a sentence each.</summary>
    public IReadOnlyList<string> Tell(IReadOnlyList<Choice> plan) => [.. plan.Select(Tell)];

    private string Tell(Choice choice)
    {
        var (offer, because) = choice;
        var (before, version) = (Here(offer.Id), offer.Version.ToNormalizedString());
        return before == version ? $"{offer.Id} {version} is installed already."
            : before is null ? $"Install {offer.Id} {version} from {offer.Feed}, because {because}."
            : $"Bring {offer.Id} from {before} to {version} from {offer.Feed}, because {because}.";
    }

    private string? Here(string id) => site.Modules.Find(id)?.Manifest?.Version;

    /// <summary>Carries a plan out.</summary>
    /// <returns>A sentence for each thing that was done.</returns>
    public async Task<IReadOnlyList<string>> Apply(IReadOnlyList<Choice> plan, CancellationToken ct) =>
        [.. plan.Where(choice => !IsNew(choice)).Select(Tell), .. await Swap(await Bring(plan, ct), ct)];

    /// <summary>Whether a choice is another version than what is here.</summary>
    public bool IsNew(Choice choice) => Here(choice.Offer.Id) != choice.Offer.Version.ToNormalizedString();

    /// <summary>Brings what a plan asks for, judges it and unpacks it beside what is there. Nothing uses it yet; the service may run.</summary>
    /// <returns>How each module is to be locked.</returns>
    public async Task<IReadOnlyDictionary<string, Locked>> Bring(
        IReadOnlyList<Choice> plan,
        CancellationToken ct,
        IProgress<BringStep>? watched = null
    )
    {
        var brought = new Dictionary<string, Locked>();
        var coming = plan.Where(IsNew).ToList();
        foreach (var (at, (offer, because)) in coming.Index())
        {
            var version = offer.Version.ToNormalizedString();
            var folder = ModuleLock.FolderOf(data, offer.Id, version);
            var (hash, signer) = await Bring(
                offer,
                version,
                folder,
                (done, bytes) => watched?.Report(new(at * 2 + done, coming.Count * 2, offer.Id, version, bytes)),
                ct
            );
            brought[offer.Id] = new Locked
            {
                Version = version,
                Sha256 = hash,
                ManifestSha256 = ModuleFiles.HashOf(Path.Combine(folder, "module.json")),
                SignedBy = signer?.Fingerprint,
                Because = because,
            };
        }
        return brought;
    }

    /// <summary>Looks at what a plan would bring, away from the installation, and says what would be refused of it.</summary>
    /// <returns>A sentence for each package that could not be installed; none when all could.</returns>
    public async Task<IReadOnlyList<string>> Refusals(IReadOnlyList<Choice> plan, CancellationToken ct)
    {
        var refused = new List<string>();
        var aside = Directory.CreateTempSubdirectory("coprod-plan-");
        try
        {
            foreach (var (offer, _) in plan.Where(IsNew))
            {
                try
                {
                    var version = offer.Version.ToNormalizedString();
                    await Bring(offer, version, Path.Combine(aside.FullName, offer.Id), (_, _) => { }, ct);
                }
                catch (ModuleRefusedException e)
                {
                    refused.Add(e.Message);
                }
            }
        }
        finally
        {
            aside.Delete(recursive: true);
        }
        return refused;
    }

    /// <summary>Puts what was brought in the place of what is there, which is kept with its data. No service may run.</summary>
    /// <returns>A sentence for each thing that was done.</returns>
    public async Task<IReadOnlyList<string>> Swap(IReadOnlyDictionary<string, Locked> brought, CancellationToken ct)
    {
        var next = ModuleLock.Read(data);
        var done = new List<string>();
        foreach (var (id, locked) in brought)
        {
            var before = Here(id);
            if (before is not null)
                await Keep(id, before, ModuleLock.FolderOf(data, id, locked.Version), ct);
            next.Modules[id] = locked with
            {
                Previous = before,
                Before = next.Modules.GetValueOrDefault(id) is { } was
                    ? was with
                    {
                        Before = null,
                        Previous = null,
                    }
                    : null,
            };
            done.Add(
                before is null
                    ? $"{id} {locked.Version} is installed."
                    : $"{id} goes from {before} to {locked.Version}. {before} can be brought back with its data of today."
            );
        }
        next.Write(data);
        return done;
    }

    private async Task<(string Hash, TrustedKey? Signer)> Bring(
        Offer offer,
        string version,
        string folder,
        Action<int, long> told,
        CancellationToken ct
    )
    {
        var keys = await new Trust(site.HostDatabase).For(offer.Id, ct);
        told(0, 0);
        var package = await From.Fetch(offer, ct, bytes => told(0, bytes));
        try
        {
            told(1, new FileInfo(package).Length);
            TrustedKey? signer = null;
            ModulePackage.Unpack(
                package,
                folder,
                (half, manifest) => signer = Judge(half, manifest, offer, version, keys)
            );
            return (ModuleFiles.HashOf(package), signer);
        }
        finally
        {
            File.Delete(package);
        }
    }

    // Refuses what may not be installed, else says who vouches for it.
    private TrustedKey? Judge(
        string folder,
        ModuleManifest manifest,
        Offer offer,
        string version,
        IReadOnlyList<TrustedKey> keys
    )
    {
        if (manifest.Id != offer.Id || manifest.Version != version)
            throw new ModuleRefusedException(
                $"The package of {offer.Id} {version} holds {manifest.Id} {manifest.Version}."
            );
        if (!SaysTheSame(manifest, offer))
            throw new ModuleRefusedException(
                $"The package of {offer.Id} {version} names other needs outside than inside."
            );
        var signer = Signature.SignerOf(folder, keys);
        if (signer is null && allowedUnsigned?.Contains(offer.Id, StringComparer.OrdinalIgnoreCase) != true)
            throw new ModuleUnsignedException(
                offer.Id,
                $"{offer.Id} {version} is not signed by anybody whose modules of that name you trust. Ask its publisher for their key and trust it with `coprod feed trust`, or allow this one with --allow-unsigned {offer.Id}. Nothing was changed."
            );
        manifest.CheckItself();
        ModulePackage.CheckFiles(folder);
        manifest.CheckContracts();
        ModuleFiles.Verify(folder, manifest);
        return signer;
    }

    private static bool SaysTheSame(ModuleManifest manifest, Offer offer)
    {
        var inside = manifest.Dependencies.Append(new(ModulePackage.ContractsId, manifest.Contracts)).ToList();
        return inside.Count == offer.Needs.Count
            && inside.TrueForAll(needed =>
                offer.Needs.TryGetValue(needed.Key, out var range)
                && range.Equals(Ranges.Read(needed.Key, needed.Value))
            );
    }

    // The new scripts are tried on a copy of today's data first: what would fail at the start fails here, with everything as it was.
    private async Task Keep(string id, string version, string folder, CancellationToken ct)
    {
        var assembly = ModuleLoader.Open(folder, ModuleManifest.Read(folder));
        ModuleRules.CheckScripts(assembly);
        var scripts = site.Scripts(assembly);
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
        // A version that came with CoProd itself lies in its own folder.
        if (locked.Before is { } before)
        {
            await CheckStillGood(id, before, ct);
            next.Modules[id] = before;
        }
        else
            next.Modules.Remove(id);
        var errand = new Errand
        {
            Restore = previous,
            Undone = $"undone-{site.Options.Clock.GetUtcNow():yyyyMMdd-HHmmss}",
        };
        var undone = await Choose(next, id, errand, ct);
        return $"{id} {previous} is back, with its data as it was before the upgrade."
            + (undone is null ? "" : $" What was recorded since is kept in {undone}.");
    }

    // The choice and what it asks for are written in one move, then done. Answers where data that was replaced is kept.
    private async Task<string?> Choose(ModuleLock next, string id, Errand errand, CancellationToken ct)
    {
        next.Leave(id, errand);
        next.Write(data);
        return (await Finish(site.Engine, data, ct)).GetValueOrDefault(id);
    }

    // What it goes back to must be as it was installed, and its publisher trusted still.
    private async Task CheckStillGood(string id, Locked before, CancellationToken ct)
    {
        var folder = ModuleLock.FolderOf(data, id, before.Version);
        var manifest = ModuleManifest.Read(folder);
        ModuleFiles.CheckManifest(folder, before.ManifestSha256);
        ModuleFiles.CheckHashes(folder, manifest);
        if (
            before.SignedBy is { } signer
            && (await new Trust(site.HostDatabase).For(id, ct)).All(key => key.Fingerprint != signer)
        )
            throw new ModuleRefusedException(
                $"{id} {before.Version} was signed with the key {signer}, which is not trusted any more. Nothing was changed."
            );
    }

    /// <summary>Gives up the version before the last upgrade and the data that was kept for it.</summary>
    public async Task<string> Confirm(string id, CancellationToken ct)
    {
        var next = ModuleLock.Read(data);
        if (!next.Modules.TryGetValue(id, out var locked) || locked.Previous is not { } previous)
            throw new InvalidOperationException($"{id} has no version before this one. Nothing was changed.");
        next.Modules[id] = locked with { Previous = null, Before = null };
        await Choose(next, id, new Errand { Forget = previous }, ct);
        return $"{id} {locked.Version} stays. {previous} and the data that was kept for it are removed.";
    }

    /// <summary>Removes a module. Its data stays unless it is purged.</summary>
    public async Task<string> Uninstall(string id, bool purge, CancellationToken ct)
    {
        var next = ModuleLock.Read(data);
        CheckRemovable(next, id);
        next.Modules.Remove(id);
        await Choose(next, id, new Errand { Remove = true, Purge = purge }, ct);
        return purge
            ? $"{id} is removed with its data."
            : $"{id} is removed. Its data stays, for when it is installed again.";
    }

    /// <summary>Refuses what cannot be removed, before anything is done for its removal.</summary>
    public void CheckRemovable(string id) => CheckRemovable(ModuleLock.Read(data), id);

    private void CheckRemovable(ModuleLock chosen, string id)
    {
        if (ModuleSwitches.Refusal(site.Modules, id) is { } refusal)
            throw new InvalidOperationException(refusal + " Nothing was changed.");
        if (!chosen.Modules.ContainsKey(id))
            throw new InvalidOperationException(
                $"{id} came with CoProd itself and cannot be removed. It can be switched off. Nothing was changed."
            );
    }

    /// <summary>
    /// Does what the lock file's choice still asks for. Whoever opens an installation calls it before any module's data is opened, so a
    /// change that was killed half-way is whole again without anybody's help.
    /// </summary>
    /// <returns>For each module whose data was put back, where what was there is kept now.</returns>
    public static async Task<IReadOnlyDictionary<string, string?>> Finish(
        Engine engine,
        string data,
        CancellationToken ct
    )
    {
        var undone = new Dictionary<string, string?>();
        var chosen = ModuleLock.Read(data);
        foreach (var (id, errand) in chosen.Errands ?? [])
        {
            if (errand is { Restore: { } label, Undone: { } kept })
                undone[id] = await engine.Restore(id, label, kept, ct);
            if (errand.Forget is { } version)
            {
                await engine.Forget(id, version, ct);
                RemoveFolder(ModuleLock.FolderOf(data, id, version));
            }
            if (errand.Remove)
                RemoveFolder(Path.Combine(data, "modules", id));
            if (errand.Purge)
                await engine.Drop(id, ct);
        }
        if (chosen.Errands is not null)
        {
            chosen.Errands = null;
            chosen.Write(data);
        }
        return undone;
    }

    private static void RemoveFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
