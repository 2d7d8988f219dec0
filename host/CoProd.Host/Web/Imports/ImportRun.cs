namespace CoProd.Host.Web.Imports;

/// <summary>A file that somebody brought: previewed first, then taken in.</summary>
internal sealed record ImportRunRow
{
    public Guid Id { get; init; }

    public string Importer { get; init; } = "";

    public string FileName { get; init; } = "";

    public string FilePath { get; init; } = "";

    public Guid AccountId { get; init; }

    public ImportState State { get; init; }

    public int Done { get; init; }

    public int Total { get; init; }

    /// <summary>The report as JSON, once there is one.</summary>
    public string? Report { get; init; }

    public DateTimeOffset StartedAt { get; init; }
}

/// <summary>How far an import is.</summary>
public enum ImportState
{
    /// <summary>The file is being looked through; nothing is written.</summary>
    Looking,

    /// <summary>What would change is known; somebody must say yes.</summary>
    Preview,

    /// <summary>It is being taken in.</summary>
    Applying,

    /// <summary>It is in.</summary>
    Done,

    /// <summary>The file as a whole was refused.</summary>
    Refused,

    /// <summary>It broke off; running it again goes on where it stopped.</summary>
    Failed,
}
