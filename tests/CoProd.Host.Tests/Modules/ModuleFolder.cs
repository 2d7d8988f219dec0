using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoProd.Host.Tests.Modules;

/// <summary>A folder of modules for one test, beside those built with the host: good ones copied, wrong ones compiled on the spot.</summary>
internal sealed class ModuleFolder : IDisposable
{
    private static readonly string Fixtures = System.IO.Path.Combine(AppContext.BaseDirectory, "fixtures");

    public string Path { get; } = Directory.CreateTempSubdirectory("coprod-modules-").FullName;

    /// <summary>Where a site looks: first here, then among the host's own, so that a culprit has every chance to do harm.</summary>
    public IReadOnlyList<string> Folders => [Path, Testing.TestSite.BuiltModules];

    /// <summary>A fixture as it was built, whole.</summary>
    public string Copy(string name)
    {
        var target = Of(name);
        var source = System.IO.Path.Combine(Fixtures, name);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var to = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        return target;
    }

    /// <summary>A culprit, compiled from its source.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="contracts">The contracts it says it was built for.</param>
    /// <param name="script">Its one script.</param>
    /// <param name="source">Whose source it is made of, where it is not its own.</param>
    /// <param name="needs">The module it cannot do without.</param>
    /// <param name="version">Its version.</param>
    /// <param name="second">Its second script.</param>
    public string Compile(
        string name,
        string contracts = "[0.1,0.2)",
        string? script = null,
        string? source = null,
        string? needs = null,
        string version = "0.1.0",
        string? second = null
    )
    {
        var id = "Culprits." + name;
        var folder = Of(id);
        var compilation = CSharpCompilation.Create(
            id,
            [
                CSharpSyntaxTree.ParseText(
                    "global using System; global using System.Collections.Generic; global using System.Threading; "
                        + "global using System.Threading.Tasks;"
                ),
                CSharpSyntaxTree.ParseText(
                    File.ReadAllText(
                        System.IO.Path.Combine(AppContext.BaseDirectory, "culprits", (source ?? name) + ".cs")
                    )
                ),
            ],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        var scripts = new[] { script, second }.OfType<string>().Index();
        var resources = scripts.Select(one => new ResourceDescription(
            $"{id}.Schema.000{one.Index + 1}_culprit.sql",
            () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(one.Item)),
            isPublic: true
        ));
        using (var file = File.Create(System.IO.Path.Combine(folder, id + ".dll")))
        {
            var result = compilation.Emit(file, manifestResources: resources);
            Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        }
        Manifest(folder, id, contracts, needs, version);
        return folder;
    }

    public static void Manifest(
        string folder,
        string id,
        string contracts = "[0.1,0.2)",
        string? needs = null,
        string version = "0.1.0"
    ) =>
        File.WriteAllText(
            System.IO.Path.Combine(folder, "module.json"),
            JsonSerializer.Serialize(
                new
                {
                    id,
                    version,
                    assembly = id + ".dll",
                    contracts,
                    dependencies = needs is null ? [] : new Dictionary<string, string> { [needs] = "[0.1,2.0)" },
                }
            )
        );

    /// <summary>An empty folder.</summary>
    public string Of(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    private static IEnumerable<MetadataReference> References =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(System.IO.Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
