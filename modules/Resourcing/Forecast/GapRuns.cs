namespace CoProd.Resourcing.Forecast;

/// <summary>Gaps as maximal runs of months with P &gt; τ, with their first and last day found within the months at their edges.</summary>
internal static class GapRuns
{
    // Adding and multiplying in floating point leaves crumbs: a probability that is τ on paper must not count as above it.
    private const double Crumb = 1e-9;

    public static bool IsGap(double probability, ForecastSettings settings) =>
        probability - settings.GapThreshold > Crumb;

    public static IReadOnlyList<GapInterval> Of(ForecastInput input, CashBook book, IReadOnlyList<ForecastMonth> months)
    {
        var gaps = new List<GapInterval>();
        for (var i = 0; i < months.Count; i++)
        {
            if (months[i].State != MonthState.Gap)
                continue;
            var first = i;
            while (i + 1 < months.Count && months[i + 1].State == MonthState.Gap)
                i++;
            gaps.Add(Run(input, book, months, first, i));
        }
        return gaps;
    }

    private static GapInterval Run(
        ForecastInput input,
        CashBook book,
        IReadOnlyList<ForecastMonth> months,
        int first,
        int last
    )
    {
        var run = months.Skip(first).Take(last - first + 1).ToArray();
        var from = FirstDay(input, book, months[first]);
        var atHorizon = last == months.Count - 1;
        return new()
        {
            From = from,
            To = atHorizon ? months[last].Last : LastDay(input, book, months[last + 1]),
            FirstMonth = first,
            LastMonth = last,
            ReachesHorizon = atHorizon,
            HighestProbability = run.Max(month => month.GapProbability),
            ExpectedShortfall = run.Max(month => month.ExpectedShortfall),
            WorstShortfall = run.Max(month => month.Secured with { Minor = -month.Secured.Minor }),
            ActBy = input.Settings.Lead.ActBy(from),
        };
    }

    // Back from the month's last day, which is short, for as long as every day is.
    private static DateOnly FirstDay(ForecastInput input, CashBook book, ForecastMonth month)
    {
        var days = Days(input, book, month);
        var enough = Array.FindLastIndex(days, day => !day.IsGap);
        return enough + 1 < days.Length ? days[enough + 1].Day : month.Last;
    }

    // On from the gap's last month into the one after, which has enough at its end. Days and months may be computed in
    // different steps, so the last day is taken for clear whatever its own figure says.
    private static DateOnly LastDay(ForecastInput input, CashBook book, ForecastMonth after)
    {
        var clear = Array.FindIndex(Days(input, book, after), day => !day.IsGap);
        return clear < 0 ? after.Last.AddDays(-1) : after.First.AddDays(clear - 1);
    }

    private static (DateOnly Day, bool IsGap)[] Days(ForecastInput input, CashBook book, ForecastMonth month)
    {
        var count = month.Last.DayNumber - month.First.DayNumber + 1;
        var positions = Enumerable.Range(0, count).Select(day => book.At(month.First.AddDays(day))).ToArray();
        var odds = GapOdds.Along(positions, [.. book.Open.Select(line => line.Probability)], input.Settings);
        return
        [
            .. positions.Zip(odds, (position, chance) => (position.Day, IsGap(chance.Probability, input.Settings))),
        ];
    }
}
