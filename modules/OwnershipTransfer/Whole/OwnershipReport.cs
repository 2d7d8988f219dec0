using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>The ownership section of the report: who holds what, what must be ready, how handovers stand. No person is named or counted.</summary>
internal sealed class OwnershipReport(IModuleDatabase database, ISettings settings, TimeProvider clock) : IReportSource
{
    public async Task<IReadOnlyList<ReportSection>> Report(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = OwnershipSettings.From(settings);
        var today = clock.Today();
        var books = await OwnershipBook.Read(database, innovations, ct);
        return [.. books.Where(book => !book.IsEmpty).Select(book => Section(book, thresholds, today))];
    }

    private static ReportSection Section(InnovationOwnership book, OwnershipSettings settings, DateOnly today) =>
        new()
        {
            InnovationId = book.InnovationId,
            Row = PracticeRow.A8,
            Heading = T["Ownership"],
            Paragraphs =
            [
                Sentences.Index(book.Index(today, settings), book.KnownOn(today).Count),
                .. Sentences.Carried(book, settings, today),
                .. book.VetoesOn(today).Select(one => Sentences.Veto(one.Right, book.NameOf(one.Veto.PartyId))),
                Sentences.Ready(book, settings),
            ],
            Tables =
            [
                .. new[] { Rights(book, today), Items(book), Handovers(book) }.Where(table => table.Rows.Count > 0),
            ],
        };

    private static ReportTable Rights(InnovationOwnership book, DateOnly today) =>
        new()
        {
            Title = T["Who holds which right"],
            Columns = [T["Right"], T["Held by"], T["Share"], T["Since"]],
            Rows =
            [
                .. book
                    .Holdings.Where(one => one.IsActiveOn(today))
                    .OrderBy(one => one.RightKind)
                    .Select(one =>
                        (IReadOnlyList<string>)
                            [
                                Say.Right(one.RightKind),
                                book.NameOf(one.PartyId) + (one.HasVeto ? " (" + T["can overrule"] + ")" : ""),
                                Say.Percent(one.Share),
                                one.FromOn.Long(),
                            ]
                    ),
            ],
        };

    private static ReportTable Items(InnovationOwnership book) =>
        new()
        {
            Title = T["What must be ready"],
            Columns = [T["About"], T["What"], T["How far"], T["What shows it"]],
            Rows =
            [
                .. book
                    .Items.OrderBy(one => one.Domain)
                    .Select(one =>
                        (IReadOnlyList<string>)[Say.Domain(one.Domain), one.What, Say.Level(one.Level), one.Evidence]
                    ),
            ],
        };

    private static ReportTable Handovers(InnovationOwnership book) =>
        new()
        {
            Title = T["Handovers"],
            Columns = [T["Handover"], T["Gives"], T["Takes"], T["How it stands"], T["Support until"]],
            Rows =
            [
                .. book.Handovers.Select(one =>
                    (IReadOnlyList<string>)
                        [
                            one.Name,
                            book.NameOf(one.GiverId),
                            book.NameOf(one.ReceiverId),
                            Say.State(one),
                            one.TailUntil?.Long() ?? "",
                        ]
                ),
            ],
        };
}
