using System.Text.Json.Nodes;
using CoProd.Evaluation.Exchange;

namespace CoProd.Evaluation.Tests.Fhir;

/// <summary>The verb as the command line calls it, without the seconds a process takes.</summary>
internal static class Verb
{
    public sealed record Result(int Code, string Output, string Errors)
    {
        public JsonNode Json => JsonNode.Parse(Output)!;

        public IReadOnlyList<(string? LinkId, string What)> NotKept =>
            [.. Json["notKept"]!.AsArray().Select(loss => ((string?)loss!["linkId"], (string)loss["what"]!))];
    }

    public static async Task<Result> Run(params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await new EvaluationVerb().Run(
            new()
            {
                Arguments = words,
                Json = true,
                Out = output,
                Error = errors,
            },
            CancellationToken.None
        );
        return new(code, output.ToString(), errors.ToString());
    }

    /// <summary>Of a file with this text; and the file that it wrote, if it was good.</summary>
    public static async Task<(Result Result, string? Written)> OfText(string text, string ending = ".json")
    {
        var folder = Directory.CreateTempSubdirectory("coprod-fhir-").FullName;
        var (file, to) = (Path.Combine(folder, "in" + ending), Path.Combine(folder, "out" + ending));
        await File.WriteAllTextAsync(file, text);
        var result = await Run("questionnaire", file, "--out", to);
        var written = File.Exists(to) ? await File.ReadAllTextAsync(to) : null;
        Directory.Delete(folder, recursive: true);
        return (result, written);
    }
}
