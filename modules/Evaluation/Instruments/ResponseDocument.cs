namespace CoProd.Evaluation.Instruments;

/// <summary>Answers to a form, nested as the form is. Who gave them is not in it.</summary>
internal sealed record ResponseDocument
{
    /// <summary>The address of the questionnaire that was answered; null where it was not said.</summary>
    public string? Questionnaire { get; init; }

    /// <summary>What the file said about itself in FHIR, without its items.</summary>
    public string? FhirHeader { get; init; }

    public IReadOnlyList<Given> Items { get; init; } = [];

    public IEnumerable<Given> All => Items.SelectMany(item => item.All);

    /// <summary>The answers by linkId, over all turns of repeated groups.</summary>
    public Func<string, IReadOnlyList<Value>> Answers
    {
        get
        {
            var byId = All.ToLookup(item => item.Id);
            return id => [.. byId[id].SelectMany(item => item.Answers).Select(answer => answer.Value)];
        }
    }
}

/// <summary>One item of a response.</summary>
internal sealed record Given
{
    public required string Id { get; init; }

    public string? Definition { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<GivenAnswer> Answers { get; init; } = [];

    public IReadOnlyList<Given> Items { get; init; } = [];

    public IEnumerable<Given> All =>
        Items.Concat(Answers.SelectMany(answer => answer.Items)).SelectMany(item => item.All).Prepend(this);
}

/// <summary>One answer, with what was asked because of it.</summary>
internal sealed record GivenAnswer
{
    public required Value Value { get; init; }

    public IReadOnlyList<Given> Items { get; init; } = [];
}
