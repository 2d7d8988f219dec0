using CoProd.Contracts;
using CoProd.Contracts.Exchange;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>A grant as a 360Giving file tells it, with every field checked.</summary>
internal sealed record GrantRow
{
    /// <summary>As in <see cref="RejectedRow.Line"/>.</summary>
    public required int Line { get; init; }
    public required string Id { get; init; }
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public required Money Amount { get; init; }
    public string Currency => Amount.Currency;
    public long AmountMinor => Amount.Minor;
    public Money? AmountAppliedFor { get; init; }
    public required DateOnly AwardDate { get; init; }
    public DateOnly? PlannedStart { get; init; }
    public DateOnly? PlannedEnd { get; init; }

    /// <summary>The standard calls it a number, so a file may say 7.5.</summary>
    public decimal? DurationMonths { get; init; }
    public required string RecipientId { get; init; }
    public required string RecipientName { get; init; }
    public string? RecipientCharityNumber { get; init; }
    public string? RecipientCompanyNumber { get; init; }
    public string? RecipientPostcode { get; init; }
    public string? Locality { get; init; }

    /// <summary>Null when the file gives the funder's name alone.</summary>
    public string? FunderId { get; init; }

    /// <summary>The funder's id where the file gives no name.</summary>
    public required string FunderName { get; init; }
    public string? ProgrammeTitle { get; init; }
    public string? ProgrammeCode { get; init; }
    public string? Url { get; init; }
}

/// <summary>What reading a file came to: the whole file refused, or its rows, good and bad.</summary>
internal abstract record GrantFileResult
{
    private GrantFileResult() { }

    /// <summary>Not a file of grants at all; the sentence says what it is not and what to do next.</summary>
    internal sealed record Refused : GrantFileResult
    {
        public required string Sentence { get; init; }
    }

    internal sealed record Grants : GrantFileResult
    {
        public required IReadOnlyList<GrantRow> Rows { get; init; }
        public required IReadOnlyList<RejectedRow> Rejected { get; init; }

        /// <summary>How many grants the file holds, good and bad.</summary>
        public required int Read { get; init; }
    }
}
