using CoProd.Resourcing.Awards;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>How awards recorded here are named in a 360Giving file, and when a grant in a file says what is here already.</summary>
internal static class GrantIds
{
    private const string Own = "360G-coprod-";
    private const string OwnOrganisation = "XI-COPROD-";

    public static string Of(Award award) => award.ExternalId ?? Own + award.Id;

    public static string RecipientOf(Award award) =>
        award.RecipientOrgId.Length > 0 ? award.RecipientOrgId : OwnOrganisation + award.InnovationId;

    public static bool IsOurs(string grantId) => AwardId(grantId) is not null;

    public static Guid? AwardId(string grantId) =>
        grantId.StartsWith(Own, StringComparison.Ordinal) && Guid.TryParse(grantId.AsSpan(Own.Length), out var id)
            ? id
            : null;

    /// <summary>The standard demands an award date; one recorded here may have none, and is then dated by its first day.</summary>
    public static DateOnly? DateOf(Award award) => award.AwardedOn ?? award.StartsOn;

    public static bool SaysTheSame(GrantRow row, Award award) =>
        row.Amount == award.Amount
        && row.Title == award.Title
        && row.Description == award.Description
        && row.FunderName == award.Funder
        && (row.FunderId ?? "") == award.FunderOrgId
        && row.AwardDate == DateOf(award)
        && row.PlannedStart == award.StartsOn
        && row.PlannedEnd == award.EndsOn
        && (row.ProgrammeTitle ?? "") == award.Programme
        && (award.RecipientOrgId.Length == 0 || row.RecipientId == award.RecipientOrgId)
        && (award.RecipientName.Length == 0 || row.RecipientName == award.RecipientName);
}
