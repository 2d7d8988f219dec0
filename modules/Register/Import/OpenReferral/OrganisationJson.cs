using System.Text.Json;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>
/// Organisations in JSON, in the shapes that the API of Open Referral answers with: an organisation, a service that holds its
/// organisation, a page (<c>contents</c>) of either, or a list of any of them.
/// </summary>
internal sealed class OrganisationJson
{
    private readonly OrganisationList organisations = new();
    private int number;

    internal static OrganisationFileResult.Organisations Read(Stream utf8, CancellationToken ct)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var reader = new OrganisationJson();
            var root = document.RootElement;
            if (
                root.ValueKind == JsonValueKind.Object
                && HasReadableNames(root, deep: false)
                && Page(root) is null
                && !root.TryGetProperty("id", out _)
                && !root.TryGetProperty("name", out _)
            )
            {
                throw new NotOrganisationsException(
                    "is JSON, but neither an organisation nor a service of Open Referral, nor a page of them. "
                        + "Fetch /organizations or /services from the directory’s API and bring that."
                );
            }
            reader.TakeAny(root, ct);
            return reader.organisations.Result;
        }
        catch (JsonException e)
        {
            var where = e.LineNumber is { } line ? $" at line {line + 1}" : "";
            throw new NotOrganisationsException(
                $"breaks off or is damaged{where}: it cannot be read as JSON to its end. Nothing was taken in. Fetch the file again."
            );
        }
    }

    // Open Referral UK 1.0 called it "content".
    private static JsonElement? Page(JsonElement holder) =>
        List(holder, "contents") is { } contents ? contents : List(holder, "content");

    private void TakeAny(JsonElement value, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (Entries(value) is not { } entries)
        {
            organisations.Take(Draft(value));
            return;
        }
        foreach (var entry in entries.EnumerateArray())
            TakeAny(entry, ct);
    }

    private static JsonElement? Entries(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => value,
            JsonValueKind.Object when HasReadableNames(value, deep: false) => Page(value),
            _ => null,
        };

    private OrganisationDraft Draft(JsonElement value)
    {
        var draft = new OrganisationDraft(++number);
        if (value.ValueKind != JsonValueKind.Object)
            draft.Fault("", "is not an organisation or a service");
        else if (!HasReadableNames(value, deep: true))
            draft.Fault("", "has a field whose name holds characters that cannot be read");
        else if (Object(value, "organization") is { } organisation)
        {
            TakeOrganisation(draft, organisation);
            TakeService(draft, value);
        }
        else if (value.TryGetProperty("organization_id", out _) || value.TryGetProperty("status", out _))
            draft.Fault(
                "organization",
                "is missing: this is a service that does not hold its organisation. Fetch it as a full service"
            );
        else
            TakeOrganisation(draft, value);
        return draft;
    }

    private static void TakeOrganisation(OrganisationDraft draft, JsonElement organisation)
    {
        draft.TakeFields(field => Text(draft, organisation, field));
        foreach (var identifier in Entries(organisation, "organization_identifiers"))
        {
            // "identifier_type" is meant for people ("Company number"); where there is no scheme it is all there is.
            var scheme = Text(draft, identifier, "identifier_scheme") ?? Text(draft, identifier, "identifier_type");
            draft.TakeIdentifier(scheme, Text(draft, identifier, "identifier"));
        }
        foreach (var location in Entries(organisation, "locations"))
            TakeAddresses(draft, location);
        TakeTags(draft, organisation);
        foreach (var service in Entries(organisation, "services"))
            TakeService(draft, service);
    }

    private static void TakeService(OrganisationDraft draft, JsonElement service)
    {
        draft.TakeService(Text(draft, service, "name"));
        TakeTags(draft, service);
        foreach (var place in Entries(service, "service_at_locations"))
        {
            if (Object(place, "location") is { } location)
                TakeAddresses(draft, location);
        }
    }

    private static void TakeAddresses(OrganisationDraft draft, JsonElement location)
    {
        foreach (var address in Entries(location, "addresses"))
            draft.TakeAddress(Text(draft, address, "postal_code"), Text(draft, address, "city"));
    }

    private static void TakeTags(OrganisationDraft draft, JsonElement holder)
    {
        foreach (var attribute in Entries(holder, "attributes"))
        {
            if (Object(attribute, "taxonomy_term") is { } term)
                draft.TakeTag(Text(draft, term, "name"));
        }
    }

    // Half of a surrogate pair, written as an escape, is valid JSON; but comparing such a name throws, deep or not.
    private static bool HasReadableNames(JsonElement value, bool deep)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value
                    .EnumerateObject()
                    .All(field => field.Name is not null && (!deep || HasReadableNames(field.Value, deep))),
                JsonValueKind.Array => value.EnumerateArray().All(entry => HasReadableNames(entry, deep)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonElement? Object(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static JsonElement? List(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value : null;

    private static IEnumerable<JsonElement> Entries(JsonElement holder, string name) =>
        List(holder, name) is { } list
            ? list.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object)
            : [];

    private static string? Text(OrganisationDraft draft, JsonElement holder, string name)
    {
        if (!holder.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetRawText();
        if (value.ValueKind != JsonValueKind.String)
        {
            draft.Fault(name, "holds something other than text or a number");
            return null;
        }
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: valid JSON, but not text.
            draft.Fault(name, "holds characters that cannot be read");
            return null;
        }
    }
}
