using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CoProd.Host.Tests.Data;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>Where modules come from: a web server that knows nothing of us, and places without a network.</summary>
public sealed class FeedTests : LendsPackages
{
    private const string Table = "create table lend_item (id uuid not null primary key, name text not null);";
    private const string WebServer = "/usr/bin/busybox";
    private const string WithoutNetwork = "/usr/bin/unshare";

    [Fact]
    public async Task A_NuGet_feed_of_files_on_somebody_elses_web_server_is_searched_and_installed_from()
    {
        Assert.SkipWhen(!File.Exists(WebServer), "BusyBox is not installed; build/test.cs installs it on Debian.");
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await Packed("1.0.0", Table);
        await Packed("1.1.0", Table, Column);
        await Packed("2.0.0-beta.1", Table);
        await PackedAs("Helped", source: "Quiet", needs: Id);
        var files = Directory.CreateDirectory(Path.Combine(place.Folder, "www")).FullName;
        var port = FreePort();
        var address = $"http://127.0.0.1:{port}";
        V3Files.Write(feed, files, address);
        using var server = Process.Start(WebServer, ["httpd", "-f", "-p", $"127.0.0.1:{port}", "-h", files]);
        try
        {
            await Answers(address);
            Assert.Contains(
                $"Modules may come from {address}/index.json.",
                (await Run(place, "feed", "add", address + "/index.json")).Output
            );
            // Nothing but the web server has them.
            Directory.Delete(feed, recursive: true);
            Directory.CreateDirectory(feed);

            Assert.Contains($"{Id} 1.1.0 in {address}", (await Run(place, "module", "search", "lends")).Output);
            Assert.Contains(
                "No feed has a module called “zebra”.",
                (await Run(place, "module", "search", "zebra")).Output
            );
            var info = await Run(place, "module", "info", Id);
            foreach (var version in new[] { "1.0.0", "1.1.0", "2.0.0-beta.1" })
                Assert.Contains(
                    $"{Id} {version} in {address}/index.json, needs CoProd.Contracts [0.1.0, 0.2.0)",
                    info.Output
                );
            var plan = await Run(place, "module", "plan", "Culprits.Helped");
            Assert.StartsWith($"Install {Id} 1.1.0 from {address}/index.json, because Culprits.Helped", plan.Output);
            var installed = await Run(place, "module", "install", "Culprits.Helped");
            Assert.True(installed.Code == 0, installed.Errors);
            Assert.Empty(await Names(place, "1.1.0", "due_on is null"));
            Assert.Contains("No feed has No.Such", (await Run(place, "module", "install", "No.Such")).Errors);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
        var gone = await Run(place, "module", "plan", Id, "--version", "1.0.0");
        Assert.Contains($"The feed {address}/index.json does not answer", gone.Errors);
        Assert.Contains("Nothing was changed.", gone.Errors);
    }

    [Fact]
    public async Task Every_way_to_install_works_with_the_network_cut()
    {
        Assert.SkipWhen(await NetworkStays(), "Networks cannot be taken away from a process here.");
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        var key = Path.Combine(place.Folder, "ours");
        await Cut(place, "keys", "new", key);
        foreach (var (version, column) in new[] { ("1.0.0", null), ("1.1.0", Column) })
        {
            var package = await Packed(version, Table, column);
            await Cut(place, "sign", package, "--key", key + ".private.pem");
        }
        var bundle = Path.Combine(place.Folder, "lends.zip");

        await Cut(place, "feed", "trust", key + ".public.pem", "--prefix", "Culprits");
        await Cut(place, "module", "install", Id, "--version", "1.0.0", "--from", feed);
        await Cut(place, "module", "upgrade", Id, "--from", feed);
        await Cut(place, "module", "rollback", Id);
        await Cut(place, "bundle", "create", bundle, Id, "--from", feed);
        await Cut(place, "module", "uninstall", Id, "--purge");
        await Cut(place, "bundle", "install", bundle);

        Assert.Empty(await Names(place, "1.1.0"));
    }

    // A process in a network of its own, in which nothing is: not even the loopback device is up.
    private static async Task Cut(TestPlace place, params string[] words)
    {
        string[] own = words[0] is "keys" or "sign" ? [] : [.. place.Words];
        using var process = Process.Start(
            new ProcessStartInfo(
                WithoutNetwork,
                ["-rn", "dotnet", Path.Combine(TestSite.HostFolder, "CoProd.Host.dll"), .. words, .. own]
            )
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        _ = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', words)}: {errors}");
    }

    private static async Task<bool> NetworkStays()
    {
        if (!File.Exists(WithoutNetwork))
            return true;
        using var process = Process.Start(
            new ProcessStartInfo(WithoutNetwork, ["-rn", "true"])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        )!;
        await process.WaitForExitAsync();
        return process.ExitCode != 0;
    }

    private static async Task Answers(string address)
    {
        using var client = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.GetStringAsync(address + "/index.json");
                return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
