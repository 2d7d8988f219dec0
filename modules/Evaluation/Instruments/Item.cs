using System.Text.Json.Serialization;

namespace CoProd.Evaluation.Instruments;

/// <summary>The kinds of items, which are those of FHIR R4.</summary>
internal enum ItemKind
{
    Group,
    Display,

    /// <summary>A type that FHIR R4 does not know; refused.</summary>
    Unknown,
    Boolean,
    Decimal,
    Integer,
    Date,
    DateTime,
    Time,
    String,
    Text,
    Url,
    Choice,
    OpenChoice,
    Attachment,
    Reference,
    Quantity,
}

/// <summary>A question, a group of them, or words between them.</summary>
internal sealed record Item
{
    /// <summary>FHIR's linkId: unique in its instrument.</summary>
    public required string Id { get; init; }

    public required ItemKind Kind { get; init; }

    public string Text { get; init; } = "";

    public string? Prefix { get; init; }

    public string? Definition { get; init; }

    public IReadOnlyList<Value> Codes { get; init; } = [];

    // Not said and said to be false are two things in a file that must come back as it was.
    public bool? Required { get; init; }

    public bool? Repeats { get; init; }

    public bool? ReadOnly { get; init; }

    public int? MaxLength { get; init; }

    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>A list of answers elsewhere: <c>#id</c> for one of the instrument's own, else an address.</summary>
    public string? AnswerList { get; init; }

    public IReadOnlyList<Value> Initial { get; init; } = [];

    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>Whether one condition is enough. Null where it was not said: then all must hold.</summary>
    public bool? AnyCondition { get; init; }

    public IReadOnlyList<Item> Items { get; init; } = [];

    /// <summary>How it is drawn, for example <c>drop-down</c>: FHIR's item control.</summary>
    public string? Control { get; init; }

    public Value? Unit { get; init; }

    /// <summary>A group with a score of its own.</summary>
    public bool IsDomain { get; init; }

    /// <summary>Worded the other way round: a high answer is a low score.</summary>
    public bool Reverse { get; init; }

    /// <summary>The most points that it, or its domain, can bring, where the instrument says so.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Asked once for each other group of the round: "received from others".</summary>
    public bool ForEachOtherGroup { get; init; }

    /// <summary>In a round: the place of the group that this is about, which does not answer it itself.</summary>
    public int? About { get; init; }

    /// <summary>Itself and everything within.</summary>
    [JsonIgnore]
    public IEnumerable<Item> All => Items.SelectMany(item => item.All).Prepend(this);

    public bool IsScored => Options.Any(option => option.Points is not null);

    /// <summary>Whether a page can ask it.</summary>
    public bool CanBeAsked => Kind is not (ItemKind.Attachment or ItemKind.Reference or ItemKind.Unknown);
}

/// <summary>One of the answers to choose from.</summary>
internal sealed record Option
{
    public required Value Value { get; init; }

    public decimal? Points { get; init; }

    /// <summary>FHIR lets the points stand on the code or around it; they go back to where they were.</summary>
    public bool PointsStandOnCode { get; init; }

    /// <summary>"Not able to answer": left out of means, and not a blank.</summary>
    public bool NotApplicable { get; init; }

    public bool? Preselected { get; init; }

    public string Words => Value.Display ?? Value.Text;
}

internal enum Comparison
{
    Exists,
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
}

/// <summary>An item is asked when an earlier answer is so.</summary>
internal sealed record Condition
{
    public required string Question { get; init; }

    public required Comparison Comparison { get; init; }

    public required Value Answer { get; init; }
}
