using System.Text.Json.Nodes;
using CoProd.Contracts.Capabilities;
using CoProd.Host.Privacy;

namespace CoProd.Host.Leaving;

/// <summary>
/// Takes whoever was erased here out of an archive before a word of it is written down. Who they were is forgotten here, so it is the archive
/// itself that tells their name: it stands beside an id on the list of what must hold.
/// </summary>
internal static class ErasedHere
{
    public static Archive TakenOut(Archive archive, IReadOnlyList<AfterLine> lines, IReadOnlySet<string> words)
    {
        var erased = lines
            .Where(line => line.What == AfterList.Erased)
            .Select(line => line.Id.ToString())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (erased.Count == 0)
            return archive;
        var records = archive.Records.ToDictionary(part => part.Key, part => Parsed(part.Value));
        var names = new List<string>();
        foreach (var part in records.Values)
            Unname(part, erased, names);
        if (names.Count == 0)
            return archive;
        var hiding = new NameHiding([.. names.Select(Somebody)], []);
        return archive with
        {
            Records = records.ToDictionary(part => part.Key, part => Written(hiding.In(part.Value, words))),
            Story = Written(hiding.In(Parsed(archive.Story), words)),
            Signed = Written(hiding.In(Parsed(archive.Signed), words)),
        };
    }

    private static void Unname(JsonNode? node, HashSet<string> erased, List<string> names)
    {
        if (node is JsonArray list)
            foreach (var entry in list)
                Unname(entry, erased, names);
        if (node is not JsonObject row)
            return;
        if (
            row["id"] is JsonValue id
            && erased.Contains(ArchiveTable.TextOf(id))
            && row["name"] is JsonValue name
            && ArchiveTable.TextOf(name) is { Length: > 0 } called
        )
        {
            names.Add(called);
            row["name"] = "";
        }
        foreach (var (_, value) in row)
            Unname(value, erased, names);
    }

    private static PersonLeaving Somebody(string name) =>
        new()
        {
            PersonId = Guid.Empty,
            TakesPart = true,
            ByName = false,
            Name = name,
        };

    private static JsonNode? Parsed(string text) => JsonNode.Parse(text, documentOptions: new() { MaxDepth = 300 });

    private static string Written(JsonNode? node) => node?.ToJsonString(Manifest.Json) ?? "null";
}
