using System.Text.Json.Serialization;
using CoProd.Host.Data;

namespace CoProd.Host.Packages;

/// <summary>
/// What is to be installed: <c>modules.lock.json</c> in the data folder, sorted, so that the same choice is the same text. It is replaced
/// as a whole; what it names lies in <c>modules/ID/VERSION</c>.
/// </summary>
internal sealed record ModuleLock
{
    public SortedDictionary<string, Locked> Modules { get; init; } = new(StringComparer.Ordinal);

    /// <summary>
    /// What this choice still asks of the data and the folders, by module. It is written together with the choice and done right after, or
    /// at the next opening where that was cut short.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SortedDictionary<string, Errand>? Errands { get; set; }

    public void Leave(string id, Errand errand) => (Errands ??= new(StringComparer.Ordinal))[id] = errand;

    public static ModuleLock Read(string dataFolder) => JsonFile.Read<ModuleLock>(PathIn(dataFolder));

    public void Write(string dataFolder) => JsonFile.Write(PathIn(dataFolder), this);

    public static string FolderOf(string dataFolder, string id, string version) =>
        Path.Combine(dataFolder, "modules", id, version);

    private static string PathIn(string dataFolder) => Path.Combine(dataFolder, "modules.lock.json");
}

/// <summary>Work that follows a choice. Each part may be done twice.</summary>
internal sealed record Errand
{
    /// <summary>The kept data to put back.</summary>
    public string? Restore { get; init; }

    /// <summary>Where what is there now is kept then.</summary>
    public string? Undone { get; init; }

    /// <summary>The version whose folder and kept data go.</summary>
    public string? Forget { get; init; }

    /// <summary>All its folders go.</summary>
    public bool Remove { get; init; }

    /// <summary>Its data goes too.</summary>
    public bool Purge { get; init; }
}

/// <summary>One installed module.</summary>
internal sealed record Locked
{
    public required string Version { get; init; }

    /// <summary>SHA-256 of the package it came from.</summary>
    public required string Sha256 { get; init; }

    /// <summary>SHA-256 of its manifest, which names every other file with its hash.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Fingerprint of the key that signed it; null where an administrator allowed it without.</summary>
    public required string? SignedBy { get; init; }

    /// <summary>The version before, kept with its data until the next upgrade.</summary>
    public string? Previous { get; init; }

    /// <summary>How that version was locked; null where it came with CoProd itself.</summary>
    public Locked? Before { get; init; }

    /// <summary>Why it is here: an administrator asked for it, or a module that needs it.</summary>
    public required string Because { get; init; }
}
