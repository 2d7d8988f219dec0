using System.IO.Compression;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Leaving;

/// <summary>Archives as files, for the tests: made, taken apart, put together otherwise.</summary>
internal static class Archives
{
    public static string NewFile() =>
        Path.Combine(Directory.CreateTempSubdirectory("coprod-archive-").FullName, "innovation.zip");

    /// <summary>The innovation of that name, as a coordinator finds it.</summary>
    public static async Task<Guid> Innovation(this TestSite site, string name)
    {
        var sam = await site.As(Role.Coordinator);
        var page = await sam.Open($"/innovations?filter={Uri.EscapeDataString(name)}");
        return page
            .Document.QuerySelectorAll("main a[href^='/innovations/']")
            .Where(a => a.TextContent.Trim() == name)
            .Select(a => Guid.Parse(a.GetAttribute("href")!.Split('/')[2]))
            .First();
    }

    /// <summary>What every module gives of an innovation, by its id.</summary>
    public static async Task<SortedDictionary<string, string>> Whole(this TestSite site, Guid innovation)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var (module, records) in await site.Host()
                .Modules.Ask<IPortability, JsonNode>(
                    part => part.Export(innovation, CancellationToken.None),
                    CancellationToken.None,
                    (module, e) => throw new InvalidOperationException($"{module.Id}: {e.Message}", e)
                )
        )
            all[module.Id] = Told(records);
        return all;
    }

    /// <summary>The records of every module in an archive, by its id.</summary>
    public static SortedDictionary<string, string> Records(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries.Where(entry => entry.Name == "records.json"))
        {
            using var text = new StreamReader(entry.Open());
            all[entry.FullName.Split('/')[1]] = Told(JsonNode.Parse(text.ReadToEnd()));
        }
        return all;
    }

    // In which order an engine gives rows, and how often a record was edited, is nobody's loss.
    private static string Told(JsonNode? node) => Sorted(node)?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject row => new JsonObject(
                row.Where(value => value.Key != "version" && value.Value is not null)
                    .OrderBy(value => value.Key, StringComparer.Ordinal)
                    .Select(value => KeyValuePair.Create(value.Key, Sorted(value.Value)))
            ),
            JsonArray list => new JsonArray([
                .. list.Select(Sorted).OrderBy(entry => entry?.ToJsonString(), StringComparer.Ordinal),
            ]),
            _ => node?.DeepClone(),
        };

    /// <summary>All files in an archive, by their names.</summary>
    public static Dictionary<string, byte[]> Files(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (var from = entry.Open())
                from.CopyTo(content);
            all[entry.FullName] = content.ToArray();
        }
        return all;
    }

    /// <summary>An archive of other files, in the same place under another name.</summary>
    public static string Put(string beside, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var path = Path.Combine(Path.GetDirectoryName(beside)!, $"{Guid.CreateVersion7():N}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in files)
        {
            using var to = zip.CreateEntry(name).Open();
            to.Write(content);
        }
        return path;
    }
}
