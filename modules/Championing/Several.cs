using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;

namespace CoProd.Championing;

/// <summary>Several statements in one write, all or nothing.</summary>
internal static class Several
{
    /// <param name="visit">The request.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="work">Does it; false when there is no such record here.</param>
    public static async Task<Outcome<Guid>> Write(IVisit visit, Guid id, Func<IWriting, bool> work)
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
}
