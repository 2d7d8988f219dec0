using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Resourcing.Outlook;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Whole;

/// <summary>Money in the innovation's story: awards made and ending, decisions and reports due, the day a gap begins.</summary>
internal sealed class MoneyTimeline(IModuleDatabase database, ISettings settings, TimeProvider clock) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = MoneySettings.From(settings);
        var today = clock.Today();
        var money = await MoneyBook.Read(database, innovations, ct);
        return [.. money.SelectMany(one => Of(one, thresholds, today))];
    }

    private static IEnumerable<TimelineEntry> Of(InnovationMoney money, MoneySettings settings, DateOnly today)
    {
        var id = money.InnovationId;
        foreach (var award in money.Awards)
        {
            if ((award.AwardedOn ?? award.StartsOn) is { } made)
                yield return Entry(
                    id,
                    $"{award.Id} made",
                    made,
                    T["{0} awarded {1}.", award.Funder, award.Amount],
                    Paths.Award(id, award.Id),
                    "pound-sterling"
                );
            if (award.EndsOn is { } ends)
                yield return Entry(
                    id,
                    $"{award.Id} ends",
                    ends,
                    T["The award of {0} from {1} ends.", award.Amount, award.Funder],
                    Paths.Award(id, award.Id),
                    "flag"
                );
        }
        foreach (var bid in money.Bids.Where(bid => bid.IsOpen))
        {
            if (bid.DecisionDue >= today)
                yield return Entry(
                    id,
                    $"{bid.Id} decision",
                    bid.DecisionDue.Value,
                    T["{0} decides about {1}.", bid.Funder, bid.Amount],
                    Paths.Bid(id, bid.Id),
                    "scale"
                );
            if (bid.Deadline >= today)
                yield return Entry(
                    id,
                    $"{bid.Id} deadline",
                    bid.Deadline.Value,
                    T["The bid to {0} is due.", bid.Funder],
                    Paths.Bid(id, bid.Id),
                    "calendar-clock"
                );
        }
        foreach (var report in money.Reports.Where(report => report.SentOn is null))
            yield return Entry(
                id,
                $"{report.Id} due",
                report.DueOn,
                T["A report to {0} is due.", report.Funder],
                Paths.Money(id) + "#reports",
                "file-text"
            );
        foreach (var one in ForecastCase.Of(money, settings, today))
        {
            if (one.Outlook.Gaps is [var gap, ..])
                yield return Entry(
                    id,
                    "gap-" + one.Currency,
                    gap.From,
                    T["Money is likely to run short."],
                    Paths.Money(id),
                    "triangle-alert"
                );
        }
    }

    private static TimelineEntry Entry(
        Guid innovation,
        string key,
        DateOnly on,
        string what,
        string path,
        string icon
    ) =>
        new()
        {
            InnovationId = innovation,
            Key = key,
            On = on,
            What = what,
            Path = path,
            Icon = icon,
            Permission = Permissions.See,
        };
}
