using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CoProd.Testing;

/// <summary>The command line, as an administrator uses it: a process of its own.</summary>
public static class Console
{
    /// <summary>What a verb printed and how it ended.</summary>
    /// <param name="Code">The exit code.</param>
    /// <param name="Output">Standard output.</param>
    /// <param name="Errors">Standard error.</param>
    public sealed record Result(int Code, string Output, string Errors)
    {
        /// <summary>Standard output as JSON.</summary>
        public JsonNode Json => JsonNode.Parse(Output) ?? throw new InvalidOperationException("Nothing was printed.");
    }

    /// <summary>Runs <c>coprod</c> with these words and waits for its end.</summary>
    public static async Task<Result> Run(params IReadOnlyList<string> words)
    {
        using var process = Start(words);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Result(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts <c>coprod</c> with these words, its streams in the test's hands.</summary>
    public static Process Start(
        IReadOnlyList<string> words,
        params IReadOnlyList<(string Name, string Value)> environment
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(TestSite.HostFolder, "CoProd.Host.dll"));
        foreach (var word in words)
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
