using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Register.Capture;
using CoProd.Register.Exchange;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Register.Texts;

namespace CoProd.Register.Contributions;

/// <summary>The beginning of an innovation, and what was told of it since: for those who may read notes, as far as the words are not held back.</summary>
internal sealed class RegisterTimeline(IModuleDatabase database, IServiceProvider services) : ITimelineSource
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
        var notes = told.AsList();
        var reach = await services.GetRequiredService<INoteHold>().ReachOf([.. notes.Select(row => row.Id)], ct);
        return [.. began.Select(Beginning), .. notes.Select(row => Note(row, HeldWords.Of(reach, row.Id)))];
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

    // Its key names the note, so that the line leaves where the note does, and not otherwise.
    private static TimelineEntry Note(NoteView.Row row, NoteReach reach)
    {
        var words = row.Words.ReplaceLineEndings(" ");
        return new TimelineEntry
        {
            InnovationId = row.InnovationId,
            Key = $"note {row.Id}",
            On = row.HappenedOn,
            What =
                reach == NoteReach.Nobody
                    ? T["Somebody told something, and took back that others read it."]
                    : T["Somebody told: “{0}”", words.Length > Shown ? words[..Shown].TrimEnd() + "…" : words],
            Path = $"/capture/{row.Id}",
            Icon = "message-square-text",
            Permission = reach == NoteReach.Recorders ? Permissions.Record : Permissions.Words,
        };
    }
}
