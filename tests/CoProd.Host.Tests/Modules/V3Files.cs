using System.IO.Compression;
using System.Text.Json.Nodes;
using NuGet.Packaging;

namespace CoProd.Host.Tests.Modules;

/// <summary>
/// Packages laid out as a NuGet v3 feed of plain files, for any web server: the service index, package content, registrations and a search
/// that answers everybody alike, as Microsoft's "NuGet Server API" names them and as static feeds are published.
/// </summary>
internal static class V3Files
{
    /// <summary>Writes the feed.</summary>
    /// <param name="packages">The folder with packages.</param>
    /// <param name="to">Where the files go.</param>
    /// <param name="address">Where a server will answer for that folder, without a slash at the end.</param>
    public static void Write(string packages, string to, string address)
    {
        var known = Directory
            .EnumerateFiles(packages, "*.nupkg")
            .Select(path => (Path: path, Head: Head(path)))
            .OrderBy(package => package.Head.GetVersion())
            .GroupBy(package => package.Head.GetId())
            .ToList();
        Save(
            to,
            "index.json",
            new JsonObject
            {
                ["version"] = "3.0.0",
                ["resources"] = new JsonArray(
                    Resource(address + "/content/", "PackageBaseAddress/3.0.0"),
                    Resource(address + "/about/", "RegistrationsBaseUrl/3.6.0"),
                    Resource(address + "/search.json", "SearchQueryService/3.0.0-beta")
                ),
            }
        );
        var found = new JsonArray();
        foreach (var package in known)
        {
            var id = package.Key.ToLowerInvariant();
            var versions = package
                .Select(one => one.Head.GetVersion().ToNormalizedString().ToLowerInvariant())
                .ToList();
            foreach (var ((path, _), version) in package.Zip(versions))
            {
                var content = Directory.CreateDirectory(Path.Combine(to, "content", id, version)).FullName;
                File.Copy(path, Path.Combine(content, $"{id}.{version}.nupkg"), overwrite: true);
                using var zip = ZipFile.OpenRead(path);
                zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal))
                    .ExtractToFile(Path.Combine(content, id + ".nuspec"), overwrite: true);
            }
            Save(to, $"content/{id}/index.json", new JsonObject { ["versions"] = new JsonArray([.. versions]) });
            Save(to, $"about/{id}/index.json", About(address, id, [.. package.Select(one => one.Head)]));
            found.Add(Found(address, package.Last().Head, versions));
        }
        Save(to, "search.json", new JsonObject { ["totalHits"] = found.Count, ["data"] = found });
    }

    private static NuspecReader Head(string path)
    {
        using var reader = new PackageArchiveReader(path);
        return reader.NuspecReader;
    }

    private static JsonObject Resource(string address, string type) => new() { ["@id"] = address, ["@type"] = type };

    private static JsonObject About(string address, string id, IReadOnlyList<NuspecReader> packages)
    {
        var items = packages.Select(one => (JsonNode)Leaf(address, id, one)).ToArray();
        return new()
        {
            ["count"] = 1,
            ["items"] = new JsonArray(
                new JsonObject
                {
                    ["@id"] = $"{address}/about/{id}/index.json#page",
                    ["count"] = items.Length,
                    ["lower"] = packages[0].GetVersion().ToNormalizedString(),
                    ["upper"] = packages[^1].GetVersion().ToNormalizedString(),
                    ["items"] = new JsonArray(items),
                }
            ),
        };
    }

    private static JsonObject Leaf(string address, string id, NuspecReader package)
    {
        var version = package.GetVersion().ToNormalizedString();
        var needs = package
            .GetDependencyGroups()
            .SelectMany(group => group.Packages)
            .Select(one =>
                (JsonNode)new JsonObject { ["id"] = one.Id, ["range"] = one.VersionRange.ToNormalizedString() }
            );
        return new()
        {
            ["@id"] = $"{address}/about/{id}/{version}.json",
            ["packageContent"] = $"{address}/content/{id}/{version}/{id}.{version}.nupkg",
            ["registration"] = $"{address}/about/{id}/index.json",
            ["catalogEntry"] = new JsonObject
            {
                ["@id"] = $"{address}/about/{id}/{version}.json",
                ["id"] = package.GetId(),
                ["version"] = version,
                ["listed"] = true,
                ["dependencyGroups"] = new JsonArray(new JsonObject { ["dependencies"] = new JsonArray([.. needs]) }),
            },
        };
    }

    private static JsonObject Found(string address, NuspecReader package, IEnumerable<string> versions) =>
        new()
        {
            ["id"] = package.GetId(),
            ["version"] = package.GetVersion().ToNormalizedString(),
            ["description"] = package.GetDescription(),
            ["versions"] = new JsonArray([
                .. versions.Select(version => new JsonObject
                {
                    ["@id"] = $"{address}/about/{package.GetId().ToLowerInvariant()}/{version}.json",
                    ["version"] = version,
                    ["downloads"] = 0,
                }),
            ]),
        };

    private static void Save(string folder, string name, JsonNode content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content.ToJsonString());
    }
}
