using CoProd.Championing.Picture;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Whole;

/// <summary>Champions in the innovation's story: roles that begin and end, acts, objections, and positions that move. Nobody is named.</summary>
internal sealed class ChampionTimeline(IModuleDatabase database) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct) =>
        [.. (await ChampionBook.Read(database, innovations, ct)).SelectMany(Of)];

    private static IEnumerable<TimelineEntry> Of(InnovationChampions book) =>
        [
            .. book.Roles.SelectMany(role => OfRole(book, role)),
            .. book.Acts.Select(act =>
                Entry(
                    book,
                    $"{act.Id} act",
                    act.OnDay,
                    act.AudienceId is null
                        ? T["Somebody spoke up for it."]
                        : T["Somebody spoke up for it before {0}.", book.NameOf(act.AudienceId)],
                    "#acts"
                )
            ),
            .. book.Objections.Select(one =>
                Entry(book, $"{one.Id} raised", one.RaisedOn, T["An objection was raised."], "#objections")
            ),
            .. book
                .Objections.Where(one => one.AnsweredOn is not null)
                .Select(one =>
                    Entry(
                        book,
                        $"{one.Id} answered",
                        one.AnsweredOn!.Value,
                        T["An objection was answered."],
                        "#objections"
                    )
                ),
            .. book.Audiences.SelectMany(one => Moves(book, one)),
        ];

    private static IEnumerable<TimelineEntry> OfRole(InnovationChampions book, ChampionRole role)
    {
        var before = book.NamesOf(role.Audiences);
        if (role.FromOn is { } from)
            yield return Entry(
                book,
                $"{role.Id} begins",
                from,
                before.Length == 0 ? T["A champion began."] : T["A champion began to stand before {0}.", before],
                "#champions"
            );
        if (role.UntilOn is { } until)
            yield return Entry(
                book,
                $"{role.Id} ends",
                until,
                before.Length == 0 ? T["A champion’s role ends."] : T["A champion’s role before {0} ends.", before],
                "#champions"
            );
    }

    private static IEnumerable<TimelineEntry> Moves(InnovationChampions book, Audience audience)
    {
        Position? last = null;
        foreach (var position in book.Positions.Where(one => one.AudienceId == audience.Id))
        {
            if (last is not null && last.Stance != position.Stance)
                yield return Entry(
                    book,
                    $"{position.Id} moved",
                    position.OnDay,
                    T[
                        "{0} moved from “{1}” to “{2}”.",
                        audience.Name,
                        Say.Stance(last.Stance),
                        Say.Stance(position.Stance)
                    ],
                    "#map"
                );
            last = position;
        }
    }

    private static TimelineEntry Entry(InnovationChampions book, string key, DateOnly on, string what, string place) =>
        new()
        {
            InnovationId = book.InnovationId,
            Key = key,
            On = on,
            What = what,
            Path = Paths.Champions(book.InnovationId) + place,
            Icon = "megaphone",
            Permission = Permissions.See,
        };
}
