using System.Text.RegularExpressions;

namespace CoProd.Architecture.Tests.Rules;

/// <summary>Each table belongs to one module, and no other names it in its SQL. What the host keeps in every database is for all.</summary>
internal static partial class TableOwnership
{
    public static IEnumerable<string> Check(IReadOnlyList<Source> scripts, IReadOnlyList<Source> code)
    {
        var owned = scripts
            .SelectMany(script =>
                Created()
                    .Matches(script.Text)
                    .Select(match => (Owner: script.Module, Table: match.Groups[1].Value.ToLowerInvariant()))
            )
            .Distinct()
            .ToLookup(row => row.Table, row => row.Owner);
        foreach (var table in owned.Where(table => table.Count() > 1))
            yield return $"The table {table.Key} is created by {string.Join(" and ", table)}.";
        var spoken = scripts
            .Select(script => (Source: script, Sql: script.Text))
            .Concat(code.SelectMany(source => Statements(source).Select(sql => (Source: source, Sql: sql))));
        foreach (var (source, sql) in spoken)
        {
            foreach (
                var table in Named().Matches(sql).Select(match => match.Groups[1].Value.ToLowerInvariant()).Distinct()
            )
            {
                if (owned[table].Any() && !owned[table].Contains(source.Module))
                    yield return $"{source.Path} names {table}, which belongs to {owned[table].First()}.";
            }
        }
    }

    // A sentence may say "from" and "into" too: only what reads as a statement counts.
    private static IEnumerable<string> Statements(Source source) =>
        source.Literals.Where(text => Statement().IsMatch(text));

    [GeneratedRegex(@"\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?""?(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Created();

    [GeneratedRegex(@"\b(?:from|join|into|update|references|table)\s+""?(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|join\s|from\s+\w+\s+where\s)")]
    private static partial Regex Statement();
}
