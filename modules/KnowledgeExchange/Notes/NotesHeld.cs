using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Picture;
using CoProd.KnowledgeExchange.Whole;
using Dapper;

namespace CoProd.KnowledgeExchange.Notes;

/// <summary>
/// Holds back the words of a note that was kept as something somebody knows, as far as that person agreed. Also where the item was withdrawn
/// since: that says nothing of who may read the note.
/// </summary>
internal sealed class NotesHeld(IModuleDatabase database, TimeProvider clock, IServiceProvider services) : INoteHold
{
    private const int AtOnce = 500;

    private const string Of = """
        select id, innovation_id, note_id, person_id, consent, consent_until, is_sensitive from knowledge_item where note_id in @some
        """;

    public async Task<IReadOnlyDictionary<Guid, NoteReach>> ReachOf(
        IReadOnlyCollection<Guid> notes,
        CancellationToken ct
    )
    {
        var items = new List<KnowledgeItem>();
        foreach (var some in notes.Chunk(AtOnce))
            items.AddRange(await database.Read(c => c.QueryAsync<KnowledgeItem>(Of, new { some }), ct));
        var today = clock.Today();
        var going = await Going.Along(services, items, ct);
        return items.ToDictionary(item => item.NoteId!.Value, item => Reach(item, today, going));
    }

    private static NoteReach Reach(KnowledgeItem item, DateOnly today, Going going) =>
        item.ConsentOn(today) switch
        {
            ConsentScope.TakenBack => NoteReach.Nobody,
            ConsentScope.NotAsked or ConsentScope.Team => NoteReach.Recorders,
            _ => going.Travels(item, today) ? NoteReach.Everywhere : NoteReach.Here,
        };
}
