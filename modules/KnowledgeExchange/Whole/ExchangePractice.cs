using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Exchanges;
using CoProd.KnowledgeExchange.Picture;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>How "knowledge exchanging" (A7) stands.</summary>
internal static class ExchangePractice
{
    public static async Task<IEnumerable<PracticeStatus>> Assess(
        IModuleDatabase database,
        KnowledgeSettings settings,
        DateOnly today,
        IReadOnlyList<Guid> innovations,
        CancellationToken ct
    ) => (await ExchangeBook.Read(database, innovations, ct)).Select(book => Of(book, Standing(book, settings, today)));

    private static PracticeStatus Of(InnovationExchange book, (PracticeState State, string Evidence) standing) =>
        new()
        {
            InnovationId = book.InnovationId,
            Row = PracticeRow.A7,
            State = standing.State,
            Evidence = standing.Evidence,
            Path = Paths.Exchange(book.InnovationId),
        };

    private static (PracticeState, string) Standing(InnovationExchange book, KnowledgeSettings settings, DateOnly today)
    {
        if (book.IsEmpty)
            return (PracticeState.NotRecorded, T["No exchange between groups is recorded yet."]);
        if (book.Last is { } last && last.AddDays(settings.SilentDays) < today)
            return (PracticeState.Silent, T["Nothing went between groups since {0}.", last.Long()]);
        if (book.Reciprocity is not { } share)
            return (PracticeState.Thin, T["Nothing is recorded yet as having gone from one group to another."]);
        var line = T["{0} of what went between groups went both ways.", Say.Share(share)];
        var owed = book.Owed(today, settings.OwedDays).Count;
        return share >= settings.StrongReciprocity && owed == 0 && book.Uses.Count > 0 ? (PracticeState.Strong, line)
            : share > 0 ? (PracticeState.Active, line)
            : (PracticeState.Thin, line);
    }
}
