using System.Reflection;
using Microsoft.AspNetCore.Builder;

namespace CoProd.Host.Modules;

/// <summary>
/// What modules share with the host: the framework, the contracts, the UI kit and Dapper. Everything else a module brings itself,
/// so that two modules may use two versions of a library, and none leans on what the host happens to have.
/// </summary>
internal static class SharedAssemblies
{
    private static readonly HashSet<string> Names = Find();

    public static bool Has(AssemblyName name) => name.Name is { } simple && Names.Contains(simple);

    private static HashSet<string> Find()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "CoProd.Contracts", "CoProd.Ui", "Dapper" };
        foreach (var part in new[] { typeof(object), typeof(WebApplication) })
        {
            var folder = Path.GetDirectoryName(part.Assembly.Location);
            // In a self-contained build the framework lies among the host's own files and is told by its names.
            foreach (var file in Directory.EnumerateFiles(folder ?? AppContext.BaseDirectory, "*.dll"))
            {
                var name = Path.GetFileNameWithoutExtension(file);
                if (folder != AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar) || IsFramework(name))
                    names.Add(name);
            }
        }
        return names;
    }

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name
            is "System"
                or "mscorlib"
                or "netstandard"
                or "WindowsBase"
                or "Microsoft.CSharp"
                or "Microsoft.JSInterop";
}
