using System.Globalization;
using CoProd.Contracts;
using CoProd.Resourcing.Forecast;
using CoProd.Ui.Charts;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Outlook;

/// <summary>One currency's outlook, in the words and marks of the page.</summary>
public sealed record OutlookView
{
    public required string Currency { get; init; }

    /// <summary>The fact that the ribbon shows.</summary>
    public required string Title { get; init; }
    public required IReadOnlyList<RibbonMonth> Months { get; init; }
    public required IReadOnlyList<RibbonMarker> Markers { get; init; }

    /// <summary>How it was computed, and on what assumptions.</summary>
    public required IReadOnlyList<string> Method { get; init; }
    public required IReadOnlyList<Total> Totals { get; init; }
    public required IReadOnlyList<Gap> Gaps { get; init; }
    public required IReadOnlyList<string> NextMoney { get; init; }
    public required IReadOnlyList<Supposed> OpenBids { get; init; }

    /// <summary>The chance of a gap before and after what the reader supposes; null when nothing is supposed.</summary>
    public required Compared? WhatIf { get; init; }

    /// <summary>A total over the whole outlook.</summary>
    public sealed record Total(string Means, Money Amount, string At);

    /// <summary>A gap, with its depth and the last day to act.</summary>
    public sealed record Gap(
        DateOnly From,
        DateOnly To,
        bool ReachesHorizon,
        double Probability,
        Money ExpectedShortfall,
        Money WorstShortfall,
        DateOnly ActBy
    );

    /// <summary>An open bid, and what the reader supposes of it: win, fail or nothing.</summary>
    public sealed record Supposed(Guid Id, string Name, Money Amount, double Chance, string Supposes);

    /// <summary>The chance of being short at the end of a month, as it stands and as supposed.</summary>
    public sealed record Compared(
        DateOnly Month,
        double Before,
        double After,
        DateOnly? FirstGapAfter,
        string Sentence,
        string Title,
        IReadOnlyList<RibbonMonth> Months,
        IReadOnlyList<RibbonMarker> Markers
    );

    internal static OutlookView Of(ForecastCase one, InnovationMoney money, MoneySettings settings, WhatIf whatIf)
    {
        var outlook = one.Outlook;
        var open = money.Bids.Where(bid => bid.IsOpen && bid.Currency == one.Currency).ToArray();
        return new()
        {
            Currency = one.Currency,
            Title = TitleOf(outlook, one.Input.Start),
            Months = [.. outlook.Months.Select(month => Ribbon(month))],
            Markers = MarkersOf(outlook),
            Method = [.. Methods(one)],
            Totals = TotalsOf(one),
            Gaps =
            [
                .. outlook.Gaps.Select(g => new Gap(
                    g.From,
                    g.To,
                    g.ReachesHorizon,
                    g.HighestProbability,
                    g.ExpectedShortfall,
                    g.WorstShortfall,
                    g.ActBy
                )),
            ],
            NextMoney = [.. Next(one)],
            OpenBids =
            [
                .. open.Select(bid => new Supposed(
                    bid.Id,
                    bid.Name,
                    bid.Amount,
                    bid.Chance(settings.Odds),
                    Supposes(whatIf, bid.Id)
                )),
            ],
            WhatIf = Compare(one, whatIf),
        };
    }

    private static IReadOnlyList<RibbonMarker> MarkersOf(FundingOutlook outlook) =>
        [.. outlook.Gaps.Take(1).Select(gap => new RibbonMarker(gap.ActBy, T["Act by {0}", gap.ActBy.Long()]))];

    private static string TitleOf(FundingOutlook outlook, DateOnly start)
    {
        if (outlook.RunwayEnds is not { } ends)
            return LastCost(outlook) is { } last && last != outlook.Months[^1]
                ? T["Money covers every cost that is recorded, the last in {0}", last.First.Month()]
                : T["Money is secured for all {0} months", outlook.Months.Count];
        var secured =
            ends <= start
                ? T["Money is not secured beyond this month"]
                : T["Money is secured until {0}", ends.AddMonths(-1).Month()];
        return outlook.Gaps is [var gap, ..]
            ? T["{0}; a gap is likely from {1}", secured, gap.From.Long()]
            : T["{0}; after that it is likely", secured];
    }

    internal static string Chance(double p) => p.ToString("P0", CultureInfo.CurrentCulture);

    private static ForecastMonth? LastCost(FundingOutlook outlook) =>
        outlook
            .Months.Where((month, i) => month.Costs.Minor > (i == 0 ? 0 : outlook.Months[i - 1].Costs.Minor))
            .LastOrDefault();

    private static RibbonMonth Ribbon(ForecastMonth month) =>
        new()
        {
            Month = Forecast.Months.FirstDay(month.First),
            State = month.State switch
            {
                MonthState.Secured => RibbonState.Secured,
                MonthState.Likely => RibbonState.Likely,
                _ => RibbonState.Gap,
            },
            Probability = month.GapProbability,
        };

    private static IEnumerable<string> Methods(ForecastCase one)
    {
        var bin = one.Outlook.Months.Select(month => month.Bin).FirstOrDefault(step => step is not null);
        yield return bin is { } step
            ? T[
                "The chances are computed in steps of {0}, because there are too many different sums to follow each.",
                step
            ]
            : T["The chances are exact: every combination of bids is counted to the penny."];
        if (one.HasOpenBids)
            yield return T["Bids are treated as independent: what one funder decides says nothing about another."];
        if (one.CostsAreAssumed)
            yield return T["No costs are recorded, so we assume that spending goes on at the pace of the awards."];
        if (one.Input.Costs.Count == 0)
            yield return T["No costs are recorded yet, so nothing can run short."];
        if (one.Undated > 0)
            yield return T["Not counted for want of a date: {0}.", one.Undated];
        if (one.Outlook.Overtaken.Count > 0)
            yield return T[
                "Open bids whose money was due before today: {0}. What was due then is not counted; their dates want a look.",
                one.Outlook.Overtaken.Count
            ];
    }

    private static IReadOnlyList<Total> TotalsOf(ForecastCase one)
    {
        var last = one.Outlook.Months[^1];
        return
        [
            new(T["Costs until {0}", last.Last.Long()], last.Costs, "costs"),
            new(T["Reserve now"], one.Input.Reserve, "reserve"),
            new(T["Left at the end, counting only what is secured"], last.Secured, "awards"),
            new(T["Left at the end, with each bid counted at its chance"], last.Expected, "bids"),
            new(
                T[
                    "Left at the end, counting only bids with a chance of {0} or more",
                    Chance(one.Input.Settings.CutOff)
                ],
                last.CutOff,
                "bids"
            ),
        ];
    }

    private static IEnumerable<string> Next(ForecastCase one)
    {
        if (one.Outlook.Gaps is not [var gap, ..])
            yield break;
        var months = one
            .Outlook.Months.Take(gap.LastMonth + 1)
            .Skip(gap.FirstMonth)
            .Select(month => month.Last)
            .ToArray();
        var (at, least) = SmallestNext.ToClose(one.Input, months);
        if (least.Extra.Minor > 0)
            yield return T[
                "{0} more by {1} would bring the chance of being short by {2} from {3} to {4}.",
                least.Extra,
                months[0].Long(),
                at.Long(),
                Chance(least.Before),
                Chance(least.After)
            ];
        if (SmallestNext.MostPerUnit(one.Input, at) is { } most && most.Extra != least.Extra)
            yield return T[
                "Most is gained for each pound with {0}: from {1} to {2}.",
                most.Extra,
                Chance(most.Before),
                Chance(most.After)
            ];
    }

    private static Compared? Compare(ForecastCase one, WhatIf whatIf)
    {
        var known = one.Input.Funding.Select(line => line.Id).ToHashSet();
        var (won, lost) = (whatIf.Won.Where(known.Contains).ToArray(), whatIf.Failed.Where(known.Contains).ToArray());
        if (won.Length + lost.Length == 0)
            return null;
        var before = one.Outlook;
        var after = FundingForecast.Of(one.Input.WhatIf(won, lost));
        // The month looked at: where the first gap opens, else where it is tightest after all.
        var at =
            before.Gaps.Count > 0 ? before.Gaps[0].FirstMonth
            : after.Gaps.Count > 0 ? after.Gaps[0].FirstMonth
            : Enumerable.Range(0, before.Months.Count).MaxBy(i => before.Months[i].GapProbability);
        var (was, now) = (before.Months[at].GapProbability, after.Months[at].GapProbability);
        return new(
            before.Months[at].Last,
            was,
            now,
            after.Gaps.Count > 0 ? after.Gaps[0].From : null,
            T[
                "The chance of running short by {0} is {1} as it stands, and {2} if it goes as you suppose.",
                before.Months[at].Last.Long(),
                Chance(was),
                Chance(now)
            ],
            TitleOf(after, one.Input.Start),
            [.. after.Months.Select(month => Ribbon(month))],
            MarkersOf(after)
        );
    }

    private static string Supposes(WhatIf whatIf, Guid bid) =>
        whatIf.Won.Contains(bid) ? Outlook.WhatIf.Win
        : whatIf.Failed.Contains(bid) ? Outlook.WhatIf.Fail
        : "";
}
