using System.Text;
using System.Text.Json;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>Grants in a JSON package, <c>{"grants": […]}</c>, read one at a time however long the list is.</summary>
internal static class GrantPackage
{
    internal static GrantFileResult Read(Stream file, Encoding encoding, CancellationToken ct)
    {
        var checks = new GrantChecks(number => $"number {number} in the list");
        // JSON is UTF-8 by its standard, but editors save what they like.
        var utf8 =
            encoding is UTF8Encoding
                ? file
                : Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8, leaveOpen: true);
        try
        {
            var grants = new JsonListReader(utf8, "grants");
            var number = 0;
            while (grants.TryRead(out var grant))
            {
                ct.ThrowIfCancellationRequested();
                using (grant)
                    Take(++number, grant!.RootElement, checks);
            }
        }
        catch (JsonException e)
        {
            var where = e.LineNumber is { } line ? $" at line {line + 1}" : "";
            throw new NotGrantsException(
                $"breaks off or is damaged{where}: it cannot be read as JSON to its end. Nothing was taken in. Fetch the file again."
            );
        }
        return checks.Result;
    }

    private static void Take(int number, JsonElement grant, GrantChecks checks)
    {
        var raw = new RawGrant(number);
        if (grant.ValueKind != JsonValueKind.Object)
        {
            raw.Fault("grants", $"holds {Kind(grant)} where a grant should be");
            checks.TakeUnread(raw);
            return;
        }
        try
        {
            SetAll(raw, grant);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in a field's name, written as an escape: valid JSON, but comparing the name throws.
            raw.Fault("", "has a field whose name holds characters that cannot be read");
            checks.TakeUnread(raw);
            return;
        }
        checks.Take(raw);
    }

    private static void SetAll(RawGrant raw, JsonElement grant)
    {
        foreach (var branch in GrantField.All.GroupBy(field => field.Path.Split('/') is [var list, _] ? list : ""))
        {
            if (branch.Key.Length == 0)
                SetAll(raw, grant, branch);
            else if (First(raw, grant, branch.Key) is { } first)
                SetAll(raw, first, branch);
        }
    }

    // The standard's golden rule, and every publisher's practice: the first entry of the list is the one that counts.
    private static JsonElement? First(RawGrant raw, JsonElement grant, string list)
    {
        if (!grant.TryGetProperty(list, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        // The schema has a list for organisations, programmes and dates, and a single object for a person.
        var first = value;
        if (value.ValueKind == JsonValueKind.Array)
        {
            if (value.GetArrayLength() == 0)
                return null;
            first = value[0];
        }
        if (first.ValueKind == JsonValueKind.Object)
            return first;
        raw.Fault(list, $"holds {Kind(first)} where the standard has an object");
        return null;
    }

    private static void SetAll(RawGrant raw, JsonElement holder, IEnumerable<GrantField> fields)
    {
        foreach (var field in fields)
        {
            if (
                !holder.TryGetProperty(
                    field.Path[(field.Path.IndexOf('/', StringComparison.Ordinal) + 1)..],
                    out var value
                )
            )
                continue;
            switch (value.ValueKind)
            {
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.Number:
                    raw.Set(field, value.GetRawText());
                    break;
                case JsonValueKind.String when Text(value) is { } text:
                    raw.Set(field, text);
                    break;
                case JsonValueKind.String:
                    raw.Fault(field.Path, "holds characters that cannot be read");
                    break;
                default:
                    raw.Fault(field.Path, $"holds {Kind(value)} where the standard has text or a number");
                    break;
            }
        }
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: valid JSON, but not text.
            return null;
        }
    }

    private static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "text",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "nothing",
            _ => "true or false",
        };
}
