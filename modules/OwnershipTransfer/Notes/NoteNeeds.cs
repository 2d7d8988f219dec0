using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Notes;

/// <summary>What becomes of a note here.</summary>
internal sealed class NoteNeeds : INoteUse
{
    public string Means =>
        T[
            "While a handover is under way, what was promised by somebody who speaks for a party becomes something that has to be done, under Ownership."
        ];

    public IReadOnlyList<NoteTick> Ticks => [NoteTick.Promised];
}

/// <summary>
/// Makes an obligation of a note on which "promised" was ticked, where a handover is under way and those who were there speak for exactly
/// one of its parties: otherwise it is not clear who promised. Heard twice, it makes one.
/// </summary>
internal sealed class NoteBecomesObligation(IModuleDatabase database, IServiceProvider services)
    : IEventHandler<NoteTaken>
{
    private const int Longest = 500;

    private const string Insert = """
        insert into ownership_obligation (id, innovation_id, what, search_key, party_id, person_id, weight, from_on, until_on, note,
            note_id, recorded_at, changed_at)
        values (@Id, @InnovationId, @What, @SearchKey, @PartyId, @PersonId, 2, @On, null, '', @NoteId, @Now, @Now)
        on conflict (note_id) do nothing
        """;

    public async Task<Action<IWriting>?> Handle(NoteTaken happened, CancellationToken ct)
    {
        if (
            await services.GetRequiredService<INotes>().Find(happened.NoteId, ct) is not { } note
            || !note.Ticks.Contains(NoteTick.Promised)
        )
            return null;
        var book = await OwnershipBook.One(database, note.InnovationId, ct);
        var speaking = book
            .Handovers.Where(one => one.EndedOn is null)
            .SelectMany(one => new[] { one.GiverId, one.ReceiverId })
            .Distinct()
            .Select(id => book.PartyOf(id)!)
            .Where(party => party.People.Intersect(note.People).Any())
            .ToArray();
        if (speaking.Length != 1)
            return null;
        var who = speaking[0].People.Intersect(note.People).ToArray();
        var words = note.IsSomebodysToShare
            ? T["What was promised on {0}", note.On.Long()]
            : note.Words.ReplaceLineEndings(" ");
        var row = new
        {
            Id = Guid.CreateVersion7(),
            What = words.Length <= Longest ? words : words[..(Longest - 1)].TrimEnd() + "…",
            SearchKey = Words.Key(words),
            PartyId = speaking[0].Id,
            PersonId = who.Length == 1 ? who[0] : (Guid?)null,
            note.On,
            NoteId = note.Id,
        };
        return writing =>
        {
            if (writing.Connection.Execute(Insert, Keeping.With(row, note.InnovationId, writing)) > 0)
                writing.Changed(note.InnovationId);
        };
    }
}

/// <summary>Takes back what was made of a note that was undone, wherever a handover asks for it.</summary>
internal sealed class NoteTakenBack : IEventHandler<NoteUndone>
{
    private const string Remove = """
        delete from handover_obligation where obligation_id in (select id from ownership_obligation where note_id = @NoteId);
        delete from ownership_obligation where note_id = @NoteId
        """;

    public Task<Action<IWriting>?> Handle(NoteUndone happened, CancellationToken ct) =>
        Task.FromResult<Action<IWriting>?>(writing =>
        {
            writing.Connection.Execute(Remove, new { happened.NoteId });
            writing.Changed(happened.InnovationId);
        });
}
