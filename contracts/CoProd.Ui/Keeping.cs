using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using Dapper;

namespace CoProd.Ui;

/// <summary>
/// How a record of an innovation is made, corrected and taken back. Every statement gets <c>@InnovationId</c> from the address and
/// <c>@Now</c> beside the row's own values, and a change has the innovation's warnings and story worked out anew.
/// </summary>
/// <remarks>SQL is a constant of the slice that calls this; in this repository an architecture test looks at each call.</remarks>
public static class Keeping
{
    /// <summary>Makes a record.</summary>
    /// <param name="visit">The request; its route has an <c>{innovationId}</c>.</param>
    /// <param name="insert">The insert, ending in <c>on conflict (id) do nothing</c>: sent twice, it makes one.</param>
    /// <param name="id">The record's id, as the form carried it.</param>
    /// <param name="row">The values.</param>
    public static async Task<Outcome<Guid>> Make(IVisit visit, string insert, Guid id, object row)
    {
        await Write(visit, insert, row);
        return Outcome<Guid>.Done(id);
    }

    /// <summary>Corrects a record, if it is still of the version that was read; otherwise both texts are shown.</summary>
    /// <param name="visit">The request.</param>
    /// <param name="update">
    /// The update, with <c>version = version + 1</c>, <c>where id = @Id and innovation_id = @InnovationId and version = @Version</c>.
    /// </param>
    /// <param name="id">The record's id, from the address.</param>
    /// <param name="row">The values, with <c>Id</c> and <c>Version</c>.</param>
    /// <param name="read">Reads the record as the form shows it; null when it is not of this innovation. The form's <c>Start</c> uses the same.</param>
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

    /// <summary>Does something to a record, whatever its version; missing when the statement touches none.</summary>
    public static async Task<Outcome<Guid>> Do(IVisit visit, string update, Guid id, object row) =>
        await Write(visit, update, row) == 1 ? Outcome<Guid>.Done(id) : Outcome<Guid>.Missing();

    /// <summary>Several statements in one write, all or nothing.</summary>
    /// <param name="visit">The request.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="work">Does it, each statement with <see cref="With"/>; false, answered 404, when there is no such record here.</param>
    public static async Task<Outcome<Guid>> Several(IVisit visit, Guid id, Func<IWriting, bool> work)
    {
        var innovation = visit.InnovationId;
        var done = await visit.Database.Write(
            writing =>
            {
                var there = work(writing);
                if (there)
                    writing.Changed(innovation);
                return there;
            },
            visit.Gone
        );
        return done ? Outcome<Guid>.Done(id) : Outcome<Guid>.Missing();
    }

    /// <summary>Like <see cref="Do"/>, inside a write that is under way, as <see cref="AskOnce.Do"/> wants it; false when it touches none.</summary>
    public static bool Mark(IVisit visit, IWriting writing, string update, object row) =>
        Write(writing, visit.InnovationId, update, row) == 1;

    /// <summary>Reads how a record is called, with <c>@Id</c> and <c>@InnovationId</c>; null when it is not of this innovation.</summary>
    public static Task<string?> NameOf(IVisit visit, string find, Guid id) =>
        visit.Database.Read(
            c => c.QuerySingleOrDefaultAsync<string?>(find, new { Id = id, visit.InnovationId }),
            visit.Gone
        );

    /// <summary>A row's values with <c>@InnovationId</c> and <c>@Now</c>, for a slice that writes more than one statement.</summary>
    public static DynamicParameters With(object row, Guid innovation, IWriting writing)
    {
        var all = new DynamicParameters(row);
        all.Add("InnovationId", innovation);
        all.Add("Now", writing.Now);
        return all;
    }

    private static Task<int> Write(IVisit visit, string sql, object row)
    {
        var innovation = visit.InnovationId;
        return visit.Database.Write(writing => Write(writing, innovation, sql, row), visit.Gone);
    }

    private static int Write(IWriting writing, Guid innovation, string sql, object row)
    {
        var count = writing.Connection.Execute(sql, With(row, innovation, writing));
        if (count > 0)
            writing.Changed(innovation);
        return count;
    }
}
