using Microsoft.Data.Sqlite;
using Npgsql;

namespace CoProd.Host.Data;

/// <summary>
/// Whether there is no room left for the data. The first write that finds it so closes the site for writing: from then on a write is refused
/// before it is tried, and reads go on. <see cref="DiskWatch"/> opens it again.
/// </summary>
internal sealed class FullDisk(string? folder, TimeProvider clock)
{
    /// <summary>When whoever was refused may come again.</summary>
    public const string TryAgainAfterSeconds = "30";

    // Less than any database grows by at once.
    private const long Crumbs = 256 << 10;

    // What SQLite says when a page of the log or its index finds no room, or the disk is broken: only the free room tells which.
    private const int SqliteFull = 13;
    private const int SqliteInputOutput = 10;
    private const int SqliteCannotOpen = 14;

    // The same number means another thing on Windows.
    private static readonly int[] NoRoom = OperatingSystem.IsWindows()
        ? [unchecked((int)0x80070070), unchecked((int)0x80070027)]
        : [28, 122];

    private readonly Lock @lock = new();
    private DateTimeOffset? since;

    /// <summary>Since when nothing can be kept; null while all is well.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            lock (@lock)
                return since;
        }
    }

    public bool IsFull => Since is not null;

    /// <summary>Refuses a write while there is no room.</summary>
    /// <exception cref="DiskFullException">There is none.</exception>
    public void Refuse()
    {
        if (IsFull)
            throw new DiskFullException(null);
    }

    public void Note()
    {
        lock (@lock)
            since ??= clock.GetUtcNow();
    }

    /// <summary>There is room again; answers since when there was none.</summary>
    public DateTimeOffset? End()
    {
        lock (@lock)
        {
            var began = since;
            since = null;
            return began;
        }
    }

    /// <summary>Whether that is what went wrong, here or further inside.</summary>
    public bool Is(Exception? e) =>
        e switch
        {
            null => false,
            DiskFullException => true,
            AggregateException many when many.InnerExceptions.Any(Is) => true,
            SqliteException { SqliteErrorCode: SqliteFull } => true,
            SqliteException { SqliteErrorCode: SqliteInputOutput or SqliteCannotOpen } when HasCrumbsOnly => true,
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => true,
            IOException when NoRoom.Contains(e.HResult) => true,
            _ => Is(e.InnerException),
        };

    /// <summary>Whether there is hardly room for anything, as far as the system says.</summary>
    public bool HasCrumbsOnly => folder is not null && Room.Free(folder) < Crumbs;
}

/// <summary>Nothing was kept, because there is no room for it.</summary>
internal sealed class DiskFullException(Exception? inner)
    : IOException("There is no room left for the data, so nothing can be kept until somebody makes room.", inner);
