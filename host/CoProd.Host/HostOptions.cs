namespace CoProd.Host;

/// <summary>What an administrator decides at start. Everything else is a setting inside.</summary>
internal sealed record HostOptions
{
    /// <summary>Where everything is kept: databases, keys, uploads, installed modules.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where modules are found, one folder each.</summary>
    public IReadOnlyList<string> ModuleFolders { get; init; } = [Path.Combine(AppContext.BaseDirectory, "modules")];

    /// <summary>Connection string of a PostgreSQL database; null for SQLite files in the data folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>The port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>Filled with the fictional institution, with accounts that exist nowhere else.</summary>
    public bool Demo { get; init; }

    /// <summary>Starts with the Register alone.</summary>
    public bool SafeMode { get; init; }

    /// <summary>The clock; tests set their own.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
