using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CoProd.Testing;

namespace CoProd.Host.Tests.Data;

/// <summary>
/// A killed process proves nothing about a power cut: what it wrote lies in the system's memory. So the system calls are watched: the log
/// must have been put on disk, and that must have come to its end, before the answer is sent.
/// </summary>
public sealed partial class SyncTests
{
    private const string Tracer = "/usr/bin/strace";
    private const int Writes = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_is_on_disk_before_the_answer_leaves()
    {
        Assert.SkipUnless(File.Exists(Tracer), $"There is no {Tracer} to watch system calls with.");
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        var token = await OwnProcess.Token(place.Words);
        var trace = Path.Combine(Path.GetTempPath(), $"coprod-trace-{Guid.CreateVersion7():N}");
        using (var process = Watched(place, trace))
        {
            try
            {
                var address = await OwnProcess.AddressOrNull(process);
                if (address is null)
                {
                    var said = await process.StandardError.ReadToEndAsync(Ct);
                    Assert.SkipWhen(
                        said.Contains("ptrace", StringComparison.OrdinalIgnoreCase),
                        $"This machine does not let a test watch system calls: {said.Trim()}"
                    );
                    Assert.Fail(said);
                }
                await WriteEach(address!, token);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(Ct);
            }
        }

        var synced = Count(await File.ReadAllLinesAsync(trace, Ct));

        File.Delete(trace);
        System.Console.WriteLine($"Synced before the answer: {synced} of {Writes} writes");
        Assert.Equal(Writes, synced);
    }

    private static Process Watched(TestPlace place, string trace)
    {
        string[] words =
        [
            // Only these calls stop the process; each with its file, and with enough of what was written to know it again.
            "-f",
            "-y",
            "--seccomp-bpf",
            "-s",
            "4200",
            "-e",
            "trace=pwrite64,pwritev,fdatasync,fsync,sendto,sendmsg,write,writev",
            "-o",
            trace,
            "dotnet",
            Path.Combine(TestSite.HostFolder, "CoProd.Host.dll"),
            "run",
            .. place.Words,
            "--port",
            "0",
        ];
        return Process.Start(
            new ProcessStartInfo(Tracer, words)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    private static async Task WriteEach(string address, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        for (var i = 0; i < Writes; i++)
        {
            using var answer = await client.PostAsJsonAsync("/api/innovations", new { name = NameOf(i) }, Ct);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }

    private static string NameOf(int i) => $"Watched number {i}.";

    // One after the other: the row reaches the log, the log is synced to the end, and only then its answer goes.
    private static int Count(IEnumerable<string> lines)
    {
        var (current, stage) = (0, Stage.Nothing);
        var syncing = new HashSet<string>();
        foreach (var line in lines)
        {
            var process = line.Split(' ', 2)[0];
            if (WritesLog().IsMatch(line) && line.Contains(NameOf(current), StringComparison.Ordinal))
                stage = Stage.Written;
            else if (SyncsLog().IsMatch(line) && stage == Stage.Written)
            {
                if (line.Contains("<unfinished", StringComparison.Ordinal))
                    syncing.Add(process);
                else if (line.EndsWith("= 0", StringComparison.Ordinal))
                    stage = Stage.Synced;
            }
            else if (SyncEnds().IsMatch(line) && syncing.Remove(process) && stage == Stage.Written)
                stage = Stage.Synced;
            else if (Answers().IsMatch(line))
            {
                if (stage != Stage.Synced)
                    return current;
                (current, stage) = (current + 1, Stage.Nothing);
                syncing.Clear();
            }
        }
        return current;
    }

    private enum Stage
    {
        Nothing,
        Written,
        Synced,
    }

    [GeneratedRegex(@"pwrite(64|v)\(\d+<[^>]*coprod\.register\.db-wal>")]
    private static partial Regex WritesLog();

    [GeneratedRegex(@"f(data)?sync\(\d+<[^>]*coprod\.register\.db-wal>")]
    private static partial Regex SyncsLog();

    [GeneratedRegex(@"<\.\.\. f(data)?sync resumed>.*= 0$")]
    private static partial Regex SyncEnds();

    [GeneratedRegex(@"(sendto|sendmsg|write|writev)\(.*HTTP/1\.1 201 Created")]
    private static partial Regex Answers();
}
