using System.Data.Common;
using CoProd.Contracts.Data;

namespace CoProd.Host.Privacy;

/// <summary>A module's database in which every write is done, answered, and taken back: it tells what an erasure would do by doing it.</summary>
internal sealed class RehearsalDatabase(IModuleDatabase real) : IModuleDatabase
{
    public Task<T> Read<T>(Func<DbConnection, Task<T>> query, CancellationToken ct = default) => real.Read(query, ct);

    public async Task<T> Write<T>(Func<IWriting, T> work, CancellationToken ct = default)
    {
        T? result = default;
        try
        {
            return await real.Write<T>(
                writing =>
                {
                    result = work(writing);
                    throw new TakenBackException();
                },
                ct
            );
        }
        catch (TakenBackException)
        {
            return result!;
        }
    }

    private sealed class TakenBackException : Exception;
}
