#!/usr/bin/env dotnet
// Writes every package into artifacts/packages, which is then a feed: the contracts, the kit and the template for authors of modules, and our modules.
//   dotnet run build/pack.cs
//   dotnet run build/pack.cs -- --out DIR
using System.Diagnostics;

var root = Root(Directory.GetCurrentDirectory());
var target = args is ["--out", var folder] ? Path.GetFullPath(folder) : Path.Combine(root, "artifacts", "packages");
Directory.CreateDirectory(target);
foreach (var kit in new[] { "CoProd.Contracts", "CoProd.Ui" })
    Dotnet("pack", Path.Combine(root, "contracts", kit), "-c", "Release", "-o", target);
Dotnet("pack", Path.Combine(root, "build", "templates"), "-c", "Release", "-o", target);
foreach (
    var module in Directory
        .EnumerateFiles(Path.Combine(root, "modules"), "*.csproj", SearchOption.AllDirectories)
        .Order()
)
    Dotnet("build", module, "-c", "Release", "-t:PackModule", $"-p:PackageOutputPath={target}");
foreach (var package in Directory.EnumerateFiles(target, "*.nupkg").Order())
    Console.WriteLine(package);

static void Dotnet(params string[] words)
{
    using var process = Process.Start(new ProcessStartInfo("dotnet", [.. words, "-v", "q", "-nologo"]))!;
    process.WaitForExit();
    if (process.ExitCode != 0)
        Environment.Exit(process.ExitCode);
}

static string Root(string folder) =>
    File.Exists(Path.Combine(folder, "CoProd.Modular.sln"))
        ? folder
        : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run this inside the repository."));
