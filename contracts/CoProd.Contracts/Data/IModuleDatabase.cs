using System.Data.Common;
using CoProd.Contracts.Events;

namespace CoProd.Contracts.Data;

/// <summary>The module's own database: a file of its own on SQLite, a schema of its own on PostgreSQL. The same SQL runs on both.</summary>
/// <remarks>
/// Use Dapper with parameters. <see cref="Guid"/>, <see cref="DateOnly"/> and <see cref="DateTimeOffset"/> are understood on both engines; enums are kept as text: pass <c>kind.ToString()</c>, and read them back as the enum;
/// column names with underscores match properties without.
/// </remarks>
public interface IModuleDatabase
{
    /// <summary>Reads. The connection refuses to write.</summary>
    Task<T> Read<T>(Func<DbConnection, Task<T>> query, CancellationToken ct = default);

    /// <summary>Writes, all or nothing, and returns once the change is on disk.</summary>
    /// <param name="work">
    /// Runs inside the transaction, with no I/O but the database's, and must be safe to run twice: on PostgreSQL a conflict runs it again,
    /// on SQLite it shares its commit with others that were waiting.
    /// </param>
    /// <param name="ct">Gives up waiting for a turn; work that has begun is finished.</param>
    Task<T> Write<T>(Func<IWriting, T> work, CancellationToken ct = default);
}

/// <summary>A write under way.</summary>
public interface IWriting
{
    /// <summary>The connection, inside its transaction.</summary>
    DbConnection Connection { get; }

    /// <summary>The instant of this write, in UTC, to the microsecond.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Publishes an event with this write: it leaves if the write is kept, and not otherwise.</summary>
    void Publish(IEvent happened);

    /// <summary>Says that what is known of an innovation has changed, so that its warnings, practice map and story are worked out anew.</summary>
    void Changed(Guid innovationId);
}

/// <summary>Convenience over <see cref="IModuleDatabase"/>.</summary>
public static class ModuleDatabaseExtensions
{
    /// <summary>Writes where nothing is returned.</summary>
    public static Task Write(this IModuleDatabase database, Action<IWriting> work, CancellationToken ct = default) =>
        database.Write(
            writing =>
            {
                work(writing);
                return true;
            },
            ct
        );
}
