using System.Text;
using CoProd.Contracts.Data;
using CoProd.Evaluation.Exchange.Fhir;
using CoProd.Evaluation.Instruments;
using Dapper;
using Hl7.Fhir.Model;

namespace CoProd.Evaluation.Library;

/// <summary>How an instrument that was loaded is written.</summary>
internal enum SourceFormat
{
    Pack,
    Fhir,
}

/// <summary>All instruments there are: those that come along, and those that the institution loaded.</summary>
internal static class Shelf
{
    private const string Loaded = """
        select format, source, instrument_key, instrument_version from instrument where withdrawn = false
        order by instrument_key, instrument_version
        """;

    private const string One = """
        select format, source, instrument_key, instrument_version from instrument
        where instrument_key = @key and instrument_version = @version and withdrawn = false
        """;

    public static async Task<IReadOnlyList<Instrument>> All(IModuleDatabase database, CancellationToken ct) =>
        [.. Packs.All, .. (await database.Read(c => c.QueryAsync<Row>(Loaded), ct)).Select(Read).OfType<Instrument>()];

    public static async Task<(Instrument Instrument, SourceFormat Format, string Source)?> Find(
        IModuleDatabase database,
        string key,
        string version,
        CancellationToken ct
    )
    {
        if (Packs.All.FirstOrDefault(pack => pack.Key == key && pack.Version == version) is { } ours)
            return (ours, SourceFormat.Pack, Packs.Sources.First(source => source.Key == key).Json);
        var row = await database.Read(c => c.QuerySingleOrDefaultAsync<Row>(One, new { key, version }), ct);
        return row is not null && Read(row) is { } loaded ? (loaded, row.Format, row.Source) : null;
    }

    // It was read whole before it was kept; null only where a later version of ours reads more strictly.
    private static Instrument? Read(Row row)
    {
        if (row.Format == SourceFormat.Pack)
            return PackReading.Read(row.Source).Instrument;
        return FhirFile.Read(Encoding.UTF8.GetBytes(row.Source)).File?.Resource is Questionnaire file
            ? QuestionnaireIn.Read(file) with
            {
                Key = row.InstrumentKey,
                Version = row.InstrumentVersion,
            }
            : null;
    }

    private sealed record Row
    {
        public SourceFormat Format { get; init; }
        public string Source { get; init; } = "";
        public string InstrumentKey { get; init; } = "";
        public string InstrumentVersion { get; init; } = "";
    }
}
