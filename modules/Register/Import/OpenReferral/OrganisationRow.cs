using CoProd.Contracts.Exchange;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>An organisation as an Open Referral file tells it, however many services and pages speak of it.</summary>
internal sealed record OrganisationRow
{
    /// <summary>As in <see cref="RejectedRow.Line"/>; where the organisation is first met.</summary>
    public required int Line { get; init; }
    public required string SourceId { get; init; }
    public required string Name { get; init; }
    public string Description { get; init; } = "";
    public string? Website { get; init; }
    public string? Email { get; init; }
    public string? LegalStatus { get; init; }
    public int? FoundedYear { get; init; }
    public IReadOnlyList<OrganisationIdentifier> Identifiers { get; init; } = [];
    public string? Postcode { get; init; }
    public string? Locality { get; init; }

    /// <summary>The names of its services, each once, in the file's order.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The taxonomy terms given to it or its services, each once, in the file's order.</summary>
    public IReadOnlyList<string> ActivityTags { get; init; } = [];
}

/// <summary>What reading a file came to: the whole file refused, or its rows, good and bad.</summary>
internal abstract record OrganisationFileResult
{
    private OrganisationFileResult() { }

    /// <summary>Not a file of organisations at all; the sentence says what it is not and what to do next.</summary>
    internal sealed record Refused : OrganisationFileResult
    {
        public required string Sentence { get; init; }
    }

    internal sealed record Organisations : OrganisationFileResult
    {
        public required IReadOnlyList<OrganisationRow> Rows { get; init; }
        public required IReadOnlyList<RejectedRow> Rejected { get; init; }

        /// <summary>How many records the file holds, good, bad and repeated; a service counts as one.</summary>
        public required int Read { get; init; }
    }
}

/// <summary>An organisation's number in a public register.</summary>
internal sealed record OrganisationIdentifier
{
    /// <summary>As org-id.guide names it, for example GB-CHC or GB-COH.</summary>
    public required string Scheme { get; init; }
    public required string Id { get; init; }
}
