using System.Text.Json;
using System.Text.Json.Serialization;
using CoProd.Evaluation.Instruments;

namespace CoProd.Evaluation.Library;

/// <summary>An instrument as it is kept with a round: all of it, so that nothing loaded later changes what was asked.</summary>
internal static class InstrumentText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
        // A questionnaire may nest as deep as FHIR files are read.
        MaxDepth = 256,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(Instrument instrument) => JsonSerializer.Serialize(instrument, Json);

    public static Instrument Read(string text) =>
        JsonSerializer.Deserialize<Instrument>(text, Json) ?? throw new InvalidDataException("An empty definition.");
}
