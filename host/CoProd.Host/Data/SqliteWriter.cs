using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CoProd.Host.Data;

/// <summary>
/// The one writer of a file. What waits is committed as a group: one sync to disk serves them all, and nobody hears "done" before it.
/// Each member runs in a savepoint, so that one that fails takes only itself back.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int LargestGroup = 256;

    private readonly BlockingCollection<Waiting> queue = [];
    private readonly string connectionString;
    private readonly Lock starting = new();
    private Thread? thread;
    private int closed;

    // Set while a member's work runs, by the one thread that runs it.
    private bool inMember;

    public SqliteWriter(string path) =>
        connectionString = SqliteEngine.ConnectionString(path, SqliteOpenMode.ReadWrite);

    public Task<T> Enqueue<T>(Func<SqliteConnection, T> work, CancellationToken ct)
    {
        var waiting = new Waiting<T>(work, ct);
        Start();
        queue.Add(waiting, ct);
        return waiting.Task;
    }

    private void Start()
    {
        if (thread is not null)
            return;
        lock (starting)
        {
            thread ??= new Thread(Run) { IsBackground = true, Name = "writer " + Path.GetFileName(connectionString) };
            if (!thread.IsAlive)
                thread.Start();
        }
    }

    private void Run()
    {
        SqliteConnection? connection = null;
        foreach (var first in queue.GetConsumingEnumerable())
        {
            var group = new List<Waiting> { first };
            while (group.Count < LargestGroup && queue.TryTake(out var next))
                group.Add(next);
            group.RemoveAll(waiting => waiting.GaveUp());
            try
            {
                connection ??= Open();
                Commit(connection, group);
            }
            catch (Exception e)
            {
                // Nothing of this group was kept; a new connection starts clean.
                group.ForEach(waiting => waiting.Fail(e));
                Close(connection);
                connection = null;
            }
        }
        Close(connection);
    }

    // Closing empties the log, which needs room as well. What cannot be emptied now is emptied later; the thread must live.
    private static void Close(SqliteConnection? connection)
    {
        try
        {
            connection?.Dispose();
        }
        catch (SqliteException) { }
    }

    private SqliteConnection Open()
    {
        var connection = new CoProdSqliteConnection(connectionString);
        connection.Open();
        connection.Execute("pragma busy_timeout = 30000; pragma journal_mode = wal; pragma synchronous = full;");
        // The transaction belongs to the group: SQLite itself refuses a member that would end it.
        raw.sqlite3_set_authorizer(connection.Handle, Authorize, this);
        return connection;
    }

    private static int Authorize(object user, int action, utf8z p0, utf8z p1, utf8z database, utf8z trigger) =>
        ((SqliteWriter)user).inMember && (action == raw.SQLITE_TRANSACTION || action == raw.SQLITE_SAVEPOINT)
            ? raw.SQLITE_DENY
            : raw.SQLITE_OK;

    private bool RunMember(SqliteConnection connection, Waiting waiting)
    {
        inMember = true;
        try
        {
            return waiting.TryRun(connection);
        }
        finally
        {
            inMember = false;
        }
    }

    private void Commit(SqliteConnection connection, List<Waiting> group)
    {
        if (group.Count == 0)
            return;
        connection.Execute("begin immediate");
        foreach (var waiting in group)
        {
            connection.Execute("savepoint member");
            var kept = RunMember(connection, waiting);
            // A few errors end the whole transaction, not the member's part of it. Then nothing before it is kept either.
            if (raw.sqlite3_get_autocommit(connection.Handle) != 0)
            {
                RunEachAlone(connection, group);
                return;
            }
            connection.Execute(kept ? "release member" : "rollback to member; release member");
        }
        try
        {
            connection.Execute("commit");
        }
        catch (SqliteException)
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
                connection.Execute("rollback");
            throw;
        }
        group.ForEach(waiting => waiting.Finish());
    }

    private void RunEachAlone(SqliteConnection connection, List<Waiting> group)
    {
        if (group.Count == 1)
        {
            group[0]
                .Fail(new InvalidOperationException("The write ended its own transaction, so nothing of it was kept."));
            return;
        }
        foreach (var waiting in group)
        {
            try
            {
                Commit(connection, [waiting]);
            }
            catch (SqliteException e)
            {
                waiting.Fail(e);
            }
        }
    }

    // Whoever closes one module's database and whoever closes them all may come one after the other.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) == 1)
            return;
        queue.CompleteAdding();
        thread?.Join();
        queue.Dispose();
    }

    private abstract class Waiting
    {
        public abstract bool GaveUp();

        public abstract bool TryRun(SqliteConnection connection);

        public abstract void Finish();

        public abstract void Fail(Exception e);
    }

    private sealed class Waiting<T>(Func<SqliteConnection, T> work, CancellationToken ct) : Waiting
    {
        private readonly TaskCompletionSource<T> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? failure;

        public Task<T> Task => told.Task;

        public override bool GaveUp() => ct.IsCancellationRequested && told.TrySetCanceled(ct);

        public override bool TryRun(SqliteConnection connection)
        {
            try
            {
                failure = null;
                result = work(connection);
                return true;
            }
            catch (Exception e)
            {
                failure = e;
                return false;
            }
        }

        public override void Finish()
        {
            if (failure is null)
                told.TrySetResult(result!);
            else
                told.TrySetException(failure);
        }

        public override void Fail(Exception e) => told.TrySetException(failure ?? e);
    }
}
