using CoProd.Contracts;
using CoProd.Resourcing.Forecast;
using CoProd.Resourcing.Gaps;

namespace CoProd.Resourcing.Awards;

/// <summary>Where an award was met first.</summary>
internal enum AwardSource
{
    Here,
    Imported,
}

/// <summary>Money that a funder has promised.</summary>
internal sealed record Award
{
    public const string Columns = """
        id, innovation_id, funder, funder_org_id, title, description, amount_minor, currency, awarded_on, starts_on, ends_on, is_lump,
        restricted_to, programme, recipient_org_id, recipient_name, external_id, bid_id, source, edited_by_hand, version
        """;

    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Funder { get; init; } = "";
    public string FunderOrgId { get; init; } = "";
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public long AmountMinor { get; init; }
    public string Currency { get; init; } = "";
    public DateOnly? AwardedOn { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public bool IsLump { get; init; }
    public string RestrictedTo { get; init; } = "";
    public string Programme { get; init; } = "";
    public string RecipientOrgId { get; init; } = "";
    public string RecipientName { get; init; } = "";
    public string? ExternalId { get; init; }
    public Guid? BidId { get; init; }
    public AwardSource Source { get; init; }
    public bool EditedByHand { get; init; }
    public int Version { get; init; }

    public Money Amount => new(AmountMinor, Currency);

    public AwardSpan Span =>
        new()
        {
            InnovationId = InnovationId,
            Start = StartsOn,
            End = EndsOn,
        };

    /// <summary>The last day on which it brings anything; null where no date is known.</summary>
    public DateOnly? LastDay => IsLump ? StartsOn ?? AwardedOn : EndsOn ?? StartsOn ?? AwardedOn;

    /// <summary>As the forecast counts it; null without a date to count it from.</summary>
    public FundingLine? Line =>
        (StartsOn ?? AwardedOn) is not { } from
            ? null
            : new()
            {
                Id = Id,
                Label = Funder,
                Amount = Amount,
                From = from,
                To = EndsOn is { } to && to >= from ? to : from,
                IsLump = IsLump || EndsOn is null || EndsOn < from,
            };
}
