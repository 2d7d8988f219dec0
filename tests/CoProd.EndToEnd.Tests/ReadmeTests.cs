using System.Diagnostics;
using System.Text.RegularExpressions;
using CoProd.Testing;

namespace CoProd.EndToEnd.Tests;

/// <summary>Every command in a README is run here, or stands below with the reason why not.</summary>
public sealed partial class ReadmeTests
{
    private static readonly Dictionary<string, string> NotRun = new(StringComparer.Ordinal)
    {
        ["dotnet run build/test.cs"] = "It is what runs this test.",
    };

    private static readonly Dictionary<string, Func<string, Task>> Run = new(StringComparer.Ordinal)
    {
        ["dotnet run --project host/CoProd.Host -- demo"] = TheDemoAnswers,
        ["dotnet run --project host/CoProd.Host -- run --data coprod-data --port 5080"] =
            TheServiceAsksForItsFirstAdministrator,
    };

    public static TheoryData<string> Commands =>
        [
            .. Directory
                .EnumerateFiles(TestSite.RepositoryRoot, "README.md", SearchOption.AllDirectories)
                .Where(file =>
                    !file.Contains("node_modules", StringComparison.Ordinal)
                    && !file.Contains("/obj/", StringComparison.Ordinal)
                    // Its commands follow on each other: TenMinutesTests walks them.
                    && !file.EndsWith("/contracts/README.md", StringComparison.Ordinal)
                )
                .SelectMany(file => ShellBlock().Matches(File.ReadAllText(file)))
                .SelectMany(match =>
                    match
                        .Groups[1]
                        .Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    [Theory, MemberData(nameof(Commands))]
    public async Task A_command_in_a_README_does_what_it_says(string command)
    {
        Assert.SkipWhen(NotRun.TryGetValue(command, out var reason), reason ?? "");
        Assert.True(Run.TryGetValue(command, out var run), $"No test runs this command: {command}");
        await run!(command);
    }

    private static async Task TheDemoAnswers(string command)
    {
        await using var running = await Running.Start($"{command} --port 0", "Press Ctrl+C");
        var links = Link().Matches(running.Output).Select(match => match.Value).ToList();
        Assert.Equal(4, links.Count);
        using var client = new HttpClient();
        foreach (var link in links)
        {
            var page = await client.GetStringAsync(link);
            Assert.Contains("Wenmouth and Vale Community NHS Trust", page);
        }
    }

    private static async Task TheServiceAsksForItsFirstAdministrator(string command)
    {
        var elsewhere = command
            .Replace("--data coprod-data", "", StringComparison.Ordinal)
            .Replace("5080", "0", StringComparison.Ordinal);
        await using var running = await Running.Start(elsewhere, "Press Ctrl+C");
        Assert.Matches("use this code once: [0-9a-f]{20}", running.Output);
    }

    /// <summary>A command started in the repository on a fresh data folder, until it has said what it should.</summary>
    private sealed class Running(Process process, string folder, string output) : IAsyncDisposable
    {
        public string Output => output;

        public static async Task<Running> Start(string command, string until)
        {
            var folder = Directory.CreateTempSubdirectory("coprod-readme-").FullName;
            var words = $"{command} --data {folder}".Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var start = new ProcessStartInfo(words[0], words[1..])
            {
                WorkingDirectory = TestSite.RepositoryRoot,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            var process = Process.Start(start)!;
            var output = new System.Text.StringBuilder();
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                output.AppendLine(line);
                if (line.Contains(until, StringComparison.Ordinal))
                    return new Running(process, folder, output.ToString());
            }
            throw new InvalidOperationException($"{command} ended before it said “{until}”:\n{output}");
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/demo/\S+")]
    private static partial Regex Link();
}
