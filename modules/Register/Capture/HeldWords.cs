using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Web;

namespace CoProd.Register.Capture;

/// <summary>
/// Which words of notes somebody may read. Words tell of people who may not have been asked: whoever has no business with notes reads none,
/// and what another module holds back is for those who record, or for nobody. Whoever wrote them knows them.
/// </summary>
internal static class HeldWords
{
    public static async Task<IReadOnlyList<TRow>> Readable<TRow>(
        IVisit visit,
        IReadOnlyList<TRow> rows,
        Func<TRow, (Guid Note, Guid WrittenBy)> of,
        Func<TRow, TRow> without
    )
    {
        if (rows.Count == 0)
            return rows;
        var reach = await visit.Get<INoteHold>().ReachOf([.. rows.Select(row => of(row).Note)], visit.Gone);
        return [.. rows.Select(row => MayRead(visit.Caller, of(row), reach) ? row : without(row))];
    }

    private static bool MayRead(
        ICaller caller,
        (Guid Note, Guid WrittenBy) note,
        IReadOnlyDictionary<Guid, NoteReach> reach
    ) =>
        note.WrittenBy == caller.AccountId
        || (
            caller.May(Permissions.Words)
            && Of(reach, note.Note) switch
            {
                NoteReach.Nobody => false,
                NoteReach.Recorders => caller.May(Permissions.Record),
                _ => true,
            }
        );

    public static NoteReach Of(IReadOnlyDictionary<Guid, NoteReach> reach, Guid note) =>
        reach.GetValueOrDefault(note, NoteReach.Everywhere);
}
