using System.Globalization;
using CoProd.Contracts.Exchange;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>An organisation while it is being read: text that has passed its checks, and the faults of text that has not.</summary>
internal sealed class OrganisationDraft(int line)
{
    private const int LongestText = 500;
    private const int LongestDescription = 100_000;

    private readonly List<RejectedRow> faults = [];

    internal int Line => line;
    internal string? SourceId { get; private set; }
    internal string? Name { get; private set; }
    internal string? Description { get; private set; }
    internal string? Website { get; private set; }
    internal string? Email { get; private set; }
    internal string? LegalStatus { get; private set; }
    internal int? FoundedYear { get; private set; }
    internal string? Postcode { get; private set; }
    internal string? Locality { get; private set; }
    internal List<OrganisationIdentifier> Identifiers { get; } = [];
    internal List<string> Services { get; } = [];
    internal List<string> Tags { get; } = [];
    internal IReadOnlyList<RejectedRow> Faults => faults;

    internal void Fault(string field, string reason) =>
        faults.Add(
            new RejectedRow
            {
                Line = line,
                Field = field,
                Reason = reason,
            }
        );

    /// <summary>Takes the fields of an organisation by the names that HSDS gives them, from JSON or from a CSV row.</summary>
    internal void TakeFields(Func<string, string?> field)
    {
        SourceId = Required("id", field("id"));
        Name = Required("name", field("name"));
        Description = Checked("description", field("description"), LongestDescription);
        Email = Checked("email", field("email"));
        LegalStatus = Checked("legal_status", field("legal_status"));
        Website = WebAddress(Checked("website", field("website"), 2_000) ?? Checked("url", field("url"), 2_000));
        FoundedYear = Year(Checked("year_incorporated", field("year_incorporated")));
    }

    /// <summary>The first address that says where it is; later ones are left aside.</summary>
    internal void TakeAddress(string? postcode, string? town)
    {
        if (Postcode is not null || Locality is not null)
            return;
        Postcode = Checked("postal_code", postcode);
        Locality = Checked("city", town);
    }

    internal void TakeIdentifier(string? scheme, string? identifier)
    {
        var id = Checked("identifier", identifier);
        // An identifier without a scheme names nothing: the same digits are a charity in one register and a company in another.
        if (id is not null && Checked("identifier_scheme", scheme) is { } known)
            Identifiers.Add(new OrganisationIdentifier { Scheme = known, Id = id });
    }

    internal void TakeService(string? name) => Add(Services, Checked("services/name", name));

    internal void TakeTag(string? term) => Add(Tags, Checked("taxonomy_term/name", term));

    private static void Add(List<string> list, string? text)
    {
        if (text is not null)
            list.Add(text);
    }

    private string? Required(string field, string? text)
    {
        var before = faults.Count;
        var found = Checked(field, text);
        if (found is null && faults.Count == before && !faults.Exists(fault => fault.Field == field))
            Fault(field, "is missing");
        return found;
    }

    private string? Checked(string field, string? text, int longest = LongestText)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var trimmed = text.Trim();
        if (trimmed.Length > longest)
            Fault(field, $"is longer than {longest.ToString(CultureInfo.InvariantCulture)} characters");
        // PostgreSQL cannot store it.
        else if (trimmed.Contains('\0', StringComparison.Ordinal))
            Fault(field, "holds characters that cannot be read");
        else
            return trimmed;
        return null;
    }

    // It becomes a link on a page, so nothing but the web may stand in it. "www.example.org" without a scheme is common and harmless.
    private string? WebAddress(string? text)
    {
        if (text is null || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
            return text;
        if (uri.Scheme is "http" or "https" || uri.Scheme.Contains('.', StringComparison.Ordinal))
            return text;
        Fault("website", $"is not a web address: “{Short(text)}”");
        return null;
    }

    private int? Year(string? text)
    {
        if (text is null)
            return null;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year is >= 600 and < 2200
        )
            return year;
        Fault("year_incorporated", $"is not a year: “{Short(text)}”");
        return null;
    }

    internal static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
