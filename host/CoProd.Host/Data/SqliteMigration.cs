using CoProd.Contracts;
using Dapper;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace CoProd.Host.Data;

/// <summary>
/// Brings a file up to date on a copy and then puts the copy in its place: a script that fails, or a kill at any moment,
/// leaves the old file whole.
/// </summary>
internal static class SqliteMigration
{
    public static async Task Run(string path, IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        if (File.Exists(path) && !Pending(path, scripts))
            return;
        await Task.Run(() => Upgrade(path, scripts, ct), ct);
    }

    private static void Upgrade(string path, IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        var next = path + ".next";
        Remove(next);
        if (File.Exists(path))
        {
            Checkpoint(path);
            File.Copy(path, next);
        }
        var result = Perform(next, scripts, ct);
        if (!result.Successful)
        {
            Remove(next);
            throw new MigrationException(
                $"Script {result.ErrorScript?.Name} failed: {result.Error.Message} The data is as it was.",
                result.Error
            );
        }
        Checkpoint(next);
        Durable.Replace(next, path);
        RemoveLogs(path);
    }

    private static DatabaseUpgradeResult Perform(string path, IReadOnlyList<Script> scripts, CancellationToken ct)
    {
        using var connection = new SqliteConnection(ConnectionString(path));
        connection.Open();
        // A script that never ends computes in SQLite's own code, where only this reaches it. Gone before the connection is.
        using var interrupt = ct.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
        return DeployChanges
            .To.SqliteDatabase(new SharedConnection(connection))
            .WithScripts(scripts.Select(script => new SqlScript(script.Name, script.Sql)))
            .WithTransactionPerScript()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
    }

    private static bool Pending(string path, IReadOnlyList<Script> scripts)
    {
        using var connection = new SqliteConnection(ConnectionString(path));
        connection.Open();
        var journal = connection.ExecuteScalar<long>(
            "select count(*) from sqlite_master where name = 'SchemaVersions'"
        );
        if (journal == 0)
            return true;
        var applied = connection.Query<string>("select ScriptName from SchemaVersions").ToHashSet();
        return scripts.Any(script => !applied.Contains(script.Name));
    }

    // Empties the write-ahead log into the file, so that the file alone is the whole database.
    public static void Checkpoint(string path)
    {
        using var connection = new SqliteConnection(ConnectionString(path));
        connection.Open();
        connection.Execute("pragma journal_mode = wal; pragma wal_checkpoint(truncate);");
    }

    private static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            ForeignKeys = true,
        }.ConnectionString;

    public static void RemoveLogs(string path)
    {
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    public static void Remove(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            File.Delete(file);
    }
}
