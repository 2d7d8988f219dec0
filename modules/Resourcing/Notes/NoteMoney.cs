using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Resourcing.Outlook;
using CoProd.Resourcing.Resources;
using CoProd.Ui;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Notes;

/// <summary>What becomes of a note here.</summary>
internal sealed class NoteMoney : INoteUse
{
    public string Means =>
        T["What is needed is listed under Money. Hours become time given in kind, which is never counted as cash."];

    public IReadOnlyList<NoteTick> Ticks => [NoteTick.Needed];
}

/// <summary>Makes a need of a note on which "needed" was ticked, and time in kind of its hours. Heard twice, it makes them once.</summary>
internal sealed class NoteBecomesResource(IServiceProvider services) : IEventHandler<NoteTaken>
{
    private const int LongestLabel = 300;

    // A note that was undone and is heard late leaves nothing: the capability then no longer knows it.
    private const string Insert = """
        insert into resource (id, innovation_id, kind, is_need, label, amount, unit, from_on, to_on, is_whole, note_id, note_part,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @Kind, @IsNeed, @Label, @Amount, @Unit, @On, @Until, @IsWhole, @NoteId, @Part, @Now, @Now)
        on conflict (note_id, note_part) do nothing
        """;

    public async Task<Action<IWriting>?> Handle(NoteTaken happened, CancellationToken ct)
    {
        if (await services.GetRequiredService<INotes>().Find(happened.NoteId, ct) is not { } note)
            return null;
        var rows = Rows(note).ToArray();
        return rows.Length == 0
            ? null
            : writing =>
            {
                foreach (var row in rows)
                    writing.Connection.Execute(Insert, Keeping.With(row, note.InnovationId, writing));
                writing.Changed(note.InnovationId);
            };
    }

    private static IEnumerable<object> Rows(Note note)
    {
        if (note.Ticks.Contains(NoteTick.Needed))
            // Whoever said that they need something was not asked yet who may read it: the words stay in the note.
            yield return Row(
                note,
                "need",
                ResourceKind.InKind,
                T["Something that is needed, as told on {0}", note.On.Long()],
                null,
                "",
                isWhole: false
            );
        if (note.HoursInAll is > 0 and var hours)
            yield return Row(
                note,
                "time",
                ResourceKind.Time,
                T["Time given on {0}", note.On.Long()],
                (double)hours,
                GivenInKind.Hours,
                isWhole: true
            );
    }

    private static object Row(
        Note note,
        string part,
        ResourceKind kind,
        string label,
        double? amount,
        string unit,
        bool isWhole
    ) =>
        new
        {
            Id = Guid.CreateVersion7(),
            Kind = kind.ToString(),
            IsNeed = part == "need",
            Label = label.Length > LongestLabel ? label[..LongestLabel] : label,
            Amount = amount,
            Unit = unit,
            note.On,
            Until = isWhole ? note.On : (DateOnly?)null,
            IsWhole = isWhole,
            NoteId = note.Id,
            Part = part,
        };
}

/// <summary>Takes back what was made of a note that was undone.</summary>
internal sealed class NoteTakenBack : IEventHandler<NoteUndone>
{
    private const string Remove = "delete from resource where note_id = @NoteId";

    public Task<Action<IWriting>?> Handle(NoteUndone happened, CancellationToken ct) =>
        Task.FromResult<Action<IWriting>?>(writing =>
        {
            writing.Connection.Execute(Remove, new { happened.NoteId });
            writing.Changed(happened.InnovationId);
        });
}
