using System.IO.Compression;
using CoProd.Host.Data;
using Dapper;
using NuGet.Common;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace CoProd.Host.Packages;

/// <summary>Where packages come from: folders, bundles (a zip with packages in it) and NuGet v3 servers, all asked the same way.</summary>
internal sealed class Feeds : IDisposable
{
    private const int MostHits = 50;

    private readonly List<(string Address, SourceRepository Source)> sources = [];
    private readonly List<string> unpacked = [];
    private readonly SourceCacheContext cache = new() { NoCache = true, DirectDownload = true };

    private Feeds(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
            sources.Add((address, Repository.Factory.GetCoreV3(IsBundle(address) ? Opened(address) : address)));
    }

    /// <summary>The feeds at these addresses.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot be a feed.</exception>
    public static Feeds At(IReadOnlyList<string> addresses) =>
        addresses.Select(Refusal).FirstOrDefault(refusal => refusal is not null) is { } wrong
            ? throw new InvalidOperationException(wrong + " Nothing was changed.")
            : new Feeds(addresses.Select(Full));

    /// <summary>What <c>coprod feed add</c> has kept.</summary>
    public static async Task<IReadOnlyList<string>> Known(Database host, CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<string>("select address from module_feed order by address"), ct)).AsList();

    /// <summary>A sentence that says why it cannot be a feed; null when it can.</summary>
    public static string? Refusal(string address) =>
        IsServer(address) ? null
        : Directory.Exists(address) || IsBundle(address) ? null
        : $"{address} is neither a folder, nor a bundle file, nor the address of a NuGet server.";

    /// <summary>The address as it is kept: of a server as it is, of a folder or a file from the root on.</summary>
    public static string Full(string address) => IsServer(address) ? address : Path.GetFullPath(address);

    private static bool IsServer(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static bool IsBundle(string address) => File.Exists(address);

    private string Opened(string bundle)
    {
        var folder = Directory.CreateTempSubdirectory("coprod-bundle-").FullName;
        unpacked.Add(folder);
        try
        {
            using var zip = ZipFile.OpenRead(bundle);
            foreach (
                var entry in zip.Entries.Where(e =>
                    e.Name == e.FullName && e.Name.EndsWith(".nupkg", StringComparison.OrdinalIgnoreCase)
                )
            )
                entry.ExtractToFile(Path.Combine(folder, entry.Name));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidOperationException($"{bundle} is no bundle, or it is damaged. Nothing was changed.", e);
        }
        return folder;
    }

    /// <summary>Every version of a package that some feed has, the highest first, with the feed it is in.</summary>
    public async Task<IReadOnlyList<Offer>> Offers(string id, CancellationToken ct)
    {
        var offers = new List<Offer>();
        foreach (var (address, source) in sources)
        {
            offers.AddRange(
                await Answered(
                    address,
                    async () => await Registered(address, source, id, ct) ?? await FromPackages(address, source, id, ct)
                )
            );
        }
        // The first feed wins where two have the same version, so that the order of feeds is the order of trust.
        return [.. offers.DistinctBy(offer => offer.Version).OrderByDescending(offer => offer.Version)];
    }

    // A server's registrations say of all versions at once what they need; null where it keeps none.
    private async Task<IEnumerable<Offer>?> Registered(
        string address,
        SourceRepository source,
        string id,
        CancellationToken ct
    )
    {
        var index = IsServer(address) ? await source.GetResourceAsync<ServiceIndexResourceV3>(ct) : null;
        if (
            index?.GetServiceEntryUri(ServiceTypes.RegistrationsBaseUrl) is null
            || await source.GetResourceAsync<PackageMetadataResource>(ct) is not { } registrations
        )
            return null;
        var versions = await registrations.GetMetadataAsync(
            id,
            includePrerelease: true,
            includeUnlisted: false,
            cache,
            NullLogger.Instance,
            ct
        );
        return versions.Select(one => new Offer(
            id,
            one.Identity.Version,
            address,
            NeedsOf(one.DependencySets.SelectMany(group => group.Packages))
        ));
    }

    // A folder's packages are opened one by one.
    private async Task<IEnumerable<Offer>> FromPackages(
        string address,
        SourceRepository source,
        string id,
        CancellationToken ct
    )
    {
        var found = await Of(address, source, ct);
        var offers = new List<Offer>();
        foreach (var version in await found.GetAllVersionsAsync(id, cache, NullLogger.Instance, ct) ?? [])
        {
            var info = await found.GetDependencyInfoAsync(id, version, cache, NullLogger.Instance, ct);
            offers.Add(
                new Offer(
                    id,
                    version,
                    address,
                    NeedsOf(info?.DependencyGroups.SelectMany(group => group.Packages) ?? [])
                )
            );
        }
        return offers;
    }

    private static Dictionary<string, VersionRange> NeedsOf(
        IEnumerable<NuGet.Packaging.Core.PackageDependency> needs
    ) => needs.ToDictionary(one => one.Id, one => one.VersionRange);

    /// <summary>What the feeds have whose name or description holds these words, the highest stable version of each.</summary>
    public async Task<IReadOnlyList<(string Id, NuGetVersion Version, string Feed)>> Search(
        string words,
        CancellationToken ct
    )
    {
        var found = new List<(string Id, NuGetVersion Version, string Feed)>();
        foreach (var (address, source) in sources)
        {
            // A server need not be able to search.
            if (
                (
                    IsServer(address)
                    && (
                        await Answered(address, () => source.GetResourceAsync<ServiceIndexResourceV3>(ct))
                    )?.GetServiceEntryUri(ServiceTypes.SearchQueryService)
                        is null
                ) || await source.GetResourceAsync<PackageSearchResource>(ct) is not { } search
            )
                continue;
            var filter = new SearchFilter(includePrerelease: false);
            var hits = await Answered(
                address,
                () => search.SearchAsync(words, filter, 0, MostHits, NullLogger.Instance, ct)
            );
            // One that is made of files answers everybody alike: with all it has, and with versions that are not stable.
            foreach (var hit in hits.Where(hit => Has(hit, words)))
                if (await Stable(hit) is { } version)
                    found.Add((hit.Identity.Id, version, address));
        }
        return [.. found.DistinctBy(hit => hit.Id).OrderBy(hit => hit.Id, StringComparer.Ordinal)];
    }

    private static async Task<NuGetVersion?> Stable(IPackageSearchMetadata hit) =>
        hit.Identity.Version.IsPrerelease
            ? (await hit.GetVersionsAsync()).Select(one => one.Version).Where(version => !version.IsPrerelease).Max()
            : hit.Identity.Version;

    private static bool Has(IPackageSearchMetadata hit, string words) =>
        new[] { hit.Identity.Id, hit.Title, hit.Description, hit.Tags }.Any(text =>
            text?.Contains(words, StringComparison.OrdinalIgnoreCase) == true
        );

    private static async Task<T> Answered<T>(string address, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is FatalProtocolException or HttpRequestException)
        {
            throw new InvalidOperationException(
                $"The feed {address} does not answer: {e.Message} Nothing was changed.",
                e
            );
        }
    }

    private static async Task<FindPackageByIdResource> Of(
        string address,
        SourceRepository source,
        CancellationToken ct
    ) =>
        await source.GetResourceAsync<FindPackageByIdResource>(ct)
        ?? throw new InvalidOperationException($"{address} is no feed of packages. Nothing was changed.");

    /// <summary>Brings a package into a file.</summary>
    /// <param name="offer">The package.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="here">Told how many bytes are here, again and again.</param>
    public async Task<string> Fetch(Offer offer, CancellationToken ct, Action<long>? here = null)
    {
        var path = Path.GetTempFileName();
        var found = await Of(offer.Feed, sources.First(s => s.Address == offer.Feed).Source, ct);
        await using var file = new ToldFile(path, here);
        if (!await found.CopyNupkgToStreamAsync(offer.Id, offer.Version, file, cache, NullLogger.Instance, ct))
            throw new InvalidOperationException(
                $"The feed {offer.Feed} lost {offer.Id} {offer.Version}. Nothing was changed."
            );
        return path;
    }

    // A file that tells how long it has become.
    private sealed class ToldFile(string path, Action<long>? told) : FileStream(path, FileMode.Create)
    {
        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await base.WriteAsync(buffer, cancellationToken);
            told?.Invoke(Position);
        }
    }

    public void Dispose()
    {
        cache.Dispose();
        foreach (var folder in unpacked)
            Directory.Delete(folder, recursive: true);
    }
}

/// <summary>A version of a module that a feed has.</summary>
/// <param name="Id">The module.</param>
/// <param name="Version">Its version.</param>
/// <param name="Feed">The feed's address.</param>
/// <param name="Needs">What it needs, the contracts among them.</param>
internal sealed record Offer(
    string Id,
    NuGetVersion Version,
    string Feed,
    IReadOnlyDictionary<string, VersionRange> Needs
);
