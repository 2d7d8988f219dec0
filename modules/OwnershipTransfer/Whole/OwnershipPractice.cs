using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>How "transferring ownership" (A8) stands, with one line of evidence.</summary>
internal sealed class OwnershipPractice(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IPracticeSource
{
    public async Task<IReadOnlyList<PracticeStatus>> Assess(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = OwnershipSettings.From(settings);
        var today = clock.Today();
        var books = await OwnershipBook.Read(database, innovations, ct);
        return [.. books.Select(book => Of(book, thresholds, today))];
    }

    private static PracticeStatus Of(InnovationOwnership book, OwnershipSettings settings, DateOnly today)
    {
        var (state, evidence) = Standing(book, settings, today);
        return new()
        {
            InnovationId = book.InnovationId,
            Row = PracticeRow.A8,
            State = state,
            Evidence = evidence,
            Path = Paths.Ownership(book.InnovationId),
        };
    }

    private static (PracticeState, string) Standing(
        InnovationOwnership book,
        OwnershipSettings settings,
        DateOnly today
    )
    {
        if (book.IsEmpty)
            return (PracticeState.NotRecorded, T["It is not recorded yet who holds which right."]);
        var index = book.Index(today, settings);
        var open = book.Handovers.Where(one => one.EndedOn is null).ToArray();
        var line = Sentences.Index(index, book.KnownOn(today).Count);
        if (
            index >= settings.StrongIndex
            && !(book.Burden(today, settings).Excess > settings.DumpingGap)
            && !book.VetoesOn(today).Any()
        )
            return (PracticeState.Strong, line);
        var last = book.LastMove(today);
        if (open.Length > 0 && last < today.AddDays(-settings.SilentDays) && !(index >= settings.ActiveIndex))
            return (
                PracticeState.Silent,
                T["A handover was begun, and nothing has happened in it since {0}.", last!.Value.Long()]
            );
        return open.Length > 0 || index >= settings.ActiveIndex
            ? (PracticeState.Active, open.Length > 0 && index is null ? T["A handover is drafted."] : line)
            : (PracticeState.Thin, line);
    }
}
