using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CoProd.Evaluation.Exchange.Fhir;

/// <summary>Something of a file that is not kept, and where it stood.</summary>
/// <param name="LinkId">The item; null for the file as a whole.</param>
/// <param name="What">Its name in FHIR, and for an extension its address.</param>
internal sealed record Loss(string? LinkId, string What);

/// <summary>
/// What a file loses here, found by writing out what was kept and comparing: so nothing is lost that is not named.
/// </summary>
internal static class Losses
{
    public static IReadOnlyList<Loss> Between(Resource file, Resource kept)
    {
        var losses = new List<Loss>();
        Compare(Json(file), Json(kept), null, "", losses);
        return [.. losses.Distinct()];
    }

    private static JsonObject Json(Resource resource) => JsonNode.Parse(resource.ToJson())!.AsObject();

    private static void Compare(JsonObject was, JsonObject kept, string? linkId, string path, List<Loss> losses)
    {
        var at = was["linkId"]?.GetValue<string>() ?? linkId;
        // Within an item, a path begins anew: the linkId says where.
        var below = was.ContainsKey("linkId") ? "" : path;
        foreach (var (name, value) in was)
        {
            if (value is null)
                continue;
            var here = below.Length > 0 ? $"{below}.{name}" : name;
            var now = kept[name];
            if (name is "extension" or "modifierExtension")
                Extensions(value.AsArray(), now as JsonArray, at, below, losses);
            else if (now is null)
                Lost(value, at, here, losses);
            else
                Compare(value, now, at, here, losses);
        }
    }

    private static void Compare(JsonNode was, JsonNode now, string? linkId, string path, List<Loss> losses)
    {
        switch (was, now)
        {
            case (JsonObject before, JsonObject after):
                Compare(before, after, linkId, path, losses);
                break;
            case (JsonArray before, JsonArray after):
                Lists(before, after, linkId, path, losses);
                break;
            default:
                if (!JsonNode.DeepEquals(was, now))
                    losses.Add(new(linkId, path));
                break;
        }
    }

    private static void Lists(JsonArray before, JsonArray after, string? linkId, string path, List<Loss> losses)
    {
        var left = new Queue<JsonNode?>(after);
        foreach (var one in before)
        {
            if (one is null)
                continue;
            if (left.TryPeek(out var next) && next is not null && IsSame(one, next))
            {
                left.Dequeue();
                Compare(one, next, linkId, path, losses);
            }
            else
                Lost(one, linkId, path, losses);
        }
    }

    // Left out ones shift the rest: the next of those kept is this one when it holds nothing that this one has not.
    private static bool IsSame(JsonNode one, JsonNode kept) =>
        (one, kept) switch
        {
            (JsonObject a, JsonObject b) => b.All(part =>
                part.Value is null or JsonObject or JsonArray
                    ? a.ContainsKey(part.Key)
                    : JsonNode.DeepEquals(a[part.Key], part.Value)
            ),
            _ => JsonNode.DeepEquals(one, kept),
        };

    private static void Extensions(JsonArray was, JsonArray? kept, string? linkId, string path, List<Loss> losses)
    {
        foreach (var extension in was.OfType<JsonObject>())
        {
            var url = extension["url"]?.ToString() ?? "";
            var same = kept?.OfType<JsonObject>().FirstOrDefault(other => other["url"]?.ToString() == url);
            var what = path.Length > 0 ? $"{path}.extension {url}" : $"extension {url}";
            if (same is null)
                losses.Add(new(linkId, what));
            else
                Compare(extension, same, linkId, what, losses);
        }
    }

    private static void Lost(JsonNode value, string? linkId, string path, List<Loss> losses)
    {
        if (value is JsonObject whole && whole["linkId"] is { } own)
            losses.Add(new(own.ToString(), path));
        else if (value is JsonObject answer && path.EndsWith("answer", StringComparison.Ordinal))
            losses.Add(new(linkId, $"{path}.{answer.Select(part => part.Key).FirstOrDefault("value")}"));
        else if (value is JsonObject contained && contained["resourceType"] is { } type)
            losses.Add(new(linkId, $"{path} {type}"));
        else if (value is JsonArray { Count: > 0 } list && list[0] is JsonObject)
            foreach (var one in list.OfType<JsonObject>())
                Lost(one, linkId, path, losses);
        else
            losses.Add(new(linkId, path));
    }
}
