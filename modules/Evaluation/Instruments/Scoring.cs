namespace CoProd.Evaluation.Instruments;

/// <summary>What a domain, or the whole, is made of.</summary>
internal enum Summing
{
    None,
    Mean,
    Sum,
}

/// <summary>What is made of the answers. The least share that must be answered is a setting, not part of this.</summary>
internal sealed record Scoring
{
    public Summing Domain { get; init; }

    /// <summary>Mean of the domains' means, or sum of their sums; none where the authors say that there is no total.</summary>
    public Summing Overall { get; init; }

    /// <summary>"Not able to answer" counts as a blank; else it is left out of what should have been answered.</summary>
    public bool NotApplicableIsBlank { get; init; }

    /// <summary>The largest total, where the instrument says so.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>The code counted over all questions of a map, for example "complex".</summary>
    public string? Counts { get; init; }

    public IReadOnlyList<Band> Bands { get; init; } = [];

    public IReadOnlyList<Ratio> Ratios { get; init; } = [];
}

/// <summary>What a total from here up to the next band says.</summary>
internal sealed record Band(decimal From, string Says);

/// <summary>A part of a whole, for example those who took part of those who could have.</summary>
internal sealed record Ratio(string Id, string Title, string Part, string Of);
