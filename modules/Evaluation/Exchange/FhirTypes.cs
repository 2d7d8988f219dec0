using CoProd.Evaluation.Instruments;

namespace CoProd.Evaluation.Exchange;

/// <summary>The type codes of FHIR R4, as they stand in files.</summary>
internal static class FhirTypes
{
    public static string WordOf(ItemKind kind) =>
        kind switch
        {
            ItemKind.DateTime => "dateTime",
            ItemKind.OpenChoice => "open-choice",
            _ => kind.ToString().ToLowerInvariant(),
        };
}
