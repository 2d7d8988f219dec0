using System.Text.RegularExpressions;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace CoProd.Host.Data;

/// <summary>Runs all scripts that are due in one transaction: all or none. The connection's search path says where; its role may make no schema.</summary>
internal static partial class PostgresMigration
{
    public static void Run(string connectionString, IReadOnlyList<Script> scripts)
    {
        if (scripts.FirstOrDefault(s => Concurrently().IsMatch(s.Sql)) is { } refused)
            throw new MigrationException(
                $"Script {refused.Name} says CONCURRENTLY, which cannot be undone as a whole.",
                null
            );
        var result = DeployChanges
            .To.PostgresqlDatabase(connectionString)
            .WithScripts(scripts.Select(script => new SqlScript(script.Name, script.Sql)))
            .WithPreprocessor(new ByteOrder())
            .WithVariablesDisabled()
            .WithTransaction()
            .JournalToPostgresqlTable(null, "schemaversions")
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new MigrationException(
                $"Script {result.ErrorScript?.Name} failed: {result.Error.Message} The data is as it was.",
                result.Error
            );
    }

    /// <summary>Text sorts by its bytes on PostgreSQL as it does on SQLite, whatever the server's locale: lists page alike on both.</summary>
    private sealed class ByteOrder : IScriptPreprocessor
    {
        public string Process(string contents) => TextColumn().Replace(contents, "$1 text collate \"C\"");
    }

    [GeneratedRegex(@"(?m)^(\s+\w+) text\b")]
    private static partial Regex TextColumn();

    [GeneratedRegex(@"\bconcurrently\b", RegexOptions.IgnoreCase)]
    private static partial Regex Concurrently();
}
