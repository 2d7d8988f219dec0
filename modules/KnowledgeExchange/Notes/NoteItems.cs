using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.KnowledgeExchange.Items;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Notes;

/// <summary>What becomes of a note here.</summary>
internal sealed class NoteItems : INoteUse
{
    public string Means =>
        T["What was learned or is needed is kept under Knowledge, until somebody says what came of it."];

    public IReadOnlyList<NoteTick> Ticks => [NoteTick.Learned, NoteTick.Needed];
}

/// <summary>
/// Makes an item of a note on which "learned" or "needed" was ticked. Whose knowledge it is goes without asking only where one person was
/// there; who may read it is not taken for granted. Heard twice, it makes one.
/// </summary>
internal sealed class NoteBecomesItem(IServiceProvider services) : IEventHandler<NoteTaken>
{
    public async Task<Action<IWriting>?> Handle(NoteTaken happened, CancellationToken ct)
    {
        if (
            await services.GetRequiredService<INotes>().Find(happened.NoteId, ct) is not { } note
            || !note.IsSomebodysToShare
        )
            return null;
        var row = new
        {
            Id = Guid.CreateVersion7(),
            Statement = note.Words,
            Source = nameof(KnowledgeSource.NotSaid),
            PersonId = note.People.Count == 1 ? note.People[0] : (Guid?)null,
            FromGroup = "",
            Place = "",
            PlaceKey = "",
            Topic = "",
            HeardOn = note.On,
            Consent = nameof(ConsentScope.NotAsked),
            ConsentUntil = (DateOnly?)null,
            IsSensitive = false,
            Attribution = nameof(Attribution.Nobody),
            AttributedAs = "",
            Agreement = nameof(Agreement.NotSaid),
            RecordedBy = note.WrittenBy,
            NoteId = note.Id,
        };
        return writing =>
        {
            if (writing.Connection.Execute(RecordItem.Insert, Keeping.With(row, note.InnovationId, writing)) == 0)
                return;
            ItemText.Write(writing.Connection, row.Id, row.Statement);
            writing.Changed(note.InnovationId);
        };
    }
}

/// <summary>Takes back what was made of a note that was undone, with whatever was said about it since.</summary>
internal sealed class NoteTakenBack : IEventHandler<NoteUndone>
{
    private const string Remove = """
        delete from knowledge_text where item_id in (select id from knowledge_item where note_id = @NoteId);
        delete from knowledge_reply where item_id in (select id from knowledge_item where note_id = @NoteId);
        delete from knowledge_link where item_id in (select id from knowledge_item where note_id = @NoteId);
        delete from knowledge_contest where item_id in (select id from knowledge_item where note_id = @NoteId);
        delete from knowledge_item where note_id = @NoteId
        """;

    public Task<Action<IWriting>?> Handle(NoteUndone happened, CancellationToken ct) =>
        Task.FromResult<Action<IWriting>?>(writing =>
        {
            writing.Connection.Execute(Remove, new { happened.NoteId });
            writing.Changed(happened.InnovationId);
        });
}
