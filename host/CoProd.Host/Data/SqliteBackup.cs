using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CoProd.Host.Data;

/// <summary>Copies all files of an installation as they were at one moment, also beside a service that writes.</summary>
internal static class SqliteBackup
{
    private const long Longest = 60_000;
    private const long LongestHold = 2_000;

    public static async Task<Saved> Save(string folder, string to, CancellationToken ct)
    {
        Directory.CreateDirectory(to);
        var files = Directory.EnumerateFiles(folder, "*.db").Order(StringComparer.Ordinal).ToList();
        var readers = await AtOneMoment(files, ct);
        try
        {
            var rows = new Dictionary<string, IReadOnlyDictionary<string, long>>(StringComparer.Ordinal);
            IReadOnlyList<string> scripts = [];
            foreach (var (file, reader) in files.Zip(readers))
            {
                ct.ThrowIfCancellationRequested();
                var name = Path.GetFileName(file);
                if (name == "host.db")
                    scripts = reader.Query<string>("select ScriptName from SchemaVersions").AsList();
                rows[name] = Counts(reader);
                await Task.Run(() => Copy(reader, Path.Combine(to, name)), ct);
            }
            CopyKept(folder, to);
            return new Saved(scripts, rows);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    // While no file can be written, a reader is opened on each; then the writers go on. A file that stays busy lets all others go again.
    private static async Task<List<SqliteConnection>> AtOneMoment(IReadOnlyList<string> files, CancellationToken ct)
    {
        var until = Environment.TickCount64 + Longest;
        while (true)
        {
            if (Held(files) is { } readers)
                return readers;
            if (Environment.TickCount64 > until)
                throw new InvalidOperationException(
                    "The data was written to without a pause for a minute, so no moment could be kept. Try again later."
                );
            await Task.Delay(50, ct);
        }
    }

    private static List<SqliteConnection>? Held(IReadOnlyList<string> files)
    {
        var holds = new List<SqliteConnection>();
        var readers = new List<SqliteConnection>();
        var whole = false;
        try
        {
            var until = Environment.TickCount64 + LongestHold;
            foreach (var file in files)
            {
                var hold = Opened(file, SqliteOpenMode.ReadWrite);
                holds.Add(hold);
                if (!Hold(hold, until))
                    return null;
            }
            foreach (var file in files)
            {
                var reader = Opened(file, SqliteOpenMode.ReadOnly);
                readers.Add(reader);
                // A transaction begins with what it reads first.
                reader.Execute("begin deferred");
                reader.ExecuteScalar<long>("select count(*) from sqlite_master");
            }
            whole = true;
            return readers;
        }
        finally
        {
            // Closing one rolls its empty transaction back.
            holds.ForEach(hold => hold.Dispose());
            if (!whole)
                readers.ForEach(reader => reader.Dispose());
        }
    }

    // SQLite itself waits longer and longer between two tries, and beside a busy writer never finds the gap.
    private static bool Hold(SqliteConnection connection, long until)
    {
        while (true)
        {
            var code = raw.sqlite3_exec(connection.Handle, "begin immediate");
            if (code == raw.SQLITE_OK)
                return true;
            if (code != raw.SQLITE_BUSY)
                SqliteException.ThrowExceptionForRC(code, connection.Handle);
            if (Environment.TickCount64 > until)
                return false;
            Thread.Sleep(1);
        }
    }

    private static SqliteConnection Opened(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
            }.ConnectionString
        );
        connection.Open();
        return connection;
    }

    private static void Copy(SqliteConnection from, string to)
    {
        using var target = Opened(to, SqliteOpenMode.ReadWriteCreate);
        from.BackupDatabase(target);
    }

    // What upgrades kept for going back: nobody writes there while the service runs.
    private static void CopyKept(string folder, string to)
    {
        var kept = Path.Combine(folder, "kept");
        if (!Directory.Exists(kept))
            return;
        Directory.CreateDirectory(Path.Combine(to, "kept"));
        foreach (var file in Directory.EnumerateFiles(kept, "*.db"))
            File.Copy(file, Path.Combine(to, "kept", Path.GetFileName(file)));
    }

    private static Dictionary<string, long> Counts(SqliteConnection connection) =>
        connection
            .Query<string>(
                "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name"
            )
            .ToDictionary(
                table => table,
                table => connection.ExecuteScalar<long>($"select count(*) from {PostgresEngine.Quoted(table)}")
            );

    /// <summary>What is wrong with a copy; null when it is whole and has these rows.</summary>
    public static string? Wrong(string path, IReadOnlyDictionary<string, long> rows)
    {
        try
        {
            using var connection = Opened(path, SqliteOpenMode.ReadWrite);
            var told = connection.ExecuteScalar<string>("pragma integrity_check(1)");
            return told != "ok" ? told
                : Counts(connection).OrderBy(r => r.Key).SequenceEqual(rows.OrderBy(r => r.Key)) ? null
                : "its tables have other rows than were counted";
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }
}
