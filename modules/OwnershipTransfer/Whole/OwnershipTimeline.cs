using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>Whose it is, in the innovation's story: rights that pass, handovers that are drafted, agreed and end. No person is named.</summary>
internal sealed class OwnershipTimeline(IModuleDatabase database) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct) =>
        [.. (await OwnershipBook.Read(database, innovations, ct)).SelectMany(Of)];

    private static IEnumerable<TimelineEntry> Of(InnovationOwnership book) =>
        [
            // What many rights have in common is said once: that something passed to somebody on a day.
            .. book
                .Holdings.GroupBy(one => (one.PartyId, one.FromOn))
                .Select(group =>
                    Entry(
                        book,
                        $"{group.Key.PartyId} {group.Key.FromOn.Iso()} holds",
                        group.Key.FromOn,
                        T[
                            "{0} holds: {1}.",
                            book.NameOf(group.Key.PartyId),
                            string.Join("; ", group.OrderBy(one => one.RightKind).Select(Part))
                        ],
                        Paths.Ownership(book.InnovationId) + "#rights"
                    )
                ),
            .. book.Handovers.SelectMany(one => OfHandover(book, one)),
        ];

    private static string Part(Holding one) =>
        one.Share == 0 ? T["{0} (can overrule)", Say.Right(one.RightKind)]
        : one.Share == 100 ? Say.Right(one.RightKind)
        : T["{0} ({1})", Say.Right(one.RightKind), Say.Percent(one.Share)];

    private static IEnumerable<TimelineEntry> OfHandover(InnovationOwnership book, Handover one)
    {
        var at = Paths.Handover(book.InnovationId, one.Id);
        yield return Entry(book, $"{one.Id} drafted", one.DraftedOn, T["A handover was drafted: {0}.", one.Name], at);
        if (one.IsAgreed)
            yield return Entry(
                book,
                $"{one.Id} agreed",
                one.Confirmations.Where(each => each.Terms == one.Terms).Max(each => each.ConfirmedOn),
                T["Both sides agreed: {0}.", one.Name],
                at + "#agreement"
            );
        foreach (var right in one.Rights.Where(right => right.HeldOn is null && one.EndedOn is null))
            yield return Entry(
                book,
                $"{right.Id} planned",
                right.PlannedOn,
                T[
                    "Planned for this day, to pass to {0}: {1}.",
                    book.NameOf(one.ReceiverId),
                    Say.Right(right.RightKind)
                ],
                at + "#rights"
            );
        foreach (var stage in one.Stages)
            yield return Entry(
                book,
                $"{stage.Id} stage",
                stage.DoneOn ?? stage.DueOn,
                stage.DoneOn is null
                    ? T["Due in the handover: {0}", stage.What]
                    : T["Done in the handover: {0}", stage.What],
                at + "#stages"
            );
        foreach (var kept in one.Retentions.Where(kept => (kept.DoneOn ?? kept.UntilOn) is not null))
            yield return Entry(
                book,
                $"{kept.Id} kept",
                (kept.DoneOn ?? kept.UntilOn)!.Value,
                kept.DoneOn is null
                    ? T["The last day of what {0} kept: {1}", book.NameOf(one.GiverId), kept.What]
                    : T["{0}: {1}", Sentences.Done(kept.Afterwards), kept.What],
                at + "#kept"
            );
        if (one.TailUntil is { } tail)
            yield return Entry(book, $"{one.Id} tail", tail, T["Support after the handover ends: {0}.", one.Name], at);
        if (one.EndedOn is { } ended)
            yield return Entry(
                book,
                $"{one.Id} ended",
                ended,
                one.HasReverted
                    ? T["The rights went back: {0}.", one.Name]
                    : T["The handover is finished: {0}.", one.Name],
                at
            );
    }

    private static TimelineEntry Entry(InnovationOwnership book, string key, DateOnly on, string what, string path) =>
        new()
        {
            InnovationId = book.InnovationId,
            Key = key,
            On = on,
            What = what,
            Path = path,
            Icon = "key-round",
            Permission = Permissions.See,
        };
}
