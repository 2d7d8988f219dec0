#!/usr/bin/env dotnet
// Writes every package into artifacts/packages, which is then a feed: contracts, kit, test kit and template for authors of modules, and our modules.
//   dotnet run build/pack.cs
//   dotnet run build/pack.cs -- --out DIR
//   dotnet run build/pack.cs -- --built Debug       from what was built already
using System.Diagnostics;

var root = Root(Directory.GetCurrentDirectory());
var target = Path.GetFullPath(Word("--out") ?? Path.Combine(root, "artifacts", "packages"));
var configuration = Word("--built") ?? "Release";
var host = Path.Combine(root, "host", "CoProd.Host", "bin", configuration, "net10.0");
Directory.CreateDirectory(target);

// The test kit stands on the host, and the host on all modules.
if (Word("--built") is null)
    Dotnet("build", Path.Combine(root, "contracts", "CoProd.Testing"), "-c", configuration, "-v", "q", "-nologo");
Task[] packing =
[
    .. new[] { "CoProd.Contracts", "CoProd.Ui", "CoProd.Testing" }.Select(kit => Task.Run(() => Pack(kit))),
    Task.Run(() => Dotnet("pack", Path.Combine(root, "build", "templates"), "-o", target, "-v", "q", "-nologo")),
];
Task.WaitAll(packing);
foreach (var module in Directory.EnumerateDirectories(Path.Combine(host, "modules")).Order())
    Dotnet(Path.Combine(host, "CoProd.Host.dll"), "module", "pack", module, "--out", target, "--author", "CoProd");
foreach (var package in Directory.EnumerateFiles(target, "*.nupkg").Order())
    Console.WriteLine(package);

void Pack(string kit) =>
    Dotnet(
        "pack",
        Path.Combine(root, "contracts", kit),
        "-c",
        configuration,
        "-o",
        target,
        "--no-build",
        $"-p:BuiltHost={host}",
        "-v",
        "q",
        "-nologo"
    );

string? Word(string option) =>
    Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

static void Dotnet(params string[] words)
{
    using var process = Process.Start(new ProcessStartInfo("dotnet", words))!;
    process.WaitForExit();
    if (process.ExitCode != 0)
        Environment.Exit(process.ExitCode);
}

static string Root(string folder) =>
    File.Exists(Path.Combine(folder, "CoProd.Modular.sln"))
        ? folder
        : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run this inside the repository."));
