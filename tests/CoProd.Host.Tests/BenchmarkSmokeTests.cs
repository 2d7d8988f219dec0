using System.Diagnostics;
using CoProd.Testing;

namespace CoProd.Host.Tests;

/// <summary>The benchmarks run to their end and print their figures. How large those are is for a reader: this machine may be busy.</summary>
public sealed class BenchmarkSmokeTests
{
    [Theory]
    [InlineData("writes", 4)]
    [InlineData("pages", 6)]
    [InlineData("start", 3)]
    public async Task A_short_run_prints_a_figure_for_everything_it_measures(string benchmark, int figures)
    {
        var configuration = TestSite.HostFolder.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        var program = Path.Combine(
            TestSite.RepositoryRoot,
            "tests",
            "CoProd.Benchmarks",
            "bin",
            configuration,
            "net10.0",
            "CoProd.Benchmarks.dll"
        );
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [program, "--smoke", benchmark])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, await errors);
        var lines = (await output)
            .Split('\n')
            .Where(line => line.StartsWith(benchmark + ": ", StringComparison.Ordinal));
        Assert.Equal(figures, lines.Count());
        Assert.All(lines, line => Assert.Matches(@"\d(/s| s)", line));
    }
}
