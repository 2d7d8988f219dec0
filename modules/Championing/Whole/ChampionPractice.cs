using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Whole;

/// <summary>How "championing" (A6) stands, with one line of evidence that names nobody.</summary>
internal sealed class ChampionPractice(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IPracticeSource
{
    public async Task<IReadOnlyList<PracticeStatus>> Assess(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = ChampionSettings.From(settings);
        var today = clock.Today();
        var books = await ChampionBook.Read(database, innovations, ct);
        return [.. books.Select(book => Of(book, thresholds, today))];
    }

    private static PracticeStatus Of(InnovationChampions book, ChampionSettings settings, DateOnly today)
    {
        var (state, evidence) = Standing(book, settings, today);
        return new()
        {
            InnovationId = book.InnovationId,
            Row = PracticeRow.A6,
            State = state,
            Evidence = evidence,
            Path = Paths.Champions(book.InnovationId),
        };
    }

    private static (PracticeState, string) Standing(InnovationChampions book, ChampionSettings settings, DateOnly today)
    {
        if (book.Roles.Count + book.Audiences.Count + book.Acts.Count == 0)
            return (PracticeState.NotRecorded, T["Nobody is recorded yet who stands up for it."]);
        var active = book.Active(today);
        if (active.Count == 0)
            return book.Roles.Max(role => role.UntilOn) is { } last && last < today
                ? (PracticeState.Silent, T["Its last champion’s role ended on {0}.", last.Long()])
                : (PracticeState.Thin, T["Audiences are recorded, and no champion yet."]);
        if (book.Cover(today) is not { } cover)
            return (PracticeState.Thin, T["Somebody stands up for it; before whom is not recorded yet."]);
        var line = T["Champions stand before {0} of the power that counts.", Say.Share(cover)];
        var lately = book.Acts.Any(act => act.OnDay >= today.AddDays(-settings.QuarterDays));
        var deputies = active.Count(role => role.DeputyId is not null) * 2 >= active.Count;
        return cover >= settings.StrongCover && lately && deputies ? (PracticeState.Strong, line)
            : cover >= settings.ActiveCover ? (PracticeState.Active, line)
            : (PracticeState.Thin, line);
    }
}
