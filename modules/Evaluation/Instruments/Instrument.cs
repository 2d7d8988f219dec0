using System.Text.Json.Serialization;

namespace CoProd.Evaluation.Instruments;

/// <summary>What is asked of people, and what is made of their answers. One given version of it never changes.</summary>
internal sealed record Instrument
{
    /// <summary>Short name in addresses and files, for example <c>psat</c>.</summary>
    public required string Key { get; init; }

    public required string Version { get; init; }

    public required string Title { get; init; }

    public string About { get; init; } = "";

    public string Citation { get; init; } = "";

    public Licence Licence { get; init; } = new();

    /// <summary>What of it nobody here has seen confirmed; shown beside the results.</summary>
    public IReadOnlyList<string> Unconfirmed { get; init; } = [];

    public IReadOnlyList<Item> Items { get; init; } = [];

    public Scoring Scoring { get; init; } = new();

    /// <summary>What a questionnaire said about itself in FHIR, without its items, so that it is given back; null for our own packs.</summary>
    public string? FhirHeader { get; init; }

    /// <summary>Answer lists that came with the questionnaire.</summary>
    public IReadOnlyList<AnswerList> AnswerLists { get; init; } = [];

    /// <summary>Every item, from top to bottom.</summary>
    [JsonIgnore]
    public IEnumerable<Item> All => Items.SelectMany(item => item.All);

    /// <summary>The groups of items that get a score each.</summary>
    [JsonIgnore]
    public IEnumerable<Item> Domains => All.Where(item => item.IsDomain);

    /// <summary>Whether every question has words: without them nobody can be asked.</summary>
    public bool HasWords =>
        All.All(item => item.Text.Length > 0 && item.Options.All(option => option.Words.Length > 0));

    /// <summary>What one may choose from: the item's own options, or those of the list it names.</summary>
    public IReadOnlyList<Option> OptionsOf(Item item) =>
        item.Options.Count > 0 || item.AnswerList is null
            ? item.Options
            : AnswerLists.FirstOrDefault(list => "#" + list.Id == item.AnswerList)?.Options ?? [];
}

/// <summary>Whose the words are.</summary>
internal enum Wording
{
    /// <summary>CoProd's own plain words.</summary>
    Ours,

    /// <summary>Somebody else's: structure and scoring are here, the words are not.</summary>
    Absent,

    /// <summary>Somebody else's, put in by an institution that may use them.</summary>
    Loaded,
}

internal sealed record Licence
{
    public Wording Wording { get; init; } = Wording.Loaded;

    public string Holder { get; init; } = "";

    public string Terms { get; init; } = "";
}

/// <summary>A list of answers that several questions share.</summary>
internal sealed record AnswerList
{
    public required string Id { get; init; }

    public required IReadOnlyList<Option> Options { get; init; }

    /// <summary>The list as it came, so that it is given back whole.</summary>
    public string Source { get; init; } = "";
}
