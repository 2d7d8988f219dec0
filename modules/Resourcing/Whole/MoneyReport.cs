using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Outlook;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Whole;

/// <summary>The resourcing section of the sustainability report.</summary>
internal sealed class MoneyReport(IModuleDatabase database, ISettings settings, TimeProvider clock) : IReportSource
{
    public async Task<IReadOnlyList<ReportSection>> Report(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = MoneySettings.From(settings);
        var today = clock.Today();
        var money = await MoneyBook.Read(database, innovations, ct);
        return [.. money.Where(one => !one.IsEmpty).Select(one => Section(one, thresholds, today))];
    }

    private static ReportSection Section(InnovationMoney money, MoneySettings settings, DateOnly today)
    {
        var views = ForecastCase
            .Of(money, settings, today)
            .Select(one => OutlookView.Of(one, money, settings, Nothing))
            .ToArray();
        return new()
        {
            InnovationId = money.InnovationId,
            Row = PracticeRow.A2,
            Heading = T["Money and other resources"],
            Paragraphs =
            [
                T[
                    "Awarded in all: {0}.",
                    string.Join(", ", MoneyTotals.Of(money.Awards.Select(award => award.Amount)))
                ],
                .. views.SelectMany(view => view.Method.Prepend(view.Title + ".")),
                .. GivenInKind.Of(money.Resources, settings),
            ],
            Tables =
            [
                .. new[] { Awards(money), Bids(money, settings), Gaps(views) }.Where(table => table.Rows.Count > 0),
            ],
        };
    }

    private static WhatIf Nothing => new() { Won = new HashSet<Guid>(), Failed = new HashSet<Guid>() };

    private static ReportTable Awards(InnovationMoney money) =>
        new()
        {
            Title = T["Awards"],
            Columns = [T["Funder"], T["For"], T["From"], T["Until"], T["Amount"]],
            Rows =
            [
                .. money.Awards.Select(a =>
                    (IReadOnlyList<string>)
                        [a.Funder, a.Title, a.StartsOn?.Long() ?? "", a.EndsOn?.Long() ?? "", a.Amount.ToString()]
                ),
            ],
        };

    private static ReportTable Bids(InnovationMoney money, MoneySettings settings) =>
        new()
        {
            Title = T["Bids"],
            Columns = [T["Bid"], T["How far it has come"], T["Chance"], T["Amount"]],
            Rows =
            [
                .. money.Bids.Select(b =>
                    (IReadOnlyList<string>)
                        [
                            b.Name,
                            BidWords.Of(b.Stage),
                            OutlookView.Chance(b.Said ?? b.Chance(settings.Odds)),
                            b.Amount.ToString(),
                        ]
                ),
            ],
        };

    private static ReportTable Gaps(OutlookView[] views) =>
        new()
        {
            Title = T["Gaps"],
            Columns = [T["From"], T["Until"], T["Chance"], T["Short if no bid is won"], T["Act by"]],
            Rows =
            [
                .. views
                    .SelectMany(view => view.Gaps)
                    .Select(g =>
                        (IReadOnlyList<string>)
                            [
                                g.From.Long(),
                                g.ReachesHorizon ? T["no end in sight"] : g.To.Long(),
                                OutlookView.Chance(g.Probability),
                                g.WorstShortfall.ToString(),
                                g.ActBy.Long(),
                            ]
                    ),
            ],
        };
}
