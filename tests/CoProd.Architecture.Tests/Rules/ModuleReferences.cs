using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace CoProd.Architecture.Tests.Rules;

/// <summary>A module knows the contracts and nothing else: neither the host, nor another module, nor a database driver, nor the container.</summary>
internal static partial class ModuleReferences
{
    private static readonly string[] Kept = ["CoProd.Contracts", "CoProd.Ui"];

    public static IEnumerable<string> InProject(Source project)
    {
        foreach (Match reference in ProjectReference().Matches(project.Text))
        {
            var name = Path.GetFileNameWithoutExtension(reference.Groups[1].Value.Replace('\\', '/'));
            if (!Kept.Contains(name))
                yield return $"{project.Path} references the project {name}.";
        }
        foreach (Match reference in PackageReference().Matches(project.Text))
        {
            if (IsBanned(reference.Groups[1].Value, own: ""))
                yield return $"{project.Path} references the package {reference.Groups[1].Value}.";
        }
    }

    public static IEnumerable<string> InAssembly(Stream assembly, string own)
    {
        using var file = new PEReader(assembly);
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
                .Where(name => IsBanned(name, own))
                .Select(name => $"{own} is built against {name}."),
        ];
    }

    private static bool IsBanned(string name, string own) =>
        name.StartsWith("Npgsql", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Data.Sqlite", StringComparison.Ordinal)
        || name.StartsWith("SQLitePCLRaw", StringComparison.Ordinal)
        || name.StartsWith("Autofac", StringComparison.Ordinal)
        || (name.StartsWith("CoProd.", StringComparison.Ordinal) && name != own && !Kept.Contains(name));

    [GeneratedRegex("<ProjectReference\\s[^>]*Include=\"([^\"]+)\"")]
    private static partial Regex ProjectReference();

    [GeneratedRegex("<PackageReference\\s[^>]*Include=\"([^\"]+)\"")]
    private static partial Regex PackageReference();
}
