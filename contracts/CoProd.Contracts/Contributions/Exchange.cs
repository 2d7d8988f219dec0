using CoProd.Contracts.Exchange;

namespace CoProd.Contracts.Contributions;

/// <summary>Takes records in from a file of a known format.</summary>
public interface IImporter : IContribution
{
    /// <summary>Its name on the command line and in addresses, for example <c>360giving</c>.</summary>
    string Id { get; }

    /// <summary>What it takes in, for people: "Grants in the 360Giving format".</summary>
    string Title { get; }

    /// <summary>The file endings it reads, for example <c>.json</c>; a hint for the file dialogue, never the test.</summary>
    IReadOnlyList<string> Formats { get; }

    /// <summary>The permission a person needs to use it.</summary>
    string Permission { get; }

    /// <summary>Takes the file in, or only says what would change.</summary>
    /// <param name="file">The file, which can be read again from its start.</param>
    /// <param name="how">Its name, whether to apply, and where to tell the progress.</param>
    /// <param name="ct">Stops between two groups of records; what was taken in by then stays, and a second run goes on.</param>
    Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct);
}

/// <summary>How an import is run.</summary>
public sealed record ImportRun
{
    /// <summary>The file's name as its owner knows it.</summary>
    public required string FileName { get; init; }

    /// <summary>False for a preview: nothing is written, the report says what would be.</summary>
    public required bool Apply { get; init; }

    /// <summary>Hears how far it has come: done and of how many.</summary>
    public IProgress<(int Done, int Of)>? Progress { get; init; }
}

/// <summary>What an import did, or would do.</summary>
public sealed record ImportReport
{
    /// <summary>Set when the file as a whole was refused: what it is not, and what to do next. Nothing was written.</summary>
    public string? Refused { get; init; }

    /// <summary>How many records the file holds, good and bad.</summary>
    public int Read { get; init; }

    /// <summary>How many are new.</summary>
    public int Created { get; init; }

    /// <summary>How many changed something that was there.</summary>
    public int Updated { get; init; }

    /// <summary>How many were there already just so.</summary>
    public int Unchanged { get; init; }

    /// <summary>What was not taken in, each with its line, field and reason.</summary>
    public IReadOnlyList<RejectedRow> Rejected { get; init; } = [];

    /// <summary>How many groups the records belong to, where they belong to groups.</summary>
    public int? Groups { get; init; }

    /// <summary>The total of the good records for each currency, as digits and a point, where they are money.</summary>
    public IReadOnlyDictionary<string, string>? Totals { get; init; }

    /// <summary>Sentences for people about what else is worth knowing, for example a field edited here and kept.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>Writes records into a file of a known format.</summary>
public interface IExporter : IContribution
{
    /// <summary>Its name on the command line and in addresses, for example <c>groups-csv</c>.</summary>
    string Id { get; }

    /// <summary>What it writes, for people.</summary>
    string Title { get; }

    /// <summary>Media type, for example <c>text/csv</c>.</summary>
    string MediaType { get; }

    /// <summary>The file's name, for example <c>groups.csv</c>.</summary>
    string FileName { get; }

    /// <summary>The permission a person needs to use it.</summary>
    string Permission { get; }

    /// <summary>Writes the file, holding only what this caller may see.</summary>
    Task Export(Stream file, Web.ICaller caller, CancellationToken ct);
}

/// <summary>A verb of the command line that a module brings, for example <c>coprod gaps</c>.</summary>
public interface IVerb : IContribution
{
    /// <summary>The verb, one word.</summary>
    string Name { get; }

    /// <summary>What it does, a sentence for <c>--help</c>.</summary>
    string Summary { get; }

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 all done, 1 nothing done, 2 done in part.</returns>
    Task<int> Run(VerbCall call, CancellationToken ct);
}

/// <summary>How a verb was called.</summary>
public sealed record VerbCall
{
    /// <summary>The words after the verb that are not options of the host.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Whether <c>--json</c> was given: then standard output carries one JSON document and nothing else.</summary>
    public required bool Json { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error, for sentences about what went wrong.</summary>
    public required TextWriter Error { get; init; }
}
