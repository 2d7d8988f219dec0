using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace CoProd.Host.Modules;

/// <summary>What a module's <c>module.json</c> says of it, before any of its code runs.</summary>
internal sealed partial record ModuleManifest
{
    private const int LongestId = 48;

    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>The main assembly's file name.</summary>
    public required string Assembly { get; init; }

    /// <summary>The contracts it was built for, as a NuGet range, for example <c>[0.1,0.2)</c>.</summary>
    public required string Contracts { get; init; }

    /// <summary>Modules it cannot do without, each with the versions that will do, as NuGet ranges.</summary>
    public IReadOnlyDictionary<string, string> Dependencies { get; init; } = new Dictionary<string, string>();

    /// <summary>Modules it makes use of where they are installed, each with the versions that will do.</summary>
    public IReadOnlyDictionary<string, string> Optional { get; init; } = new Dictionary<string, string>();

    /// <summary>Words beyond its name that its addresses begin with.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Of a packed module: the permissions it declares. It gets no others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>Of a packed module: the parts of the whole that it contributes to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Contributions { get; init; }

    /// <summary>Of a packed module: its addresses.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Routes { get; init; }

    /// <summary>Of a packed module: the tables its scripts make.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Tables { get; init; }

    /// <summary>Of a packed module: every file with its SHA-256 in hexadecimal, the path with forward slashes.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static ModuleManifest Read(string folder)
    {
        var path = Path.Combine(folder, "module.json");
        if (!File.Exists(path))
            throw new ModuleRefusedException("The folder has no module.json, so it is not a module.");
        try
        {
            return JsonSerializer.Deserialize<ModuleManifest>(File.ReadAllText(path), Options)
                ?? throw new ModuleRefusedException("Its module.json is empty.");
        }
        catch (JsonException e)
        {
            throw new ModuleRefusedException(
                $"Its module.json cannot be read{(e.LineNumber is { } line ? $" (line {line + 1})" : "")}: a value is missing or not of its kind."
            );
        }
    }

    /// <summary>The contracts this host offers.</summary>
    public static NuGetVersion ContractsVersion { get; } =
        NuGetVersion.Parse(
            typeof(CoProd.Contracts.Modules.IModule)
                .Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyInformationalVersionAttribute), false)
                .Cast<System.Reflection.AssemblyInformationalVersionAttribute>()
                .Single()
                .InformationalVersion.Split('+')[0]
        );

    // Folders, files, schemas and roles are named by it, on systems that tell no small letters from capital ones.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*([.][A-Za-z0-9]+)*$")]
    private static partial Regex Name();

    /// <summary>Refuses a manifest whose own words do not do.</summary>
    public void CheckItself()
    {
        if (Id.Length > LongestId || !Name().IsMatch(Id) || Id.Equals("host", StringComparison.OrdinalIgnoreCase))
            throw new ModuleRefusedException(
                $"It calls itself {Id}. A module's name is made of letters and digits, its words joined by dots, at most {LongestId} in all; another could not be told from it otherwise."
            );
        if (!NuGetVersion.TryParse(Version, out _))
            throw new ModuleRefusedException($"Its version {Version} cannot be read. Write it like 1.0.0.");
        if (OwnAddresses.Refusal(this) is { } refusal)
            throw new ModuleRefusedException(refusal);
    }

    /// <summary>Whether this host offers what it was built for.</summary>
    public bool FitsContracts => Ranges.Fits(Contracts, ContractsVersion);

    public void CheckContracts()
    {
        Ranges.Read("the contracts", Contracts);
        if (!FitsContracts)
            throw new ModuleIncompatibleException(
                $"It was built for contracts {Contracts}; this installation has {ContractsVersion}. Install a version of the module made for {ContractsVersion}."
            );
    }
}

/// <summary>A module that is set aside, with the reason as a sentence.</summary>
internal class ModuleRefusedException(string message) : Exception(message);

/// <summary>Nobody whom the institution trusts for that name has signed it.</summary>
internal sealed class ModuleUnsignedException(string id, string message) : ModuleRefusedException(message)
{
    public string Id { get; } = id;
}

internal sealed class ModuleIncompatibleException(string message) : ModuleRefusedException(message);
