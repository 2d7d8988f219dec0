using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Register.Capture;
using CoProd.Register.Exchange;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Contributions;

/// <summary>The beginning of an innovation, and what was told of it since.</summary>
internal sealed class RegisterTimeline(IModuleDatabase database) : ITimelineSource
{
    private const int Shown = 120;

    private const string Began =
        "select id, name, started_on from innovation where withdrawn = false and started_on is not null and id in @innovations";

    private const string Told =
        "select id, innovation_id, words, happened_on from note where undone = false and innovation_id in @innovations";

    public async Task<IReadOnlyList<TimelineEntry>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        if (innovations.Count == 0)
            return [];
        var (began, told) = await database.Read(
            async c =>
                (
                    await c.QueryAsync<InnovationRow>(Began, new { innovations }),
                    await c.QueryAsync<NoteView.Row>(Told, new { innovations })
                ),
            ct
        );
        return [.. began.Select(Beginning), .. told.Select(Note)];
    }

    private static TimelineEntry Beginning(InnovationRow row) =>
        new()
        {
            InnovationId = row.Id,
            Key = "began",
            On = row.StartedOn!.Value,
            What = T["“{0}” began.", row.Name],
            Path = $"/innovations/{row.Id}/people",
            Icon = "sprout",
            Permission = Permissions.See,
        };

    private static TimelineEntry Note(NoteView.Row row)
    {
        var words = row.Words.ReplaceLineEndings(" ");
        return new TimelineEntry
        {
            InnovationId = row.InnovationId,
            Key = $"note {row.Id}",
            On = row.HappenedOn,
            What = T["Somebody told: “{0}”", words.Length > Shown ? words[..Shown].TrimEnd() + "…" : words],
            Path = $"/capture/{row.Id}",
            Icon = "message-square-text",
            Permission = Permissions.See,
        };
    }
}
