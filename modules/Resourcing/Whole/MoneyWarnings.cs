using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Outlook;
using CoProd.Resourcing.Portfolio;
using CoProd.Resourcing.Resources;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Whole;

/// <summary>Says in time what may stop an innovation for want of money. Blanks raise nothing, and imported history neither.</summary>
internal sealed class MoneyWarnings(IModuleDatabase database, ISettings settings, TimeProvider clock) : IWarningSource
{
    public async Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = MoneySettings.From(settings);
        var today = clock.Today();
        var money = await MoneyBook.Read(database, innovations, ct);
        return [.. money.Where(one => !one.IsEmpty).SelectMany(one => new Raising(one, thresholds, today).All())];
    }

    private sealed class Raising(InnovationMoney money, MoneySettings settings, DateOnly today)
    {
        private readonly IReadOnlyList<ForecastCase> cases = ForecastCase.Of(money, settings, today);

        public IEnumerable<Warning> All() =>
            [
                .. cases.SelectMany(ActBy),
                .. cases.SelectMany(UsedUp),
                .. money.Bids.Where(bid => bid.IsOpen).SelectMany(OfBid),
                .. money.IsImportedHistory ? [] : Leaning(),
                .. money.Reports.Where(report => report.SentOn is null).SelectMany(Report),
                .. InKindAsMoney(),
            ];

        private IEnumerable<Warning> ActBy(ForecastCase one)
        {
            if (one.Outlook.Gaps is not [var gap, ..] || gap.ActBy > today.AddDays(settings.LookAheadDays))
                yield break;
            var lead = settings.Forecast.Lead;
            yield return Of(
                "act-by",
                "gap-" + one.Currency,
                gap.ActBy < today ? Severity.Now
                    : gap.ActBy <= today.AddDays(settings.ActByNoticeDays) ? Severity.Soon
                    : Severity.Watch,
                Fact(one, gap),
                T[
                    "A gap is a time in which the chance of running short is above {0}; here it is {1}. Writing a bid takes {2} days, the decision {3} and notice {4}, so the last day to begin is {5}.",
                    OutlookView.Chance(settings.Forecast.GapThreshold),
                    OutlookView.Chance(gap.HighestProbability),
                    lead.BidWriting,
                    lead.DecisionWait,
                    lead.Notice,
                    gap.ActBy.Long()
                ],
                T["See the gap, and what would close it"],
                Paths.Money(money.InnovationId),
                gap.ActBy
            );
        }

        private string Fact(ForecastCase one, Forecast.GapInterval gap)
        {
            if (gap.From <= today)
                return T["Money is short already, by up to {0}.", gap.WorstShortfall];
            // A chance of one: no open bid could change it.
            if (one.HasOpenBids && gap.HighestProbability > 1 - 1e-9)
                return T[
                    "Money is likely to run short from {0}, and does so even if every open bid is won.",
                    gap.From.Long()
                ];
            return one.HasOpenBids
                ? T[
                    "From {0} money runs short with a chance of {1}.",
                    gap.From.Long(),
                    OutlookView.Chance(gap.HighestProbability)
                ]
                : T["Funding ends on {0}, and nothing follows it yet.", gap.From.AddDays(-1).Long()];
        }

        private IEnumerable<Warning> UsedUp(ForecastCase one)
        {
            if (one.Input.Costs.Count == 0 || one.Outlook.Gaps.Count == 0)
                yield break;
            if (
                money.Reserves.FirstOrDefault(reserve => reserve.Currency == one.Currency)
                is not { AmountMinor: 0 } reserve
            )
                yield break;
            yield return Of(
                "reserve",
                "reserve-" + one.Currency,
                Severity.Watch,
                T["The reserve is used up."],
                T["The reserve was set to nothing on {0}, and a gap is ahead.", reserve.AsOf.Long()],
                T["Set the reserve"],
                Paths.Money(money.InnovationId) + "/reserve",
                null
            );
        }

        private IEnumerable<Warning> OfBid(Bid bid)
        {
            var path = Paths.Bid(money.InnovationId, bid.Id);
            var lines = money.BudgetLines.Where(line => line.BidId == bid.Id).ToArray();
            if (BudgetLine.Shares(lines).Any(share => !share.HasLine))
                yield return Of(
                    "no-co-production-line",
                    bid.Id.ToString(),
                    Severity.Soon,
                    T["The budget of the bid to {0} has no line for co-production.", bid.Funder],
                    T[
                        "A budget is recorded, and none of its lines pays for working with co-producers. The threshold is one line."
                    ],
                    T["Add a line to the budget"],
                    path + "/budget/new",
                    bid.Deadline
                );
            if (bid.Deadline is { } deadline && deadline >= today && bid.EffortHours is { } hours)
            {
                var there = (deadline.DayNumber - today.DayNumber) / 7.0 * settings.BidHoursAWeek;
                if (hours > there)
                    yield return Of(
                        "deadline",
                        bid.Id.ToString(),
                        Severity.Soon,
                        T[
                            "The bid to {0} is due on {1} and still needs {2} hours.",
                            bid.Funder,
                            deadline.Long(),
                            Round(hours)
                        ],
                        T[
                            "Until then there are about {0} hours, at {1} hours a week for bids.",
                            Round(there),
                            settings.BidHoursAWeek
                        ],
                        T["See the bid"],
                        path,
                        deadline
                    );
            }
            if (bid.Stage == BidStage.Submitted && bid.DecisionDue < today)
                yield return Of(
                    "decision-due",
                    bid.Id.ToString(),
                    Severity.Watch,
                    T["The decision of {0} was due on {1}.", bid.Funder, bid.DecisionDue!.Value.Long()],
                    T["The bid is still open, and the day of the decision has passed."],
                    T["Say what came of it"],
                    path + "/move",
                    null
                );
        }

        // Only money that still comes: how the past was paid for is nobody's task now.
        private IEnumerable<Warning> Leaning()
        {
            var running = money.Awards.Where(award => award.LastDay >= today).GroupBy(award => award.Currency);
            foreach (var group in running)
            {
                var income = IncomeConcentration.Of([
                    .. group.Select(award => new IncomeSource
                    {
                        Funder = award.Funder,
                        Amount = award.Amount,
                        IsRestricted = award.RestrictedTo.Length > 0,
                    }),
                ]);
                if (income is null)
                    continue;
                if (income.LargestShare > settings.FunderShareLimit)
                    yield return Of(
                        "one-funder",
                        "funder-" + group.Key,
                        Severity.Watch,
                        T[
                            "{0} gives {1} of the money that still comes.",
                            income.LargestFunder,
                            OutlookView.Chance(income.LargestShare)
                        ],
                        T["One funder should give no more than {0}.", OutlookView.Chance(settings.FunderShareLimit)],
                        T["Note a fund that might fit"],
                        Paths.Money(money.InnovationId) + "/opportunities/new",
                        null
                    );
                if (income.RestrictedShare >= settings.RestrictedLimit && income.RestrictedShare > 0)
                    yield return Of(
                        "all-restricted",
                        "restricted-" + group.Key,
                        Severity.Watch,
                        T["All money that still comes may be spent only on what its funders named."],
                        T[
                            "The restricted share is {0}; we tell from {1} on.",
                            OutlookView.Chance(income.RestrictedShare),
                            OutlookView.Chance(settings.RestrictedLimit)
                        ],
                        T["See the awards"],
                        Paths.Money(money.InnovationId) + "#awards",
                        null
                    );
            }
        }

        private IEnumerable<Warning> Report(Reports.FunderReport report)
        {
            if (report.DueOn > today.AddDays(settings.ReportReminderDays))
                yield break;
            var late = report.DueOn < today;
            yield return Of(
                "report-due",
                report.Id.ToString(),
                late ? Severity.Now : Severity.Soon,
                late
                    ? T["The report to {0} was due on {1}.", report.Name, report.DueOn.Long()]
                    : T["The report to {0} is due on {1}.", report.Name, report.DueOn.Long()],
                T[
                    "We remind {0} days before a report is due, until it is marked as sent.",
                    settings.ReportReminderDays
                ],
                T["Mark it as sent"],
                $"{Paths.Money(money.InnovationId)}/reports/{report.Id}/sent",
                report.DueOn
            );
        }

        private IEnumerable<Warning> InKindAsMoney() =>
            money
                .Resources.Where(resource =>
                    !resource.IsNeed && resource.Kind is ResourceKind.InKind or ResourceKind.Time
                )
                .Where(resource => resource.Unit.Length == 3 && resource.Unit.All(char.IsAsciiLetterUpper))
                .Select(resource =>
                    Of(
                        "in-kind-as-cash",
                        resource.Id.ToString(),
                        Severity.Watch,
                        T["“{0}” is given help, written down as money.", resource.Label],
                        T[
                            "Help in kind is counted in hours or things. It is never added to money, whatever it might have cost."
                        ],
                        T["Write it down in hours"],
                        $"{Paths.Money(money.InnovationId)}/resources/{resource.Id}",
                        null
                    )
                );

        private static string Round(double hours) =>
            hours.ToString("0", System.Globalization.CultureInfo.CurrentCulture);

        private Warning Of(
            string rule,
            string key,
            Severity severity,
            string fact,
            string why,
            string step,
            string path,
            DateOnly? due
        ) =>
            new()
            {
                InnovationId = money.InnovationId,
                Rule = "resourcing." + rule,
                Key = key,
                Severity = severity,
                Fact = fact,
                Why = why,
                NextStep = step,
                NextStepPath = path,
                Due = due,
                Permission = Permissions.See,
                NextStepPermission = IsForReading(path) ? Permissions.See : Permissions.Record,
            };

        private bool IsForReading(string path) =>
            path.Split('#')[0] == Paths.Money(money.InnovationId) || path.Contains("/bids/", StringComparison.Ordinal);
    }
}
