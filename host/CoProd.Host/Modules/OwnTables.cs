using System.Text.RegularExpressions;
using CoProd.Host.Data;

namespace CoProd.Host.Modules;

/// <summary>
/// A module's scripts keep to its own schema: they name no other, attach no file, and leave alone what the host keeps beside its tables.
/// </summary>
internal static partial class OwnTables
{
    // Statements that reach beyond a module's own tables, by their first words.
    private static readonly string[] Beyond =
    [
        "attach",
        "detach",
        "pragma",
        "vacuum",
        "set",
        "reset",
        "grant",
        "revoke",
        "copy",
        "do",
        "call",
        "create schema",
        "create extension",
        "create role",
        "create user",
        "create database",
        "drop schema",
        "drop owned",
        "alter schema",
        "alter role",
        "alter database",
        "reassign",
        "begin",
        "commit",
        "rollback",
        "savepoint",
    ];

    /// <summary>A sentence that says what a script does that it may not; null when there is nothing.</summary>
    public static string? Refusal(Script script)
    {
        foreach (var statement in Statements(script.Sql))
        {
            if (Beyond.FirstOrDefault(words => Begins(statement, words)) is { } beyond)
                return $"Its script {script.Name} says {beyond}, which reaches beyond its own tables.";
            if (Foreign().Match(statement) is { Success: true } foreign)
                return $"Its script {script.Name} names {foreign.Groups["name"].Value}. A module's tables lie in its own schema: name them without one.";
            if (Hosts().Match(statement) is { Success: true } hosts)
                return $"Its script {script.Name} changes {hosts.Groups["name"].Value}. Names that begin with host_ are the host's.";
            if (Concurrently().IsMatch(statement))
                return $"Its script {script.Name} says concurrently, which cannot be taken back when a later statement fails.";
        }
        return null;
    }

    /// <summary>The tables that scripts make, by name.</summary>
    public static IReadOnlyList<string> MadeBy(IEnumerable<Script> scripts) =>
        [
            .. scripts
                .SelectMany(script => Statements(script.Sql))
                .Select(statement => Made().Match(statement))
                .Where(match => match.Success)
                .Select(match => match.Groups["name"].Value)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    private static bool Begins(string statement, string words) =>
        statement == words || statement.StartsWith(words + " ", StringComparison.Ordinal);

    // In small letters and single spaces, without comments and with texts emptied: what is said in a text is no statement.
    private static IEnumerable<string> Statements(string sql) =>
        Spaces()
            .Replace(Noise().Replace(sql, match => match.Value[0] is '\'' or '$' ? "''" : " "), " ")
            .Replace("\"", "", StringComparison.Ordinal)
            .ToLowerInvariant()
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|(\$\w*\$).*?\1", RegexOptions.Singleline)]
    private static partial Regex Noise();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(
        @"(?:\b(?:table|view|trigger|sequence|type|function|into|update|from|join|references)(?: if not exists| if exists| only)?|^create (?:unique )?index .* on) (?<name>\w+ ?\. ?\w+)"
    )]
    private static partial Regex Foreign();

    [GeneratedRegex(
        @"(?:^(?:create|alter|drop)(?: unique| temp| temporary)* (?:table|view|index|trigger)(?: if not exists| if exists)?|^create (?:unique )?index .* on|\binsert (?:or \w+ )?into|^update|\bdelete from|^truncate(?: table)?) (?<name>host_\w+)"
    )]
    private static partial Regex Hosts();

    [GeneratedRegex(@"\bconcurrently\b")]
    private static partial Regex Concurrently();

    [GeneratedRegex(@"^create table(?: if not exists)? (?<name>\w+)")]
    private static partial Regex Made();
}
