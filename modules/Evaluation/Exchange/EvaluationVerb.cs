using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CoProd.Contracts.Contributions;
using CoProd.Evaluation.Exchange.Fhir;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Exchange;

/// <summary><c>coprod evaluation questionnaire FILE [--out FILE]</c>: looks at a FHIR questionnaire or response. It stores nothing.</summary>
internal sealed class EvaluationVerb : IVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // A linkId such as "H1/T1" and the letters of other languages stay readable; this is a console, not a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public string Name => "evaluation";

    public string Summary => T["Look at a FHIR questionnaire or response, and write back what of it can be kept."];

    public async Task<int> Run(VerbCall call, CancellationToken ct)
    {
        if (Words(call.Arguments) is not var (file, to))
            return await Refuse(
                call,
                T["Say which file: coprod evaluation questionnaire FILE, and perhaps --out FILE for where to write it."]
            );
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return await Refuse(call, T["The file {0} cannot be read: {1}", file, e.Message]);
        }
        var (read, refused) = FhirFile.Read(bytes);
        if (read is null)
            return await Refuse(call, refused!);
        var (report, unusable) = QuestionnaireReport.Of(read.Resource);
        if (report is null)
            return await Refuse(call, unusable!);
        if (to is not null && await Wrote(report, read.IsXml, to, ct) is { } trouble)
            return await Refuse(call, trouble);
        if (call.Json)
            await call.Out.WriteLineAsync(JsonSerializer.Serialize(report, Json));
        else
            await Tell(call.Out, report, to);
        return 0;
    }

    private static (string File, string? To)? Words(IReadOnlyList<string> words) =>
        words switch
        {
            ["questionnaire", var file] => (file, null),
            ["questionnaire", var file, "--out", var to] => (file, to),
            ["questionnaire", "--out", var to, var file] => (file, to),
            _ => null,
        };

    // An ending that names the other kind is followed: that is how one becomes the other.
    private static async Task<string?> Wrote(QuestionnaireReport report, bool wasXml, string to, CancellationToken ct)
    {
        var xml = Path.GetExtension(to).ToLowerInvariant() switch
        {
            ".xml" => true,
            ".json" => false,
            _ => wasXml,
        };
        try
        {
            await File.WriteAllTextAsync(to, FhirFile.Write(report.Kept, xml), ct);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return T["The file {0} cannot be written: {1}", to, e.Message];
        }
    }

    private static async Task<int> Refuse(VerbCall call, string sentence)
    {
        await call.Error.WriteLineAsync(sentence);
        return 1;
    }

    private static async Task Tell(TextWriter to, QuestionnaireReport report, string? file)
    {
        await to.WriteLineAsync(
            T["{0}: {1}", report.ResourceType, report.Title ?? report.Questionnaire ?? report.Url ?? "–"]
        );
        await to.WriteLineAsync(
            T[
                "Items: {0}. Answers: {1}. Asked under a condition: {2}. Required: {3}. Repeated: {4}.",
                report.Items,
                report.Answers,
                report.EnableWhen,
                report.Required,
                report.Repeats
            ]
        );
        await to.WriteLineAsync(report.NotKept.Count == 0 ? T["All of it can be kept."] : T["What cannot be kept:"]);
        foreach (var loss in report.NotKept)
            await to.WriteLineAsync($"  {loss.LinkId ?? T["(the whole)"]}: {loss.What}");
        if (file is not null)
            await to.WriteLineAsync(T["Written to {0}. Nothing was stored.", file]);
    }
}
