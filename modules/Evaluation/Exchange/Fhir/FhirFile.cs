using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Exchange.Fhir;

/// <summary>A file of FHIR R4, JSON or XML by what is in it and not by its name.</summary>
internal sealed record FhirFile
{
    private const int LongestFile = 20_000_000;
    private const int Deepest = 60;

    public required Resource Resource { get; init; }

    public required bool IsXml { get; init; }

    /// <summary>Reads it, or says in a sentence why not.</summary>
    public static (FhirFile? File, string? Refused) Read(byte[] bytes)
    {
        FhirLibrary.Wake();
        if (bytes.Length > LongestFile)
            return (null, T["The file is larger than {0} MB.", LongestFile / 1_000_000]);
        string text;
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false, true));
            text = reader.ReadToEnd().Trim();
        }
        catch (DecoderFallbackException)
        {
            return (null, T["The file is not text in UTF-8. FHIR files are."]);
        }
        return text switch
        {
            ['{', ..] => FromJson(text),
            ['<', ..] => FromXml(text),
            "" => (null, T["The file is empty."]),
            _ => (null, T["The file is neither JSON nor XML, so it is no FHIR file."]),
        };
    }

    /// <summary>The resource as a file of the same kind.</summary>
    public static string Write(Resource resource, bool xml) => xml ? resource.ToXml(true) : resource.ToJson(true);

    private static (FhirFile?, string?) FromJson(string text)
    {
        try
        {
            var root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = Deepest });
            if (root is not JsonObject document || document["resourceType"] is not JsonValue type)
                return (null, T["The file is JSON and not FHIR: it names no resourceType."]);
            if (Other(type.ToString()) is { } refused)
                return (null, refused);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return (
                null,
                e is JsonException { LineNumber: { } line }
                    ? T["The file is not whole JSON: something is wrong on line {0}.", line + 1]
                    : T["The file is not whole JSON."]
            );
        }
        var good = FhirJsonDeserializer.RECOVERABLE.TryDeserializeResource(text, out var resource, out var issues);
        return Judged(good, resource, issues.Select(issue => issue.Message), false);
    }

    private static (FhirFile?, string?) FromXml(string text)
    {
        try
        {
            if (Depth(text) is var (root, depth) && depth > Deepest)
                return (null, T["The file is nested deeper than {0} levels.", Deepest]);
            if (root.NamespaceName != "http://hl7.org/fhir")
                return (null, T["The file is XML and not FHIR: its first element is not of http://hl7.org/fhir."]);
            if (Other(root.LocalName) is { } refused)
                return (null, refused);
        }
        catch (XmlException e)
        {
            return (
                null,
                text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
                    ? T["The file names a document type (<!DOCTYPE), which FHIR does not allow and we do not open."]
                    : T["The file is not whole XML: something is wrong on line {0}.", e.LineNumber]
            );
        }
        var good = FhirXmlDeserializer.RECOVERABLE.TryDeserializeResource(text, out var resource, out var issues);
        return Judged(good, resource, issues.Select(issue => issue.Message), true);
    }

    // Read through once without keeping anything: what is nested without end would take the process down.
    private static (XName Root, int Depth) Depth(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        XName? root = null;
        var depth = 0;
        while (depth <= Deepest && reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
                root ??= XName.Get(reader.LocalName, reader.NamespaceURI);
            depth = Math.Max(depth, reader.Depth);
        }
        return (root!, depth);
    }

    private static (FhirFile?, string?) Judged(bool good, Resource? resource, IEnumerable<string> issues, bool xml) =>
        good && resource is Questionnaire or QuestionnaireResponse
            ? (new FhirFile { Resource = resource, IsXml = xml }, null)
            : (null, T["The file does not follow FHIR R4: {0}", issues.FirstOrDefault() ?? "?"]);

    private static string? Other(string type) =>
        type is "Questionnaire" or "QuestionnaireResponse"
            ? null
            : T["The file holds a {0}. A Questionnaire or a QuestionnaireResponse is read here.", type];
}
