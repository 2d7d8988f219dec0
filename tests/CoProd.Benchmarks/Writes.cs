using CoProd.Contracts.Data;
using CoProd.Host.Data;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CoProd.Benchmarks;

/// <summary>Writes acknowledged a second, each a row on disk (synchronous=FULL), beside single-row commits of bare SQLite.</summary>
internal static class Writes
{
    private const string Table = """
        create table thing (
            id uuid not null primary key,
            name text not null
        );
        """;

    private const string Insert = "insert into thing (id, name) values (@Id, @Name)";

    public static async Task Run(TimeSpan life, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("coprod-bench-").FullName;
        try
        {
            using var bare = new BareSqlite(Path.Combine(folder, "bare.db"));
            await using var engine = new SqliteEngine(Path.Combine(folder, "db"), TimeProvider.System);
            var database = await engine.Open("bench", [new Script("0001_thing.sql", Table)], CancellationToken.None);
            var alone = new List<double>();
            foreach (var writers in new[] { 1, 8, 64 })
            {
                // By turns: a disk that others use too may be ten times slower a minute later.
                var pairs = new List<(double Ours, double Bare)>();
                for (var i = 0; i < rounds; i++)
                {
                    var beside = await Load.PerSecond(1, life, _ => bare.Insert());
                    pairs.Add((await Load.PerSecond(writers, life, _ => database.Write(Add)), beside));
                }
                alone.AddRange(pairs.Select(pair => pair.Bare));
                System.Console.WriteLine(
                    $"writes: {writers} at once through the queue: {Median(pairs.Select(p => p.Ours)):N0}/s, "
                        + $"{Median(pairs.Select(p => p.Ours / p.Bare)):0.00} of bare"
                );
            }
            System.Console.WriteLine(
                $"writes: bare SQLite, one row a commit, prepared: {Median(alone):N0}/s ({alone.Min():N0} to {alone.Max():N0})"
            );
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static void Add(IWriting writing) =>
        writing.Connection.Execute(Insert, new { Id = Guid.CreateVersion7(), Name = "thing" });

    /// <summary>As fast as this file system commits: one connection held open, one prepared statement, nothing else.</summary>
    private sealed class BareSqlite : IDisposable
    {
        private readonly SqliteConnection connection;
        private readonly SqliteCommand command;
        private readonly SqliteParameter id;

        public BareSqlite(string path)
        {
            connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString
            );
            connection.Open();
            connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
            connection.Execute("create table thing (id text not null primary key, name text not null)");
            command = connection.CreateCommand();
            command.CommandText = "insert into thing (id, name) values ($id, $name)";
            id = command.Parameters.Add("$id", SqliteType.Text);
            command.Parameters.AddWithValue("$name", "thing");
            command.Prepare();
        }

        public Task Insert()
        {
            id.Value = Guid.CreateVersion7().ToString();
            command.ExecuteNonQuery();
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            command.Dispose();
            connection.Dispose();
        }
    }
}
