using Microsoft.CodeAnalysis;

namespace CoProd.Architecture.Tests.Rules;

/// <summary>
/// Public in a module: its one IModule, its pages and parts, slices as static classes with the forms and rows nested in them,
/// and whatever types those forms and pages are made of. Everything else is internal.
/// </summary>
internal static class PublicTypes
{
    public static IEnumerable<string> Check(IAssemblySymbol assembly)
    {
        var types = Public(assembly.GlobalNamespace).ToList();
        var shown = Shown(assembly, types);
        foreach (var type in types)
        {
            if (
                Is(type, "CoProd.Contracts.Modules.IModule")
                || IsComponent(type)
                || shown.Contains(type)
                || type.Name == "_Imports"
            )
                continue;
            if (!type.IsStatic)
                yield return $"{assembly.Name}: {type} is public, and no page shows it.";
            else if (type.GetTypeMembers().All(nested => nested.DeclaredAccessibility != Accessibility.Public))
                yield return $"{assembly.Name}: {type} is public, and holds no form or row.";
            foreach (var member in type.GetMembers().Where(IsOpen).Where(_ => type.IsStatic))
                yield return $"{assembly.Name}: {member} is public; what a slice does is the module's own affair.";
        }
    }

    private static bool IsOpen(ISymbol member) =>
        member is { DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false }
        && member
            is IMethodSymbol { MethodKind: MethodKind.Ordinary }
                or IPropertySymbol
                or IFieldSymbol
                or IEventSymbol;

    /// <summary>The types nested in slices, those that pages take, and those that these in turn are made of.</summary>
    private static HashSet<ISymbol> Shown(IAssemblySymbol assembly, List<INamedTypeSymbol> types)
    {
        var shown = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Queue<ITypeSymbol>(
            types
                .Where(type => type.IsStatic)
                .SelectMany(type => type.GetTypeMembers())
                .Concat(types.Where(IsComponent).SelectMany(type => type.GetTypeMembers()))
                .Where(type => type.DeclaredAccessibility == Accessibility.Public)
                .Concat(types.Where(IsComponent).SelectMany(Parts))
        );
        while (open.TryDequeue(out var type))
        {
            if (
                !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly)
                || !shown.Add(type.OriginalDefinition)
            )
                continue;
            foreach (var part in Parts(type))
                open.Enqueue(part);
        }
        return shown;
    }

    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type) =>
        type.GetMembers()
            .OfType<IPropertySymbol>()
            .Where(property => property.DeclaredAccessibility == Accessibility.Public)
            .SelectMany(property => Within(property.Type));

    // A list of rows is made of rows.
    private static IEnumerable<ITypeSymbol> Within(ITypeSymbol type) =>
        type switch
        {
            IArrayTypeSymbol array => Within(array.ElementType),
            INamedTypeSymbol { IsGenericType: true } generic => generic
                .TypeArguments.SelectMany(Within)
                .Append(generic),
            _ => [type],
        };

    private static IEnumerable<INamedTypeSymbol> Public(INamespaceSymbol space) =>
        space
            .GetTypeMembers()
            .Where(type => type.DeclaredAccessibility == Accessibility.Public)
            .Concat(space.GetNamespaceMembers().SelectMany(Public));

    private static bool IsComponent(INamedTypeSymbol type) => Is(type, "Microsoft.AspNetCore.Components.IComponent");

    private static bool Is(INamedTypeSymbol type, string contract) =>
        type.AllInterfaces.Any(i => i.ToString() == contract);
}
