using System.Collections.Concurrent;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Modules;

/// <summary>Tests of packages share one module in several versions, a feed for it, and the console.</summary>
public abstract class LendsPackages : IDisposable
{
    protected const string Id = "Culprits.Lends";

    // Among the words of an installation: nothing unsigned is allowed.
    protected const string OnlySigned = "--version=[1.0,9.0)";

    protected const string Column = "alter table lend_item add column due_on date;";

    public static TheoryData<TestEngine> Both => Engines.Both;

    protected readonly string feed = Directory.CreateTempSubdirectory("coprod-feed-").FullName;

    public void Dispose()
    {
        Directory.Delete(feed, recursive: true);
        GC.SuppressFinalize(this);
    }

    // The same module serves many tests: each version is compiled and packed once. That the console packs alike, ModuleRuleTests and TenMinutesTests show.
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Known = new();

    private protected Task<string> Packed(string version, string script, string? second = null) =>
        PackedAs("Lends", version, script, second);

    private protected async Task<string> PackedAs(
        string name,
        string version = "0.1.0",
        string? script = null,
        string? second = null,
        string? source = null,
        string? needs = null
    )
    {
        var key = string.Join('\n', name, version, script, second, source, needs);
        var bytes = Known.GetOrAdd(key, _ => new(() => Made(name, version, script, second, source, needs)));
        var path = Path.Combine(feed, $"Culprits.{name}.{version}.nupkg");
        await File.WriteAllBytesAsync(path, bytes.Value);
        return path;
    }

    private static byte[] Made(
        string name,
        string version,
        string? script,
        string? second,
        string? source,
        string? needs
    )
    {
        using var modules = new ModuleFolder();
        var folder = modules.Compile(
            name,
            script: script,
            second: second,
            version: version,
            source: source,
            needs: needs
        );
        return File.ReadAllBytes(Packages.ModulePackage.Pack(folder, modules.Of("packed")));
    }

    private protected static Task<Testing.Console.Result> Run(TestPlace? place, params string[] words) =>
        Testing.Console.Run([
            .. words,
            .. words is ["module", "install" or "upgrade", ..] && !words.Contains(OnlySigned)
                ? new[] { "--allow-unsigned", Id, "--allow-unsigned", "Culprits.Helped" }
                : [],
            .. place?.Words ?? [],
        ]);

    private protected static async Task Record(TestPlace place, string version, string name)
    {
        await using var site = await place.Open();
        var module = site.Modules.Find(Id)!;
        Assert.Equal((null, version), (module.Reason, module.Manifest!.Version));
        await module.Database!.Write(w =>
            w.Connection.Execute(
                "insert into lend_item (id, name) values (@id, @name)",
                new { id = Guid.CreateVersion7(), name }
            )
        );
    }

    private protected static async Task<IEnumerable<string>> Names(
        TestPlace place,
        string version,
        string where = "true"
    )
    {
        await using var site = await place.Open();
        var module = site.Modules.Find(Id)!;
        Assert.Equal((null, version), (module.Reason, module.Manifest!.Version));
        return await module.Database!.Read(c =>
            c.QueryAsync<string>($"select name from lend_item where {where} order by name")
        );
    }
}
