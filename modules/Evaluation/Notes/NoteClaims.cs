using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Ui;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Notes;

/// <summary>What becomes of a note here.</summary>
internal sealed class NoteClaims : INoteUse
{
    public string Means => T["What changed is kept under Evaluation, to say later what we had to do with it."];

    public IReadOnlyList<NoteTick> Ticks => [NoteTick.Changed];
}

/// <summary>Makes "something was seen to change" of a note on which "changed" was ticked. Heard twice, it makes one.</summary>
internal sealed class NoteBecomesClaim(IServiceProvider services) : IEventHandler<NoteTaken>
{
    private const int Longest = 1000;

    private const string Insert = """
        insert into claim (id, innovation_id, outcome, search_key, contribution, counter_evidence, seen_on, note_id, recorded_at, changed_at)
        values (@Id, @InnovationId, @Outcome, @SearchKey, '', '', @SeenOn, @NoteId, @Now, @Now) on conflict (note_id) do nothing
        """;

    public async Task<Action<IWriting>?> Handle(NoteTaken happened, CancellationToken ct)
    {
        if (
            await services.GetRequiredService<INotes>().Find(happened.NoteId, ct) is not { } note
            || !note.Ticks.Contains(NoteTick.Changed)
        )
            return null;
        var words =
            note.IsSomebodysToShare ? T["Something changed, as told on {0}", note.On.Long()]
            : note.Words.Length > Longest ? note.Words[..(Longest - 1)] + "…"
            : note.Words;
        var row = new
        {
            Id = Guid.CreateVersion7(),
            Outcome = words,
            SearchKey = Words.Key(words),
            SeenOn = note.On,
            NoteId = note.Id,
        };
        return writing =>
        {
            if (writing.Connection.Execute(Insert, Keeping.With(row, note.InnovationId, writing)) > 0)
                writing.Changed(note.InnovationId);
        };
    }
}

/// <summary>Takes back what was made of a note that was undone.</summary>
internal sealed class NoteTakenBack : IEventHandler<NoteUndone>
{
    private const string Remove = "delete from claim where note_id = @NoteId";

    public Task<Action<IWriting>?> Handle(NoteUndone happened, CancellationToken ct) =>
        Task.FromResult<Action<IWriting>?>(writing =>
        {
            writing.Connection.Execute(Remove, new { happened.NoteId });
            writing.Changed(happened.InnovationId);
        });
}
