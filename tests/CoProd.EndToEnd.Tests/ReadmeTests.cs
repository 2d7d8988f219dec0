using System.Diagnostics;
using System.Text.RegularExpressions;
using CoProd.Testing;
using Npgsql;

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
        [
            "coprod move --data coprod-data --to coprod-new --postgres \"Host=127.0.0.1;Database=coprod;Username=coprod\""
        ] = AnInstallationMoves,
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

    private static async Task AnInstallationMoves(string command)
    {
        Assert.SkipWhen(TestSite.PostgresServer is null, TestSite.PostgresMissing);
        var name = "r" + Guid.CreateVersion7().ToString("N")[^20..];
        var made = new NpgsqlConnectionStringBuilder(TestSite.PostgresServer) { Database = name }.ConnectionString;
        await OnServer($"create database {name}");
        var folder = Directory.CreateTempSubdirectory("coprod-readme-").FullName;
        var (old, fresh) = (Path.Combine(folder, "coprod-data"), Path.Combine(folder, "coprod-new"));
        await using (await TestSite.Start(TestEngine.Sqlite, folder: old)) { }
        var words = command.Split('"')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];

        var moved = await Testing.Console.Run([
            .. words.Select(word =>
                word is "coprod-data" ? old
                : word is "coprod-new" ? fresh
                : word
            ),
            made,
        ]);

        Assert.True(moved.Code == 0, moved.Output + moved.Errors);
        Assert.Contains("What to do next:", moved.Output);
        await OnServer($"drop database {name} with (force)");
        await using var connection = new NpgsqlConnection(TestSite.PostgresServer);
        await connection.OpenAsync();
        await using var roles = new NpgsqlCommand(
            $"do $$ declare r text; begin for r in select rolname from pg_roles where starts_with(rolname, '{name}_') loop execute format('drop role %I', r); end loop; end $$",
            connection
        );
        await roles.ExecuteNonQueryAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task OnServer(string sql)
    {
        await using var connection = new NpgsqlConnection(TestSite.PostgresServer);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
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
