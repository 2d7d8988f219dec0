using System.Collections.Frozen;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>A field of the standard that we keep: its path in JSON and its column title, both as the 360Giving schema 1.4 gives them.</summary>
internal sealed record GrantField(string Path, string Title, int Longest = 500)
{
    internal static readonly GrantField Id = new("id", "Identifier");
    internal static readonly GrantField GrantTitle = new("title", "Title", 2_000);
    internal static readonly GrantField Description = new("description", "Description", 100_000);
    internal static readonly GrantField Currency = new("currency", "Currency");
    internal static readonly GrantField AppliedFor = new("amountAppliedFor", "Amount Applied For");
    internal static readonly GrantField Awarded = new("amountAwarded", "Amount Awarded");
    internal static readonly GrantField AwardDate = new("awardDate", "Award Date");
    internal static readonly GrantField Url = new("url", "URL", 2_000);
    internal static readonly GrantField Start = new("plannedDates/startDate", "Planned Dates:Start Date");
    internal static readonly GrantField End = new("plannedDates/endDate", "Planned Dates:End Date");
    internal static readonly GrantField Duration = new("plannedDates/duration", "Planned Dates:Duration (months)");
    internal static readonly GrantField RecipientId = new("recipientOrganization/id", "Recipient Org:Identifier");
    internal static readonly GrantField RecipientName = new("recipientOrganization/name", "Recipient Org:Name");
    internal static readonly GrantField Charity = new(
        "recipientOrganization/charityNumber",
        "Recipient Org:Charity Number"
    );
    internal static readonly GrantField Company = new(
        "recipientOrganization/companyNumber",
        "Recipient Org:Company Number"
    );
    internal static readonly GrantField Postcode = new("recipientOrganization/postalCode", "Recipient Org:Postal Code");
    internal static readonly GrantField Locality = new("recipientOrganization/addressLocality", "Recipient Org:City");
    internal static readonly GrantField PersonId = new("recipientIndividual/id", "Recipient Ind:Identifier");
    internal static readonly GrantField FunderId = new("fundingOrganization/id", "Funding Org:Identifier");
    internal static readonly GrantField FunderName = new("fundingOrganization/name", "Funding Org:Name");
    internal static readonly GrantField ProgrammeTitle = new("grantProgramme/title", "Grant Programme:Title");
    internal static readonly GrantField ProgrammeCode = new("grantProgramme/code", "Grant Programme:Code");

    internal static readonly IReadOnlyList<GrantField> All =
    [
        Id,
        GrantTitle,
        Description,
        Currency,
        AppliedFor,
        Awarded,
        AwardDate,
        Url,
        Start,
        End,
        Duration,
        RecipientId,
        RecipientName,
        Charity,
        Company,
        Postcode,
        Locality,
        PersonId,
        FunderId,
        FunderName,
        ProgrammeTitle,
        ProgrammeCode,
    ];

    internal static readonly FrozenSet<GrantField> Dates = FrozenSet.Create(AwardDate, Start, End);

    private static readonly FrozenDictionary<string, GrantField> ByHeading = All.SelectMany(field =>
            new[] { (Key: field.Title, field), (Key: field.Path, field) }
        )
        .DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(pair => pair.Key, pair => pair.field, StringComparer.OrdinalIgnoreCase);

    /// <summary>The field that a column holds, by its title or its path, with or without the place in a list that flattening adds.</summary>
    internal static GrantField? OfHeading(string heading)
    {
        var text = heading.Trim().Trim('\uFEFF');
        var separator = text.Contains(':', StringComparison.Ordinal) ? ':' : '/';
        // Only place 0 is dropped: "Recipient Org:1:Identifier" is a second recipient and must not stand in for the first.
        var parts = text.Replace("[0]", "", StringComparison.Ordinal)
            .Split(separator, StringSplitOptions.TrimEntries)
            .Where(part => part != "0");
        return ByHeading.GetValueOrDefault(string.Join(separator, parts));
    }
}
