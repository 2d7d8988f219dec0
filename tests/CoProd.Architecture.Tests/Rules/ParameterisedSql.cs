using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoProd.Architecture.Tests.Rules;

/// <summary>
/// SQL is known when the program is built; what people type reaches it as parameters only. The rule follows a name to its constant,
/// a choice to both its branches, a local to its beginning, a loop to its list, and a parameter to every call of its method in the module.
/// </summary>
internal sealed class ParameterisedSql
{
    private const int Deepest = 8;

    /// <summary>Where the SQL stands in a call of the kit's, which is outside what is read here.</summary>
    private static readonly Dictionary<string, (int At, string[] Names)[]> Kit = new(StringComparer.Ordinal)
    {
        ["Keeping.Make"] = [(1, ["insert"])],
        ["Keeping.Change"] = [(1, ["update"])],
        ["Keeping.Do"] = [(1, ["update"])],
        ["Keeping.NameOf"] = [(1, ["find"])],
        ["Keeping.Mark"] = [(2, ["update"])],
        ["Withdrawal.Asking"] = [(0, ["find"]), (1, ["update"])],
    };

    private readonly IReadOnlyList<(Source Source, SyntaxNode Root)> files;

    // By "file Name" for the file's own, and by "Type.Name" for everybody.
    private readonly HashSet<string> constants = [];

    private ParameterisedSql(IReadOnlyList<Source> sources)
    {
        files = [.. sources.Select(source => (source, source.Syntax))];
        foreach (var (source, root) in files)
        {
            foreach (var field in root.DescendantNodes().OfType<FieldDeclarationSyntax>())
            {
                if (!field.Modifiers.Any(SyntaxKind.ConstKeyword))
                    continue;
                foreach (var name in field.Declaration.Variables.Select(variable => variable.Identifier.Text))
                {
                    constants.Add($"{source.Path} {name}");
                    constants.Add($"{ClassOf(field)}.{name}");
                }
            }
        }
    }

    public static IEnumerable<string> Check(IReadOnlyList<Source> sources)
    {
        var rule = new ParameterisedSql(sources);
        return rule.files.SelectMany(file => rule.CheckFile(file.Source, file.Root));
    }

    private IEnumerable<string> CheckFile(Source source, SyntaxNode root)
    {
        var usesDapper = source.Text.Contains("Dapper", StringComparison.Ordinal);
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not MemberAccessExpressionSyntax { Expression: not BaseExpressionSyntax } member)
                continue;
            foreach (var sql in PlacesOfSql(member, usesDapper).Select(at => ArgumentOf(call, at)))
            {
                // What goes into a CommandDefinition is looked at where it is made.
                if (sql is { Expression: not BaseObjectCreationExpressionSyntax } && !IsConstant(sql.Expression, 0))
                    yield return Finding(source, sql);
            }
        }
        foreach (var made in root.DescendantNodes().OfType<ObjectCreationExpressionSyntax>())
        {
            if (
                made.Type.ToString() == "CommandDefinition"
                && made.ArgumentList?.Arguments.FirstOrDefault() is { } sql
                && !IsConstant(sql.Expression, 0)
            )
                yield return Finding(source, sql);
        }
        foreach (var set in root.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            var name = set.Left is MemberAccessExpressionSyntax property
                ? property.Name.Identifier.Text
                : set.Left.ToString();
            if (name == "CommandText" && !IsConstant(set.Right, 0))
                yield return Finding(source, set.Right);
        }
    }

    // Given by name, it may stand anywhere.
    private static ArgumentSyntax? ArgumentOf(InvocationExpressionSyntax call, (int At, string[] Names) place) =>
        call.ArgumentList.Arguments.FirstOrDefault(a => place.Names.Contains(a.NameColon?.Name.Identifier.Text))
        ?? call.ArgumentList.Arguments.ElementAtOrDefault(place.At);

    // Called as a plain static method of Dapper's, the connection comes first.
    private static (int At, string[] Names)[] PlacesOfSql(MemberAccessExpressionSyntax called, bool usesDapper)
    {
        var method = called.Name.Identifier.Text;
        var on = called.Expression.ToString().Split('.')[^1];
        if (Kit.TryGetValue($"{on}.{method}", out var places))
            return places;
        if (usesDapper && IsDapper(method))
            return [(on == "SqlMapper" ? 1 : 0, ["sql"])];
        return [];
    }

    private static bool IsDapper(string method) =>
        method is "Execute" or "ExecuteAsync"
        || method.StartsWith("Query", StringComparison.Ordinal)
        || method.StartsWith("ExecuteScalar", StringComparison.Ordinal)
        || method.StartsWith("ExecuteReader", StringComparison.Ordinal);

    private bool IsConstant(ExpressionSyntax expression, int depth) =>
        depth < Deepest
        && expression switch
        {
            LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
            ParenthesizedExpressionSyntax inner => IsConstant(inner.Expression, depth),
            ConditionalExpressionSyntax choice => IsConstant(choice.WhenTrue, depth)
                && IsConstant(choice.WhenFalse, depth),
            SwitchExpressionSyntax choice => choice.Arms.All(arm =>
                arm.Expression is ThrowExpressionSyntax || IsConstant(arm.Expression, depth)
            ),
            BinaryExpressionSyntax sum => sum.IsKind(SyntaxKind.AddExpression)
                && IsConstant(sum.Left, depth)
                && IsConstant(sum.Right, depth),
            InterpolatedStringExpressionSyntax composed => composed
                .Contents.OfType<InterpolationSyntax>()
                .All(part => IsConstant(part.Expression, depth)),
            MemberAccessExpressionSyntax member => constants.Contains(
                $"{member.Expression.ToString().Split('.')[^1]}.{member.Name.Identifier.Text}"
            ),
            IdentifierNameSyntax name => IsConstantName(name, depth + 1),
            _ => false,
        };

    private bool IsConstantName(IdentifierNameSyntax use, int depth)
    {
        var name = use.Identifier.Text;
        foreach (var scope in use.Ancestors())
        {
            // The nearest declaration wins: a parameter hides a constant of its name.
            if (
                ParametersOf(scope) is { } parameters
                && parameters.FirstOrDefault(p => p.Identifier.Text == name) is { } parameter
            )
                return EveryCallIsConstant(scope, parameters.IndexOf(parameter), name, depth);
            if (scope is ForEachVariableStatementSyntax each && Declares(each.Variable, name))
                return IsListOfConstants(each.Expression);
            if (scope is ForEachStatementSyntax one && one.Identifier.Text == name)
                return IsListOfConstants(one.Expression);
            if (scope is BlockSyntax block)
            {
                var local = block
                    .Statements.OfType<LocalDeclarationStatementSyntax>()
                    .SelectMany(statement => statement.Declaration.Variables)
                    .FirstOrDefault(variable => variable.Identifier.Text == name);
                if (local is not null)
                    return local.Initializer is { } start
                        && IsConstant(start.Value, depth)
                        && block
                            .DescendantNodes()
                            .OfType<AssignmentExpressionSyntax>()
                            .Where(set => set.Left.ToString() == name)
                            .All(set =>
                                set.IsKind(SyntaxKind.SimpleAssignmentExpression) && IsConstant(set.Right, depth)
                            );
            }
        }
        return constants.Contains($"{use.SyntaxTree.FilePath} {name}");
    }

    private static bool Declares(ExpressionSyntax variable, string name) =>
        variable.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any(part => part.Identifier.Text == name);

    /// <summary>A readonly field of the same file that is written out in full: nothing in it is computed.</summary>
    private bool IsListOfConstants(ExpressionSyntax list) =>
        list is IdentifierNameSyntax name
        && list
            .SyntaxTree.GetRoot()
            .DescendantNodes()
            .OfType<FieldDeclarationSyntax>()
            .Where(field => field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
            .SelectMany(field => field.Declaration.Variables)
            .FirstOrDefault(variable => variable.Identifier.Text == name.Identifier.Text)
            is { Initializer.Value: { } value }
        && value
            .DescendantNodes()
            .All(part =>
                part switch
                {
                    InvocationExpressionSyntax => false,
                    IdentifierNameSyntax used => constants.Contains(
                        $"{used.SyntaxTree.FilePath} {used.Identifier.Text}"
                    ),
                    _ => true,
                }
            );

    private static List<ParameterSyntax>? ParametersOf(SyntaxNode scope) =>
        scope switch
        {
            MethodDeclarationSyntax method => [.. method.ParameterList.Parameters],
            LocalFunctionStatementSyntax function => [.. function.ParameterList.Parameters],
            ParenthesizedLambdaExpressionSyntax lambda => [.. lambda.ParameterList.Parameters],
            SimpleLambdaExpressionSyntax lambda => [lambda.Parameter],
            _ => null,
        };

    private bool EveryCallIsConstant(SyntaxNode scope, int at, string name, int depth)
    {
        var method = scope switch
        {
            MethodDeclarationSyntax declared => declared.Identifier.Text,
            LocalFunctionStatementSyntax declared => declared.Identifier.Text,
            // Who calls a lambda is not known here.
            _ => null,
        };
        if (method is null)
            return false;
        var calls = CallsOf(scope, method).ToList();
        return calls.Count > 0
            && calls.TrueForAll(call =>
            {
                var given =
                    call.ArgumentList.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.Text == name)
                    ?? call.ArgumentList.Arguments.ElementAtOrDefault(at);
                return given is not null && IsConstant(given.Expression, depth);
            });
    }

    /// <summary>Every call in the same module: by its bare name in the same class, by its type's name elsewhere.</summary>
    private IEnumerable<InvocationExpressionSyntax> CallsOf(SyntaxNode declared, string method)
    {
        var home = files.First(file => file.Root == declared.SyntaxTree.GetRoot()).Source.Module;
        var type = ClassOf(declared);
        return files
            .Where(file => file.Source.Module == home)
            .SelectMany(file => file.Root.DescendantNodes())
            .OfType<InvocationExpressionSyntax>()
            .Where(call =>
                call.Expression switch
                {
                    SimpleNameSyntax called => called.Identifier.Text == method && ClassOf(call) == type,
                    MemberAccessExpressionSyntax called => called.Name.Identifier.Text == method
                        && called.Expression.ToString().Split('.')[^1] == type,
                    _ => false,
                }
            );
    }

    private static string? ClassOf(SyntaxNode node) =>
        node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text;

    private static string Finding(Source source, SyntaxNode sql) =>
        $"{source.Path}:{sql.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: SQL is put together at run time: {sql}";
}
