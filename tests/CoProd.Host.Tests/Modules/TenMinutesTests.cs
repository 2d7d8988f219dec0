using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>contracts/README.md, walked command by command as it stands there, by somebody who has nothing but what it gives them.</summary>
[Collection(nameof(PackedFeed))]
public sealed partial class TenMinutesTests(PackedFeed packed)
{
    private const string Module = "Acme.Lending";

    [Fact]
    public async Task From_nothing_to_a_module_that_runs_and_is_installed()
    {
        var folder = packed.Home;
        var served = 0;
        foreach (var command in Commands())
        {
            // The fixture has run it, with a folder of its own to write to.
            if (command == "dotnet run build/pack.cs")
                continue;
            if (command.StartsWith("cd ", StringComparison.Ordinal))
                folder = Path.Combine(folder, command[3..]);
            else if (Serves(command))
            {
                await Served(command, folder);
                served++;
            }
            else
                await Run(command, folder);
        }

        Assert.Equal(2, served);
        var list = await Testing.Console.Run("module", "list", "--data", Path.Combine(packed.Home, "data"));
        Assert.Matches($@"{Module}\t0\.1\.0\tActive", list.Output);
        await What_breaks_a_rule_is_not_packed(folder);
    }

    private static bool Serves(string command) =>
        command.StartsWith("dotnet run", StringComparison.Ordinal)
        || command.StartsWith("dotnet watch", StringComparison.Ordinal);

    private async Task Run(string command, string folder)
    {
        var words = command
            .Replace("\"$PWD/artifacts/packages\"", packed.Folder, StringComparison.Ordinal)
            .Replace("artifacts/packages", packed.Folder, StringComparison.Ordinal)
            .Replace(
                "coprod ",
                $"dotnet {Path.Combine(TestSite.HostFolder, "CoProd.Host.dll")} ",
                StringComparison.Ordinal
            );
        await packed.Dotnet(folder, words.Split(' ')[1..]);
    }

    // The demo with the module in it. Started by dotnet watch, it starts again when a page was changed.
    private async Task Served(string command, string folder)
    {
        using var process = packed.Start(folder, "dotnet", [.. command.Split(' ')[1..], "--", "--port", "0"]);
        try
        {
            _ = process.StandardError.ReadToEndAsync();
            var page = await Things(process);
            Assert.Contains("<h1", page);
            Assert.DoesNotContain("What we lend", page);
            if (!command.StartsWith("dotnet watch", StringComparison.Ordinal))
                return;
            var source = Path.Combine(folder, "Things", "ListThingsPage.razor");
            var text = await File.ReadAllTextAsync(source);
            await File.WriteAllTextAsync(source, text.Replace("Text=\"Things\"", "Text=\"What we lend\""));
            Assert.Contains("What we lend", await Things(process));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    // What the coordinator reads on the module's page once the demo answers.
    private static async Task<string> Things(Process process)
    {
        var (link, said) = ("", new List<string>());
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (Link().Match(line) is { Success: true } found)
                link = found.Value;
            if (!line.StartsWith("Press", StringComparison.Ordinal))
                continue;
            using var client = new HttpClient();
            await client.GetAsync(link);
            return WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(new Uri(link), "/acme-lending")));
        }
        throw new InvalidOperationException("It ended before it answered: " + string.Join('\n', said));
    }

    private async Task What_breaks_a_rule_is_not_packed(string folder)
    {
        var built = Path.Combine(folder, "bin", "Debug", "net10.0");
        var routes = await File.ReadAllTextAsync(Path.Combine(folder, "Module.cs"));
        var rules = new (string File, string? Text, string Said)[]
        {
            (
                "Module.cs",
                routes.Replace("\"/acme-lending\", Record", "\"/lent\", Record"),
                "Its route /lent lies outside its own addresses."
            ),
            ("Schema/0002_more.sql", "create table register.person (id uuid);", "names register.person."),
            ("wwwroot/a.js", "", "wwwroot/a.js is meant for browsers"),
            (
                "Harm.cs",
                "static class Harm { static void Do() => Dapper.SqlMapper.AddTypeHandler<int>(null!); }",
                "calls SqlMapper.AddTypeHandler"
            ),
            ("bin/Debug/net10.0/Dapper.dll", null, "Dapper.dll is shared by the host"),
        };
        // One set of rules, and it is the verb's, whose tests know them all: a build that compiles for each is for the long run.
        var soak = Environment.GetEnvironmentVariable("COPROD_SOAK") is not null;
        foreach (var (file, text, said) in soak ? rules : [rules[0], rules[^1]])
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (text is null)
                File.Copy(Path.Combine(TestSite.HostFolder, "Dapper.dll"), path);
            else
                await File.WriteAllTextAsync(path, text);
            string[] words = ["build", "--no-restore", "-t:PackModule", "-p:PackageOutputPath=refused"];
            var (code, answer) = await packed.Try(folder, words);
            Assert.True(code != 0, file);
            Assert.Contains($"error : {Module} was not packed.", answer);
            Assert.Contains(said, answer);
            File.Delete(path);
            if (Directory.Exists(Path.Combine(built, "wwwroot")))
                Directory.Delete(Path.Combine(built, "wwwroot"), recursive: true);
            await File.WriteAllTextAsync(Path.Combine(folder, "Module.cs"), routes);
        }
        Assert.False(Directory.Exists(Path.Combine(folder, "refused")));
    }

    private static IEnumerable<string> Commands() =>
        ShellBlock()
            .Matches(File.ReadAllText(Path.Combine(TestSite.RepositoryRoot, "contracts", "README.md")))
            .SelectMany(block =>
                block
                    .Groups[1]
                    .Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            );

    [GeneratedRegex(@"```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/demo/coordinator/\S+")]
    private static partial Regex Link();
}
