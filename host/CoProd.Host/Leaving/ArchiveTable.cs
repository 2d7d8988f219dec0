using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoProd.Contracts.Exchange;

namespace CoProd.Host.Leaving;

/// <summary>A list within a module's records, as a table: a row for each entry, a column for each of its values.</summary>
public sealed record ArchiveTable
{
    /// <summary>The table of what stands in no list.</summary>
    public const string Whole = "record";

    /// <summary>What leads from a row to the row it stands in.</summary>
    public const string Parent = "of";

    /// <summary>Its path within the records, for example <c>rounds-sheets</c>; it names a file.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Each as many cells as there are columns; null where a row has no such value.</summary>
    public required IReadOnlyList<IReadOnlyList<JsonValue?>> Rows { get; init; }

    /// <summary>A value as it stands in a cell.</summary>
    public static string TextOf(JsonValue? value) =>
        value switch
        {
            null => "",
            _ when value.TryGetValue<string>(out var text) => text,
            _ => value.ToJsonString(),
        };

    /// <summary>As CSV that other programs read: numbers as numbers, and no text that a spreadsheet would run.</summary>
    public byte[] AsCsv()
    {
        var text = new StringBuilder("\uFEFF");
        Line(text, Columns.Select(SpreadsheetCells.Guard));
        foreach (var row in Rows)
            Line(text, row.Select(Cell));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Cell(JsonValue? value) =>
        value?.GetValueKind() == JsonValueKind.String ? SpreadsheetCells.Guard(TextOf(value)) : TextOf(value);

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(',', cells.Select(Quote)).Append("\r\n");

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? cell
            : '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    /// <summary>All tables that records hold: one for each list of entries, however deep it stands, and one for what stands in no list.</summary>
    public static IReadOnlyList<ArchiveTable> Of(JsonNode? records)
    {
        var drafts = new List<Draft>();
        if (records is JsonObject whole)
            Add(drafts, Whole, whole, null);
        else if (records is JsonArray list)
            foreach (var row in list.OfType<JsonObject>())
                Add(drafts, "records", row, null);
        // What holds lists alone and no value of its own is no table.
        return [.. drafts.Where(draft => draft.HasValues).Select(draft => draft.Table)];
    }

    private static void Add(List<Draft> drafts, string name, JsonObject row, JsonValue? parent)
    {
        if (drafts.Find(one => one.Name == name) is not { } draft)
            drafts.Add(draft = new Draft(name));
        var cells = draft.NewRow();
        if (parent is not null)
            cells[Parent] = parent;
        var id = row["id"] as JsonValue ?? parent;
        Flatten("", row);

        void Flatten(string prefix, JsonObject at)
        {
            foreach (var (key, value) in at)
            {
                var column = prefix + key;
                if (value is JsonObject inner)
                    Flatten(column + ".", inner);
                else if (value is JsonArray list && list.Any(entry => entry is JsonObject))
                    foreach (var entry in list.OfType<JsonObject>())
                        Add(drafts, FileName(name == Whole ? column : $"{name}-{column}"), entry, id);
                else if (value is JsonArray { Count: > 0 } few)
                    cells[column] = JsonValue.Create(string.Join("; ", few.Select(Said)));
                // Of what an empty list would hold nothing is known.
                else if (value is JsonArray)
                    continue;
                else
                    cells[column] = value as JsonValue;
                if (cells.ContainsKey(column))
                    draft.Knows(column);
            }
        }
    }

    private static string Said(JsonNode? entry) =>
        entry is JsonValue value ? TextOf(value) : entry?.ToJsonString() ?? "";

    // It becomes a file's name; a table's name comes from a module's own words.
    private static string FileName(string name)
    {
        var clean = new string([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        return clean.Length <= 80 ? clean : clean[..80];
    }

    private sealed class Draft(string name)
    {
        private readonly List<string> columns = [];
        private readonly List<Dictionary<string, JsonValue?>> rows = [];

        public string Name => name;

        public bool HasValues => rows.Any(row => row.Any(cell => cell.Key != Parent));

        public Dictionary<string, JsonValue?> NewRow()
        {
            var row = new Dictionary<string, JsonValue?>(StringComparer.Ordinal);
            rows.Add(row);
            return row;
        }

        public void Knows(string column)
        {
            if (!columns.Contains(column))
                columns.Add(column);
        }

        public ArchiveTable Table
        {
            get
            {
                IReadOnlyList<string> all = rows.Any(row => row.ContainsKey(Parent)) ? [Parent, .. columns] : columns;
                return new()
                {
                    Name = name,
                    Columns = all,
                    Rows = [.. rows.Select(row => all.Select(column => row.GetValueOrDefault(column)).ToList())],
                };
            }
        }
    }
}
