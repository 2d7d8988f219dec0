using CoProd.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoProd.Architecture.Tests;

/// <summary>A file with its path from the top of the repository.</summary>
public sealed record Source(string Path, string Text)
{
    public SyntaxNode Syntax => CSharpSyntaxTree.ParseText(Text, path: Path).GetRoot();

    /// <summary>What stands between quotation marks in it.</summary>
    public IEnumerable<string> Literals =>
        Syntax
            .DescendantTokens()
            .Where(token =>
                token.Kind()
                    is SyntaxKind.StringLiteralToken
                        or SyntaxKind.MultiLineRawStringLiteralToken
                        or SyntaxKind.SingleLineRawStringLiteralToken
                        or SyntaxKind.InterpolatedStringTextToken
            )
            .Select(token => token.ValueText);

    /// <summary>The folder of its module, for example <c>modules/Register</c>.</summary>
    public string Module => string.Join('/', Path.Split('/').Take(2));
}

/// <summary>What the rules look at: the repository as it is, and the violations kept beside them.</summary>
internal static class Repository
{
    public static IReadOnlyList<Source> Files(string pattern, params string[] folders) =>
        [
            .. folders
                .Select(folder => Path.Combine(TestSite.RepositoryRoot, folder))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
                .Select(path =>
                    (path, relative: Path.GetRelativePath(TestSite.RepositoryRoot, path).Replace('\\', '/'))
                )
                .Where(file => !file.relative.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
                .OrderBy(file => file.relative, StringComparer.Ordinal)
                .Select(file => new Source(file.relative, File.ReadAllText(file.path))),
        ];

    /// <summary>The main assembly of every module built with the host.</summary>
    public static IReadOnlyList<string> ModuleAssemblies =>
        [
            .. Directory
                .EnumerateDirectories(TestSite.BuiltModules)
                .Select(folder => Path.Combine(folder, Path.GetFileName(folder) + ".dll"))
                .Where(File.Exists)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>A seeded violation, as though it stood in a module.</summary>
    public static Source Violation(string file, string asPath = "modules/Seeded/Seeded.cs") =>
        new(asPath, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Violations", file)));

    /// <summary>A seeded violation, compiled.</summary>
    public static CSharpCompilation Compile(string file)
    {
        var compilation = CSharpCompilation.Create(
            "Seeded",
            [
                CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic;"),
                CSharpSyntaxTree.ParseText(Violation(file).Text),
            ],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>No finding, or a failure that lists them all.</summary>
    public static void IsClean(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
