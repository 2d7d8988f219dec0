using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Ui;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Notes;

/// <summary>What becomes of a note here.</summary>
internal sealed class NoteActs : INoteUse
{
    public string Means =>
        T[
            "Where a champion was there and an audience is named, what changed or was promised becomes an act under Champions."
        ];

    public IReadOnlyList<NoteTick> Ticks => [NoteTick.Changed, NoteTick.Promised];
}

/// <summary>
/// Makes an act of a note on which "changed" or "promised" was ticked, where a champion was there and exactly one audience is named in it:
/// otherwise it was no act before anybody. Heard twice, it makes one.
/// </summary>
internal sealed class NoteBecomesAct(IModuleDatabase database, IServiceProvider services) : IEventHandler<NoteTaken>
{
    private const string Insert = """
        insert into advocacy_act (id, innovation_id, audience_id, message_id, said, channel, on_day, evidence, result, recorded_by, note_id,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @AudienceId, null, @Words, 'Other', @On, '', '', @WrittenBy, @NoteId, @Now, @Now)
        on conflict (note_id) do nothing
        """;

    private const string Join =
        "insert into act_champion (act_id, role_id) values (@Id, @RoleId) on conflict do nothing";

    public async Task<Action<IWriting>?> Handle(NoteTaken happened, CancellationToken ct)
    {
        if (
            await services.GetRequiredService<INotes>().Find(happened.NoteId, ct) is not { } note
            || !note.Ticks.Any(tick => tick is NoteTick.Changed or NoteTick.Promised)
        )
            return null;
        var book = await ChampionBook.One(database, note.InnovationId, ct);
        var roles = book.Active(note.On).Where(role => note.People.Contains(role.PersonId!.Value)).ToArray();
        var folded = Words.Fold(note.Words);
        var named = book
            .Audiences.Where(one => folded.Contains(Words.Fold(one.Name), StringComparison.Ordinal))
            .ToArray();
        if (roles.Length == 0 || named.Length != 1)
            return null;
        var row = new
        {
            Id = Guid.CreateVersion7(),
            AudienceId = named[0].Id,
            Words = note.IsSomebodysToShare ? T["What was told on {0}", note.On.Long()] : note.Words,
            note.On,
            note.WrittenBy,
            NoteId = note.Id,
        };
        return writing =>
        {
            if (writing.Connection.Execute(Insert, Keeping.With(row, note.InnovationId, writing)) == 0)
                return;
            foreach (var role in roles)
                writing.Connection.Execute(Join, new { row.Id, RoleId = role.Id });
            writing.Changed(note.InnovationId);
        };
    }
}

/// <summary>Takes back what was made of a note that was undone, with whatever effect was told of it since.</summary>
internal sealed class NoteTakenBack : IEventHandler<NoteUndone>
{
    private const string Remove = """
        delete from audience_position where act_id in (select id from advocacy_act where note_id = @NoteId);
        delete from act_champion where act_id in (select id from advocacy_act where note_id = @NoteId);
        delete from advocacy_act where note_id = @NoteId
        """;

    public Task<Action<IWriting>?> Handle(NoteUndone happened, CancellationToken ct) =>
        Task.FromResult<Action<IWriting>?>(writing =>
        {
            writing.Connection.Execute(Remove, new { happened.NoteId });
            writing.Changed(happened.InnovationId);
        });
}
