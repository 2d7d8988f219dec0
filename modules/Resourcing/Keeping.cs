using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using Dapper;

namespace CoProd.Resourcing;

/// <summary>How every record of an innovation's money is written: with its innovation, its instant and its version.</summary>
internal static class Keeping
{
    /// <summary>Makes a record; sent twice, it makes one.</summary>
    public static async Task<Outcome<Guid>> Make(IVisit visit, string insert, Guid id, object row)
    {
        await Write(visit, insert, row);
        return Outcome<Guid>.Done(id);
    }

    /// <summary>Changes a record of this innovation, if it is still of the version that was read.</summary>
    public static async Task<Outcome<Guid>> Change(
        IVisit visit,
        string update,
        Guid id,
        object row,
        Func<IVisit, Guid, Task<Input?>> read
    )
    {
        if (await Write(visit, update, row) == 1)
            return Outcome<Guid>.Done(id);
        return await read(visit, id) is { } theirs ? Outcome<Guid>.Conflict(theirs) : Outcome<Guid>.Missing();
    }

    /// <summary>Does something to a record of this innovation, whatever its version.</summary>
    public static async Task<Outcome<Guid>> Do(IVisit visit, string update, Guid id, object row) =>
        await Write(visit, update, row) == 1 ? Outcome<Guid>.Done(id) : Outcome<Guid>.Missing();

    private static Task<int> Write(IVisit visit, string sql, object row)
    {
        var innovation = visit.InnovationId;
        return visit.Database.Write(
            writing =>
            {
                var count = writing.Connection.Execute(sql, With(row, innovation, writing));
                if (count > 0)
                    writing.Changed(innovation);
                return count;
            },
            visit.Gone
        );
    }

    public static DynamicParameters With(object row, Guid innovation, IWriting writing)
    {
        var all = new DynamicParameters(row);
        all.Add("InnovationId", innovation);
        all.Add("Now", writing.Now);
        return all;
    }
}
