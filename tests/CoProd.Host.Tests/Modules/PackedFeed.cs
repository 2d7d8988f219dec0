using System.Diagnostics;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>Those who share the packages: packing them takes longer than most tests.</summary>
[CollectionDefinition(nameof(PackedFeed))]
public sealed class Authors : ICollectionFixture<PackedFeed>;

/// <summary>
/// What build/pack.cs writes, once for all, and the machine of somebody who has nothing else: a home folder with settings, templates and
/// packages of its own.
/// </summary>
public sealed class PackedFeed : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("coprod-feed-").FullName;

    public string Home { get; } = Directory.CreateTempSubdirectory("coprod-author-").FullName;

    public async ValueTask InitializeAsync()
    {
        // What the registry served is as good from the cache; what we pack ourselves must be the packages of this very build.
        var user = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget");
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(user, "packages");
        Directory.CreateDirectory(Path.Combine(Home, "packages"));
        foreach (var package in Directory.EnumerateDirectories(cache))
        {
            if (!Path.GetFileName(package).StartsWith("coprod.", StringComparison.OrdinalIgnoreCase))
                Directory.CreateSymbolicLink(Path.Combine(Home, "packages", Path.GetFileName(package)), package);
        }
        var settings = Path.Combine(user, "NuGet", "NuGet.Config");
        if (File.Exists(settings))
        {
            Directory.CreateDirectory(Path.Combine(Home, ".nuget", "NuGet"));
            File.Copy(settings, Path.Combine(Home, ".nuget", "NuGet", "NuGet.Config"));
        }
        var configuration = TestSite.HostFolder.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        string[] pack = ["run", "build/pack.cs", "--", "--out", Folder, "--built", configuration];
        var (code, said) = await Ended(Begun(TestSite.RepositoryRoot, "dotnet", pack, []));
        Assert.True(code == 0, said);
    }

    /// <summary>Runs <c>dotnet</c> as that person would and waits for its end, which must be a good one.</summary>
    /// <returns>What it said.</returns>
    public async Task<string> Dotnet(string folder, params string[] words)
    {
        var (code, said) = await Try(folder, words);
        Assert.True(code == 0, $"dotnet {string.Join(' ', words)}: {said}");
        return said;
    }

    /// <summary>As <see cref="Dotnet"/>, however it ends.</summary>
    public Task<(int Code, string Said)> Try(string folder, params string[] words) =>
        Ended(Start(folder, "dotnet", words));

    /// <summary>Starts a program in that person's surroundings.</summary>
    public Process Start(string folder, string program, params string[] words) =>
        Begun(
            folder,
            program,
            words,
            [
                ("HOME", Home),
                ("DOTNET_CLI_HOME", Home),
                ("NUGET_PACKAGES", Path.Combine(Home, "packages")),
                ("COPROD_DATA", Path.Combine(Home, "data")),
                // Building servers that stay behind would carry these surroundings on.
                ("MSBUILDDISABLENODEREUSE", "1"),
            ]
        );

    private static Process Begun(
        string folder,
        string program,
        string[] words,
        IReadOnlyList<(string Name, string Value)> surroundings
    )
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in surroundings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Said)> Ended(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var package in new DirectoryInfo(Path.Combine(Home, "packages")).EnumerateDirectories())
        {
            if (package.LinkTarget is not null)
                package.Delete();
        }
        Directory.Delete(Home, recursive: true);
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
