using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Picture;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>The module's part of the story: what was heard, decided and answered. It quotes nobody.</summary>
internal sealed class KnowledgeTimeline(IModuleDatabase database) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct) =>
        [.. (await KnowledgeBook.Read(database, innovations, ct)).SelectMany(Of)];

    private static IEnumerable<TimelineEntry> Of(InnovationKnowledge book) =>
        [
            .. book
                .Items.GroupBy(item => item.HeardOn)
                .Select(day =>
                    Entry(
                        book,
                        $"heard {day.Key:yyyy-MM-dd}",
                        day.Key,
                        day.Count() == 1
                            ? T["Somebody told what they know."]
                            : T["{0} things that people know were told.", day.Count()],
                        Paths.Items(book.InnovationId)
                    )
                ),
            .. book
                .Decisions.Where(one => one.DecidedOn is not null)
                .Select(one =>
                    Entry(
                        book,
                        $"{one.Id} decided",
                        one.DecidedOn!.Value,
                        book.TakenBeforeAsked(one)
                            ? T["Decided before anybody was asked: {0}", one.Question]
                            : T["Decided: {0}", one.Question],
                        Paths.Decision(book.InnovationId, one.Id)
                    )
                ),
            .. book
                .Replies.GroupBy(reply => reply.OnDay)
                .Select(day =>
                    Entry(
                        book,
                        $"answered {day.Key:yyyy-MM-dd}",
                        day.Key,
                        T["People were told what came of what they said."],
                        Paths.Knowledge(book.InnovationId) + "#decisions"
                    )
                ),
        ];

    private static TimelineEntry Entry(InnovationKnowledge book, string key, DateOnly on, string what, string path) =>
        new()
        {
            InnovationId = book.InnovationId,
            Key = key,
            On = on,
            What = what,
            Path = path,
            Icon = "lightbulb",
            Permission = Permissions.See,
        };
}
