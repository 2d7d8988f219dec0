namespace CoProd.Register.Parts;

/// <summary>
/// Which innovations, as <c>i</c> in the query, the caller sees: all of them, those they take part in today, or those their account was
/// given access to. Takes <c>@SeesAll</c>, <c>@SeesAs</c> and <c>@Today</c>.
/// </summary>
internal static class Seen
{
    // Who takes part is asked of the register itself: the copy may lag behind the day on which a part ended.
    internal const string ByCaller = """
        (@SeesAll or exists (
            select 1 from participation mine where mine.innovation_id = i.id and mine.person_id in @SeesAs
                and (mine.until_on is null or mine.until_on > @Today)
        ) or exists (
            select 1 from host_access given where given.innovation_id = i.id and given.person_id in @SeesAs
                and not exists (select 1 from person known where known.id = given.person_id)
        ))
        """;
}
