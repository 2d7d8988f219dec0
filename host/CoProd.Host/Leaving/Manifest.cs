using System.Text.Json;

namespace CoProd.Host.Leaving;

/// <summary>
/// What an archive says of itself, in <c>manifest.json</c>: who sends which innovation when, what is in it, and what is not and why. Its
/// bytes are signed (<c>manifest.sig</c>), and it names every other file with its SHA-256.
/// </summary>
public sealed record Manifest
{
    public const string FileName = "manifest.json";
    public const string Kind = "coprod-innovation";
    public const int Newest = 1;

    public static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            MaxDepth = 300,
            // A file may say what it likes; null where there must be something is not what we wrote.
            RespectNullableAnnotations = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

    public string Is { get; init; } = "";

    public int Format { get; init; }

    /// <summary>The archive's own id: brought twice, it is one.</summary>
    public Guid Id { get; init; }

    public Guid InnovationId { get; init; }

    public string Innovation { get; init; } = "";

    public string Purpose { get; init; } = "";

    /// <summary>The institution it leaves, as it calls itself.</summary>
    public string Sender { get; init; } = "";

    /// <summary>The fingerprint of the key that signed this.</summary>
    public string Key { get; init; } = "";

    public DateTimeOffset MadeAt { get; init; }

    /// <summary>The version of CoProd that wrote it.</summary>
    public string CoProd { get; init; } = "";

    public IReadOnlyList<ModulePart> Modules { get; init; } = [];

    public PeopleGoing People { get; init; } = new();

    /// <summary>What is not in it and why, sentences.</summary>
    public IReadOnlyList<string> StaysBehind { get; init; } = [];

    public IReadOnlyList<FilePart> Files { get; init; } = [];
}

/// <summary>A module's part of an archive.</summary>
public sealed record ModulePart
{
    public string Id { get; init; } = "";

    public string Version { get; init; } = "";

    public IReadOnlyList<TablePart> Tables { get; init; } = [];

    /// <summary>How many entries its lists hold.</summary>
    public long Records => Tables.Where(table => table.Name != ArchiveTable.Whole).Sum(table => (long)table.Rows);
}

/// <summary>A table of a module's part.</summary>
public sealed record TablePart
{
    public string Name { get; init; } = "";

    public int Rows { get; init; }
}

/// <summary>How the people who take part go along.</summary>
public sealed record PeopleGoing
{
    /// <summary>How many agreed, and go along by name.</summary>
    public int ByName { get; init; }

    /// <summary>What the others are known as there; where nothing is known of somebody, an empty text.</summary>
    public IReadOnlyList<string> ByRole { get; init; } = [];
}

/// <summary>A file of an archive.</summary>
public sealed record FilePart
{
    public string Path { get; init; } = "";

    public long Bytes { get; init; }

    public string Sha256 { get; init; } = "";
}

/// <summary>Something that happened, as the sender told it.</summary>
public sealed record StoryLine
{
    public DateOnly On { get; init; }

    public DateOnly? Until { get; init; }

    public string What { get; init; } = "";

    public string Icon { get; init; } = "circle";

    /// <summary>Without it, nobody there read it either.</summary>
    public string Permission { get; init; } = "";
}
