using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Whole;

/// <summary>The championing section of the report: audiences, acts and effects, objections. People are neither named nor counted below five.</summary>
internal sealed class ChampionReport(IModuleDatabase database, ISettings settings, TimeProvider clock) : IReportSource
{
    public async Task<IReadOnlyList<ReportSection>> Report(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = ChampionSettings.From(settings);
        var today = clock.Today();
        var books = await ChampionBook.Read(database, innovations, ct);
        return [.. books.Where(book => !book.IsEmpty).Select(book => Section(book, thresholds, today))];
    }

    private static ReportSection Section(InnovationChampions book, ChampionSettings settings, DateOnly today)
    {
        var people = book.Active(today).Select(role => role.PersonId).Distinct().Count();
        return new()
        {
            InnovationId = book.InnovationId,
            Row = PracticeRow.A6,
            Heading = T["Champions"],
            Paragraphs =
            [
                people < SmallNumbers.Fewest
                    ? T["Fewer than five people stand up for it."]
                    : T["{0} people stand up for it.", people],
                .. Sentences.Cover(book.Cover(today), book.Movement(today, settings.QuarterDays)) is { } cover
                    ? new[] { cover }
                    : [],
            ],
            Tables =
            [
                .. new[] { Audiences(book, settings, today), Acts(book), Objections(book) }.Where(table =>
                    table.Rows.Count > 0
                ),
            ],
        };
    }

    private static ReportTable Audiences(InnovationChampions book, ChampionSettings settings, DateOnly today) =>
        new()
        {
            Title = T["Audiences"],
            Columns = [T["Audience"], T["What we ask"], T["Where it stands"], T["In a quarter"]],
            Rows =
            [
                .. book.Audiences.Select(one =>
                    (IReadOnlyList<string>)
                        [
                            one.Name,
                            one.Asks,
                            Say.Stance(book.StanceOn(one.Id, today)),
                            Say.Moved(book.Moved(one.Id, today, settings.QuarterDays)),
                        ]
                ),
            ],
        };

    private static ReportTable Acts(InnovationChampions book) =>
        new()
        {
            Title = T["What was done, and what came of it"],
            Columns = [T["On"], T["Before"], T["What was said or done"], T["What came of it"]],
            Rows =
            [
                .. book.Acts.Select(act =>
                    (IReadOnlyList<string>)[act.OnDay.Long(), book.NameOf(act.AudienceId), act.Said, act.Result]
                ),
            ],
        };

    private static ReportTable Objections(InnovationChampions book) =>
        new()
        {
            Title = T["Objections, and what was answered"],
            Columns = [T["On"], T["Objection"], T["Answer"]],
            Rows =
            [
                .. book.Objections.Select(one => (IReadOnlyList<string>)[one.RaisedOn.Long(), one.Words, one.Answer]),
            ],
        };
}
