using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static CoProd.Host.Texts;

namespace CoProd.Host.Leaving;

/// <summary>Says which record of an archive a module cannot read, in a sentence; a message of the program would say it to nobody.</summary>
internal static partial class BadRecord
{
    private const int MostShown = 60;

    /// <summary>The sentence; null where it is not the record that is wrong.</summary>
    public static string? Tell(Exception e, JsonNode records) =>
        e switch
        {
            // What a module itself says of a record it refuses; the reader's own exceptions know where they stood.
            JsonException { Path: null } when e.GetType() == typeof(JsonException) => e.Message,
            JsonException { Path: { Length: > 0 } path } => At(path, records),
            JsonException or FormatException or OverflowException => T["one of its records cannot be read."],
            DbException => T["one of its records does not fit with the others."],
            _ => null,
        };

    private static string At(string path, JsonNode records)
    {
        // "$.items[3].source" is the field "source" of the fourth entry of "items".
        var found = Entry().Match(path);
        if (!found.Success)
            return T["“{0}” cannot be read.", path.TrimStart('$', '.')];
        var (list, field) = (found.Groups["list"].Value, found.Groups["field"].Value.TrimStart('.'));
        var number = int.Parse(found.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) + 1;
        if (field.Length == 0)
            return T["entry {0} of “{1}” cannot be read.", number, list];
        var value = Value(records, path);
        return value.Length == 0
            ? T["in entry {0} of “{1}” the field “{2}” cannot be read.", number, list, field]
            : T[
                "in entry {0} of “{1}” the field “{2}” holds “{3}”, which means nothing there.",
                number,
                list,
                field,
                value
            ];
    }

    private static string Value(JsonNode records, string path)
    {
        JsonNode? at = records;
        foreach (Match step in Step().Matches(path))
            at = (at, step.Groups["index"]) switch
            {
                (JsonArray list, { Success: true } index)
                    when int.TryParse(index.ValueSpan, CultureInfo.InvariantCulture, out var n) && n < list.Count =>
                    list[n],
                (JsonObject row, { Success: false }) => row[step.Groups["name"].Value],
                _ => null,
            };
        var text = at is JsonValue value ? ArchiveTable.TextOf(value) : "";
        return text.Length > MostShown ? text[..MostShown] + "…" : text;
    }

    [GeneratedRegex(@"^\$\.(?<list>.*)\[(?<number>\d{1,9})\](?<field>[^\[\]]*)$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\[(?<index>\d+)\]")]
    private static partial Regex Step();
}
