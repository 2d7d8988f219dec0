using System.Diagnostics.Metrics;

namespace CoProd.Host.Data;

/// <summary>What the databases of this process are asked, for whoever listens: a test, <c>dotnet-counters monitor --counters CoProd.Data</c>.</summary>
internal static class Measures
{
    public const string Name = "CoProd.Data";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Reads = Meter.CreateCounter<long>(
        "coprod.data.reads",
        description: "Connections opened to read, by the module whose database it is."
    );

    public static void Read(string moduleId) => Reads.Add(1, new KeyValuePair<string, object?>("module", moduleId));
}
