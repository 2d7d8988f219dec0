using System.Net;

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

    /// <summary>The address it listens on. Others than this machine reach it through a web server in front, unless this says otherwise.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Where people reach it, for example <c>https://coprod.example.org</c>: written on cards and in mails. Null until an administrator says so.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The web servers in front, whose word on who is calling is taken. Nobody else's is.</summary>
    public IReadOnlyList<IPAddress> Proxies { get; init; } = [];

    /// <summary>Filled with the fictional institution, with accounts that exist nowhere else.</summary>
    public bool Demo { get; init; }

    /// <summary>Starts with the Register alone.</summary>
    public bool SafeMode { get; init; }

    /// <summary>This process is the service: it holds the data's lock and notes what it does in the ledger.</summary>
    public bool Serves { get; init; }

    /// <summary>Only looks at the modules' manifests and runs none of their code: for verbs that must work whatever the modules do.</summary>
    public bool WithoutModules { get; init; }

    /// <summary>How long a module may take for each step of its start.</summary>
    public TimeSpan StepLimit { get; init; } = Seconds("COPROD_START_SECONDS", 10);

    /// <summary>How long a module's scripts may run at start. An upgrade is rehearsed beforehand, without a limit.</summary>
    public TimeSpan MigrationLimit { get; init; } = Seconds("COPROD_MIGRATION_SECONDS", 30);

    /// <summary>How long a module may take to answer when a page asks it for its part.</summary>
    public TimeSpan AnswerLimit { get; init; } = Seconds("COPROD_ANSWER_SECONDS", 10);

    /// <summary>How long a virus scanner may take for a file.</summary>
    public TimeSpan ScanLimit { get; init; } = Seconds("COPROD_SCAN_SECONDS", 60);

    /// <summary>So much must be free on the disk of the data before a site that had no room left takes anything again.</summary>
    public long Reserve { get; init; } =
        int.TryParse(Environment.GetEnvironmentVariable("COPROD_RESERVE_MB"), out var megabytes) && megabytes > 0
            ? (long)megabytes << 20
            : 32L << 20;

    /// <summary>The clock; tests set their own.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    // For a slow disk or a large installation; the defaults suit the rest.
    private static TimeSpan Seconds(string variable, int otherwise) =>
        TimeSpan.FromSeconds(
            int.TryParse(Environment.GetEnvironmentVariable(variable), out var seconds) && seconds > 0
                ? seconds
                : otherwise
        );
}
