using System.Reflection;
using System.Runtime.CompilerServices;

namespace CoProd.Host.Leaving;

/// <summary>
/// The words a program chooses from, its enumerations: somebody may be called Grant, and <c>"kind": "Grant"</c> is not about them.
/// </summary>
internal static class ProgramWords
{
    // A module that is replaced goes with its words.
    private static readonly ConditionalWeakTable<Assembly, HashSet<string>> Known = [];

    public static IReadOnlySet<string> Of(Assembly assembly) => Known.GetValue(assembly, Read);

    public static IReadOnlySet<string> Of(IEnumerable<Assembly> assemblies) =>
        assemblies.SelectMany(Of).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> Read(Assembly assembly) =>
        new[] { assembly, typeof(Contracts.Modules.Role).Assembly }
            .Distinct()
            .SelectMany(Types)
            .Where(type => type.IsEnum)
            .SelectMany(type => type.GetEnumNames())
            .ToHashSet(StringComparer.Ordinal);

    private static Type[] Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return [.. e.Types.OfType<Type>()];
        }
    }
}
