using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoProd.Architecture.Tests.Rules;

/// <summary>
/// Contracts can only grow: a positional record gets a new constructor with each new property, and an interface that authors implement
/// breaks them with each new method.
/// </summary>
internal static class ContractShapes
{
    private static readonly Dictionary<string, string> Positional = new(StringComparer.Ordinal)
    {
        ["Money"] = "an amount and its currency; there will never be a third part",
        ["FieldError"] = "a field and a sentence; there will never be a third part",
    };

    /// <summary>Interfaces that the host implements and authors only call; they may grow.</summary>
    private static readonly HashSet<string> OfTheHost =
    [
        "IModuleBuilder",
        "IModuleRoutes",
        "IModuleDatabase",
        "IWriting",
        "ISettings",
        "ICaller",
        "IVisit",
    ];

    private static readonly Dictionary<string, string> MoreThanOne = new(StringComparer.Ordinal)
    {
        ["IInnovationDirectory"] = "the register's directory: innovations and people, some and all; one provider ever",
        ["IPersonData"] = "who can hand out a person's data must be able to erase it",
        ["IPortability"] = "who can write a record out must be able to read it in",
        ["IRetentionRule"] = "no rule removes what it cannot show first",
    };

    public static IEnumerable<string> Check(Source source)
    {
        var root = source.Syntax;
        foreach (var record in root.DescendantNodes().OfType<RecordDeclarationSyntax>())
        {
            var name = record.Identifier.Text;
            if (!record.Modifiers.Any(m => m.IsKind(SyntaxKind.PublicKeyword)))
                continue;
            if (record.ParameterList is not null && !Positional.ContainsKey(name))
                yield return $"{source.Path}: {name} is positional.";
            if (record.IsKind(SyntaxKind.RecordDeclaration) && !record.Modifiers.Any(SyntaxKind.SealedKeyword))
                yield return $"{source.Path}: {name} is not sealed.";
            foreach (var property in record.Members.OfType<PropertyDeclarationSyntax>())
            {
                if (property.AccessorList?.Accessors.Any(a => a.IsKind(SyntaxKind.SetAccessorDeclaration)) == true)
                    yield return $"{source.Path}: {name}.{property.Identifier} can be changed after it was made.";
            }
        }
        foreach (var contract in root.DescendantNodes().OfType<InterfaceDeclarationSyntax>())
        {
            var name = contract.Identifier.Text;
            var methods = contract.Members.OfType<MethodDeclarationSyntax>().Count();
            if (methods > 1 && !OfTheHost.Contains(name) && !MoreThanOne.ContainsKey(name))
                yield return $"{source.Path}: {name} asks {methods} methods of its authors.";
        }
    }
}
