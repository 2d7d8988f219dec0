using System.Text.Json.Serialization;

namespace CoProd.Host.Doctor;

/// <summary>How bad it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Badness>))]
internal enum Badness
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Nothing is broken yet, or somebody has something to decide.</summary>
    [JsonStringEnumMemberName("watch")]
    Watch,

    [JsonStringEnumMemberName("wrong")]
    Wrong,
}

/// <summary>One thing that was looked at.</summary>
internal sealed record Finding
{
    /// <summary>What was looked at: one of a few words that do not change, for programs.</summary>
    public required string What { get; init; }

    public required Badness How { get; init; }

    /// <summary>The module, database, file or job it is about, where it is one of several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? About { get; init; }

    /// <summary>A sentence: what was found.</summary>
    public required string Found { get; init; }

    /// <summary>A sentence: what to do next. None where all is well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}

/// <summary>What was found so far about one thing.</summary>
internal sealed class Findings(string what, List<Finding> all)
{
    public void Ok(string found) => Add(Badness.Ok, found, null, null);

    public void Watch(string found, string next, string? about = null) => Add(Badness.Watch, found, next, about);

    public void Wrong(string found, string next, string? about = null) => Add(Badness.Wrong, found, next, about);

    private void Add(Badness how, string found, string? next, string? about) =>
        all.Add(
            new Finding
            {
                What = what,
                How = how,
                About = about,
                Found = found,
                Next = next,
            }
        );
}
