using CoProd.Contracts;
using CoProd.Register.Groups;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>The fields of a group that such a file speaks of, by name: from the file, from the record, and back into the record.</summary>
internal static class OrganisationFields
{
    private const int LongestPurpose = 2_000;

    public static Dictionary<string, string> Of(OrganisationRow row) =>
        new(StringComparer.Ordinal)
        {
            ["name"] = row.Name,
            ["purpose"] =
                row.Description.Length <= LongestPurpose
                    ? row.Description
                    : row.Description[..LongestPurpose].TrimEnd() + "…",
            ["legalForm"] = row.LegalStatus ?? "",
            ["foundedOn"] = row.FoundedYear is { } year ? new DateOnly(year, 1, 1).Iso() : "",
            ["website"] = row.Website ?? "",
            ["contactRoute"] = row.Email ?? "",
            ["postcode"] = row.Postcode ?? "",
            ["locality"] = row.Locality ?? "",
        };

    public static Dictionary<string, string> Of(RecordGroup.Form form) =>
        new(StringComparer.Ordinal)
        {
            ["name"] = form.Name,
            ["purpose"] = form.Purpose,
            ["legalForm"] = form.LegalForm,
            ["foundedOn"] = form.FoundedOn?.Iso() ?? "",
            ["website"] = form.Website,
            ["contactRoute"] = form.ContactRoute,
            ["postcode"] = form.Postcode,
            ["locality"] = form.Locality,
        };

    public static RecordGroup.Form Put(RecordGroup.Form form, IReadOnlyDictionary<string, string> fields) =>
        form with
        {
            Name = fields["name"],
            Purpose = fields["purpose"],
            LegalForm = fields["legalForm"],
            FoundedOn = fields["foundedOn"] is { Length: > 0 } day ? DateOnly.ParseExact(day, "yyyy-MM-dd") : null,
            Website = fields["website"],
            ContactRoute = fields["contactRoute"],
            Postcode = fields["postcode"],
            Locality = fields["locality"],
        };

    public static IReadOnlyList<string> Identifiers(OrganisationRow row) =>
        [
            .. row
                .Identifiers.Select(known =>
                    known.Id.StartsWith(known.Scheme + "-", StringComparison.OrdinalIgnoreCase)
                        ? known.Id
                        : $"{known.Scheme}-{known.Id}"
                )
                .Select(OrganisationIds.Tidy)
                .Where(identifier => identifier.IndexOfAny([';', '\n']) < 0)
                .Distinct(StringComparer.Ordinal),
        ];
}

/// <summary>What a file last said of a field, and what the record said after it was taken in. Where the record differs since, a hand was at it.</summary>
internal sealed record SaidField
{
    public required string File { get; init; }

    public required string Record { get; init; }
}
