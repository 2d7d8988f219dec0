using System.Diagnostics;
using CoProd.Testing;

namespace CoProd.Benchmarks;

/// <summary>From starting the process to its first answer, on data that is there already. Beside it, the start of a bare .NET process.</summary>
internal static class Starts
{
    public static async Task Run(int times)
    {
        var folder = Directory.CreateTempSubdirectory("coprod-bench-").FullName;
        try
        {
            var first = await Once(folder);
            var later = new List<TimeSpan>();
            var bare = new List<TimeSpan>();
            for (var i = 0; i < times; i++)
            {
                bare.Add(await Help());
                later.Add(await Once(folder));
            }
            System.Console.WriteLine($"start: the same program only saying its version: {Median(bare):0.00} s");
            System.Console.WriteLine($"start: to the first answer, empty folder: {first.TotalSeconds:0.00} s");
            System.Console.WriteLine(
                $"start: to the first answer, median of {times}: {Median(later):0.00} s, {Median(later) / Median(bare):0.0} of bare"
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> Once(string folder)
    {
        var watch = Stopwatch.StartNew();
        using var process = CoProd.Testing.Console.Start(["run", "--data", folder, "--port", "0"]);
        try
        {
            var address = await AddressOf(process);
            using var client = new HttpClient();
            (await client.GetAsync(address + "/health")).EnsureSuccessStatusCode();
            return watch.Elapsed;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<TimeSpan> Help()
    {
        var watch = Stopwatch.StartNew();
        await CoProd.Testing.Console.Run("--version");
        return watch.Elapsed;
    }

    private static async Task<string> AddressOf(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (
                line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is
                { } address
            )
                return address;
        }
        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    private static double Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2).TotalSeconds;
}
