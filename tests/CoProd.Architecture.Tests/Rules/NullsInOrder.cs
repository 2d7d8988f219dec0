using System.Text.RegularExpressions;

namespace CoProd.Architecture.Tests.Rules;

/// <summary>
/// A column that may be empty is put in order with "nulls first" or "nulls last": SQLite puts what is empty first, PostgreSQL last, and the
/// same page would read differently on the two.
/// </summary>
internal static partial class NullsInOrder
{
    public static IEnumerable<string> Check(IReadOnlyList<Source> scripts, IReadOnlyList<Source> code)
    {
        var tables = new Dictionary<string, Dictionary<string, bool>>(StringComparer.Ordinal);
        foreach (var script in scripts)
        {
            foreach (Match table in Created().Matches(script.Text))
            foreach (Match column in Column().Matches(table.Groups[2].Value))
                Note(table.Groups[1].Value, column);
            foreach (Match added in Added().Matches(script.Text))
                Note(added.Groups[1].Value, Column().Match(added.Groups[2].Value));
        }
        foreach (var source in code)
        foreach (var sql in source.Literals.Where(text => text.Contains("order by ", StringComparison.Ordinal)))
        {
            var named = Named()
                .Matches(sql)
                .Where(match => tables.ContainsKey(match.Groups[1].Value))
                .Select(match => (Table: match.Groups[1].Value, As: match.Groups[2].Value))
                .ToList();
            foreach (Match order in Order().Matches(sql))
            foreach (Match column in Sorted().Matches(order.Groups[1].Value))
            {
                var (of, name) = (column.Groups[1].Value, column.Groups[2].Value);
                var known = named
                    .Where(one => of.Length == 0 || one.As == of || one.Table == of)
                    .Where(one => tables[one.Table].ContainsKey(name))
                    .Select(one => tables[one.Table][name])
                    .ToList();
                if (known.Count > 0 && known.TrueForAll(mayBeEmpty => mayBeEmpty))
                    yield return $"{source.Path} orders by {name}, which may be empty: say nulls first or nulls last.";
            }
        }

        void Note(string table, Match column)
        {
            if (!tables.TryGetValue(table, out var columns))
                tables[table] = columns = new(StringComparer.Ordinal);
            columns[column.Groups[1].Value] = !Never().IsMatch(column.Groups[2].Value);
        }
    }

    [GeneratedRegex(
        @"\bcreate table (?:if not exists )?(\w+) \((.*?)^\)",
        RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex Created();

    [GeneratedRegex(@"\balter table (\w+) add (?:column )?([^;]*)")]
    private static partial Regex Added();

    // A line of a table that is not a rule about several columns: those begin with a word of their own.
    [GeneratedRegex(
        @"^\s*(?!primary |unique |check |foreign |constraint |--)(\w+) (\w+[^\n]*)",
        RegexOptions.Multiline
    )]
    private static partial Regex Column();

    [GeneratedRegex(@"\bnot null\b|\bprimary key\b")]
    private static partial Regex Never();

    [GeneratedRegex(@"\b(?:from|join)\s+(\w+)(?:\s+(?:as\s+)?(?!on\b|where\b|join\b|left\b|order\b|group\b)(\w+))?")]
    private static partial Regex Named();

    [GeneratedRegex(@"\border by ((?:[^()]|\([^()]*\))*?)(?=$|\)|\blimit\b|\border by\b)")]
    private static partial Regex Order();

    // "q.name", "name desc"; not a call, and not what says where the empty ones stand.
    [GeneratedRegex(@"(?<=^|,)\s*(?:(\w+)\.)?(\w+)(?:\s+(?:asc|desc))?\s*(?=$|,)")]
    private static partial Regex Sorted();
}
