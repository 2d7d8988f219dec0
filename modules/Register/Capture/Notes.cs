using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;

namespace CoProd.Register.Capture;

/// <summary>Gives a note to the modules that make something of it.</summary>
internal sealed class Notes(IModuleDatabase database) : INotes
{
    private const string One = """
        select id, innovation_id, words, happened_on, hours, ticks, written_by from note where id = @noteId and undone = false
        """;

    private const string There = "select person_id, hours from note_person where note_id = @noteId";

    public Task<Note?> Find(Guid noteId, CancellationToken ct) =>
        database.Read(
            async c =>
            {
                if (await c.QuerySingleOrDefaultAsync<NoteView.Row>(One, new { noteId }) is not { } row)
                    return null;
                var there = (await c.QueryAsync<(Guid PersonId, double? Hours)>(There, new { noteId })).AsList();
                return (Note?)
                    new Note
                    {
                        Id = row.Id,
                        InnovationId = row.InnovationId,
                        Words = row.Words,
                        On = row.HappenedOn,
                        Hours = (decimal?)row.Hours,
                        People = [.. there.Select(one => one.PersonId)],
                        HoursOf = there
                            .Where(one => one.Hours is not null)
                            .ToDictionary(one => one.PersonId, one => (decimal)one.Hours!.Value),
                        Ticks =
                        [
                            .. row
                                .Ticks.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                                .Select(tick => Enum.Parse<NoteTick>(tick)),
                        ],
                        WrittenBy = row.WrittenBy,
                    };
            },
            ct
        );
}
