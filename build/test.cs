#!/usr/bin/env dotnet
// Runs every test, on both database engines and in a real browser.
//   dotnet run build/test.cs                 everything
//   dotnet run build/test.cs -- Register     only the test projects whose name holds a word
//   dotnet run build/test.cs -- --soak       the long tests at their full counts
// On Debian it installs what the tests need (PostgreSQL, Chromium, strace, BusyBox). Elsewhere it says what is missing: name a PostgreSQL server in
// COPROD_TEST_POSTGRES and a browser in COPROD_TEST_BROWSER.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

var root = Root(Directory.GetCurrentDirectory());
Directory.SetCurrentDirectory(root);
if (args.Contains("--soak"))
    Environment.SetEnvironmentVariable("COPROD_SOAK", "1");
var failures = new List<(string Project, string Failure)>();
var unsteady = new List<string>();
var words = args.Where(word => !word.StartsWith('-')).ToList();

// One compiler serves every build, also those that tests start: alone, each would load it anew. It is ended at the end.
Environment.SetEnvironmentVariable("UseSharedCompilation", "true");

Install();
using var postgres = Postgres.Start();
if (postgres is not null)
    Environment.SetEnvironmentVariable("COPROD_TEST_POSTGRES", postgres.ConnectionString);

if (Run("dotnet", "build CoProd.Modular.sln -v quiet -nologo") != 0)
    return Close(new Tally(0, 1, 0));
var checks =
    Check("dotnet run build/texts.cs -- --check", "every sentence stands in its resource file")
    + Check("dotnet tool restore", "the tools are there")
    + Check("dotnet csharpier check .", "the code is formatted");

var total = checks;
foreach (
    var project in Projects()
        .Where(name => words.Count == 0 || words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
)
    total += Test(project);
return Close(total + SecondTries());

static IEnumerable<string> Projects() =>
    Directory
        .EnumerateFiles("tests", "*.Tests.csproj", SearchOption.AllDirectories)
        .Select(f => f.Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

static Tally Check(string command, string what)
{
    var parts = command.Split(' ', 2);
    var good = Run(parts[0], parts[1]) == 0;
    Console.WriteLine($"{(good ? "ok" : "FAILED")}: {what}");
    return good ? new Tally(1, 0, 0) : new Tally(0, 1, 0);
}

Tally Test(string project)
{
    Console.WriteLine($"== {project}");
    var (tally, text) = Tests(project, "");
    failures.AddRange(Failed(text).Select(failure => (project, failure)));
    return tally;
}

// On a crowded machine a wait can be too short. The few tests that failed get the machine to themselves once more, and whoever needed
// that is named at the end. More than a few is no accident.
Tally SecondTries()
{
    if (failures.Count is 0 or > 3)
        return new Tally(0, 0, 0);
    var mended = new Tally(0, 0, 0);
    foreach (var (project, failure) in failures.ToList())
    {
        var name = Regex.Match(failure, @"^failed ([\w.+]+)").Groups[1].Value;
        Console.WriteLine($"== once more: {name}");
        var (again, _) = Tests(project, $" --filter-method {name}");
        if (again.Failed > 0 || again.Passed == 0)
            continue;
        failures.Remove((project, failure));
        unsteady.Add(failure);
        mended += new Tally(1, -1, 0);
    }
    return mended;
}

static (Tally Tally, string Text) Tests(string project, string which)
{
    var output = new System.Text.StringBuilder();
    // Colours would stand between the words that are counted; a build server turns them on by itself.
    // The figures that tests print are part of what they say.
    var command = $"run --no-build --project {project} -- --progress off --no-ansi --xunit-diagnostics on{which}";
    var code = Run("dotnet", command, line => output.AppendLine(line));
    var text = output.ToString();
    var tally = new Tally(Count(text, "succeeded"), Count(text, "failed"), Count(text, "skipped"));
    // A runner that dies before it counts has failed, whatever it printed.
    return (code != 0 && tally.Failed == 0 ? tally + new Tally(0, 1, 0) : tally, text);
}

// A failed test's line and what follows it, without what the hosts under test logged meanwhile.
static IEnumerable<string> Failed(string text) =>
    Regex
        .Matches(text, @"^failed [^\n]*\n(?:[ \t]+[^\n]*\n)*", RegexOptions.Multiline)
        .Select(match => string.Join('\n', match.Value.Split('\n').Take(30)).TrimEnd());

static int Count(string text, string what) =>
    Regex.Matches(text, $@"^\s+{what}: (\d+)", RegexOptions.Multiline) is [.., var last]
        ? int.Parse(last.Groups[1].Value)
        : 0;

int Close(Tally total)
{
    Run("dotnet", "build-server shutdown --vbcscompiler");
    Console.WriteLine();
    // Again at the end: whoever sees only a log's last lines shall know what to mend.
    foreach (var failure in unsteady)
        Console.WriteLine($"passed only when run alone:\n{failure}\n");
    foreach (var (_, failure) in failures)
        Console.WriteLine(failure + "\n");
    Console.WriteLine(
        $"{total.Passed} passed, {total.Failed} failed" + (total.Skipped > 0 ? $", {total.Skipped} skipped" : "")
    );
    return total.Failed > 0 || total.Passed == 0 ? 1 : 0;
}

static void Install()
{
    if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/apt-get"))
        return;
    var missing = new List<string>();
    if (Postgres.Bin() is null && Environment.GetEnvironmentVariable("COPROD_TEST_POSTGRES") is null)
        missing.Add("postgresql");
    if (!File.Exists("/usr/bin/chromium") && Environment.GetEnvironmentVariable("COPROD_TEST_BROWSER") is null)
        missing.Add("chromium");
    // Shows that the log is on disk before an answer leaves.
    if (!File.Exists("/usr/bin/strace"))
        missing.Add("strace");
    // A web server that knows nothing of us, to take packages from.
    if (!File.Exists("/usr/bin/busybox"))
        missing.Add("busybox");
    if (missing.Count == 0)
        return;
    var sudo = Environment.UserName == "root" ? "" : "sudo ";
    Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");
    // The package would start a server of its own; the tests start theirs.
    Run(
        "sh",
        $"-c \"{sudo}apt-get update -qq && {sudo}apt-get install -y -qq --no-install-recommends {string.Join(' ', missing)} > /dev/null\""
    );
}

static int Run(string file, string arguments, Action<string>? heard = null)
{
    var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = heard is not null };
    using var process = Process.Start(start)!;
    while (heard is not null && process.StandardOutput.ReadLine() is { } line)
    {
        heard(line);
        Console.WriteLine(line);
    }
    process.WaitForExit();
    return process.ExitCode;
}

static string Root(string folder) =>
    File.Exists(Path.Combine(folder, "CoProd.Modular.sln"))
        ? folder
        : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run this inside the repository."));

record Tally(int Passed, int Failed, int Skipped)
{
    public static Tally operator +(Tally a, Tally b) =>
        new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);
}

// A PostgreSQL server of the tests' own: a fresh cluster in a temporary folder, on the loopback address, gone at the end.
sealed class Postgres : IDisposable
{
    private readonly string folder;
    private readonly string bin;

    private Postgres(string folder, string bin, int port) =>
        (this.folder, this.bin, ConnectionString) = (
            folder,
            bin,
            $"Host=127.0.0.1;Port={port};Username=coprod;Database=postgres"
        );

    public string ConnectionString { get; }

    public static string? Bin() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .EnumerateDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .OrderByDescending(bin => bin, StringComparer.Ordinal)
                .FirstOrDefault()
            : null;

    public static Postgres? Start()
    {
        if (Environment.GetEnvironmentVariable("COPROD_TEST_POSTGRES") is not null || Bin() is not { } bin)
            return null;
        var folder = Directory.CreateTempSubdirectory("coprod-postgres-").FullName;
        var server = new Postgres(folder, bin, FreePort());
        if (Environment.UserName == "root")
            Shell($"chown postgres {folder}");
        var port = Regex.Match(server.ConnectionString, @"Port=(\d+)").Groups[1].Value;
        server.As($"initdb -D {folder}/data -U coprod -A trust --encoding=UTF8");
        // Durability is tested elsewhere; here it would only cost time.
        server.As(
            $"pg_ctl -D {folder}/data -w -l {folder}/log -o '-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=400' start"
        );
        return server;
    }

    public void Dispose()
    {
        As($"pg_ctl -D {folder}/data -m immediate stop");
        Directory.Delete(folder, recursive: true);
    }

    // PostgreSQL refuses to run as root.
    private void As(string command)
    {
        var full = $"{bin}/{command} > /dev/null";
        Shell(Environment.UserName == "root" ? $"cd / && runuser -u postgres -- sh -c \"{full}\"" : full);
    }

    private static void Shell(string command)
    {
        var start = new ProcessStartInfo("sh") { ArgumentList = { "-c", command } };
        using var process = Process.Start(start)!;
        process.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
