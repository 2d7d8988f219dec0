using CoProd.Contracts;
using CoProd.Resourcing.Forecast;

namespace CoProd.Resourcing.Tests.Forecast;

public sealed class FundingForecastTests
{
    [Fact]
    public void Two_bids_of_50_and_30_thousand_for_a_need_of_60_leave_four_chances_in_five_of_a_gap()
    {
        var outlook = FundingForecast.Of(
            A.Forecast([A.Bid(50_000, .5), A.Bid(30_000, .4)], [A.Bill(60_000)], months: 1)
        );
        var month = Assert.Single(outlook.Months);
        Assert.Equal(0.8, month.GapProbability);
        Assert.True(month.IsExact);
        Assert.Equal(A.Pounds(37_000), month.ExpectedFunding);
        Assert.Equal(A.Pounds(-23_000), month.Expected);
        Assert.Equal(A.Pounds(-60_000), month.Secured);
        Assert.Equal(A.Pounds(-60_000), month.CutOff);
        // .3 × 60,000 + .3 × 10,000 + .2 × 30,000
        Assert.Equal(A.Pounds(27_000), month.ExpectedShortfall);
        Assert.Equal(MonthState.Gap, month.State);
    }

    [Theory]
    [InlineData("2027-01-01")]
    [InlineData("2026-10-31")]
    [InlineData("2027-11-17")]
    public void Steady_Together_falls_122_days_on_and_has_ten_days_to_act(string today)
    {
        var t = DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture);
        var falls = t.AddDays(122);
        var upkeep = A.Bill(20_000, t) with { Timing = CostTiming.Spread, To = t.AddDays(121) };
        var outlook = FundingForecast.Of(
            A.Forecast(
                [A.Grant(20_000, t, t.AddDays(121)), A.Bid(50_000, .5, falls), A.Bid(30_000, .4, falls)],
                [upkeep, A.Bill(60_000, falls)],
                months: 36
            ) with
            {
                Start = t,
            }
        );
        var gap = Assert.Single(outlook.Gaps);
        Assert.Equal(falls, gap.From);
        Assert.Equal(t.AddDays(10), gap.ActBy);
        Assert.Equal(0.8, gap.HighestProbability);
        Assert.Equal(A.Pounds(60_000), gap.WorstShortfall);
        Assert.Equal(A.Pounds(27_000), gap.ExpectedShortfall);
        Assert.True(gap.ReachesHorizon);
        Assert.Equal(new DateOnly(falls.Year, falls.Month, 1), outlook.RunwayEnds);
    }

    [Fact]
    public void A_gap_that_later_money_fills_ends_on_the_day_before_it_comes()
    {
        var outlook = FundingForecast.Of(
            A.Forecast([A.Bid(1_000, 1, new(2027, 5, 20))], [A.Bill(1_000, new(2027, 3, 10))])
        );
        var gap = Assert.Single(outlook.Gaps);
        Assert.Equal(new DateOnly(2027, 3, 10), gap.From);
        Assert.Equal(new DateOnly(2027, 5, 19), gap.To);
        Assert.False(gap.ReachesHorizon);
        Assert.Equal((2, 3), (gap.FirstMonth, gap.LastMonth));
    }

    [Theory]
    [InlineData(.8, .2)]
    // 1 − .7 is .30000000000000004 to a computer.
    [InlineData(.7, .3)]
    public void A_probability_that_is_the_threshold_on_paper_is_likely_and_not_a_gap(double odds, double threshold)
    {
        var input = A.Forecast([A.Bid(1_000, odds)], [A.Bill(1_000)], months: 1);
        var outlook = FundingForecast.Of(input with { Settings = new() { GapThreshold = threshold } });
        Assert.Equal(MonthState.Likely, outlook.Months[0].State);
        Assert.Empty(outlook.Gaps);
    }

    [Fact]
    public void A_bid_of_exactly_what_is_needed_is_enough_until_more_is_needed()
    {
        var outlook = FundingForecast.Of(
            A.Forecast([A.Bid(60, .75), A.Bid(20, .5)], [A.Bill(60), A.Bill(10, new(2027, 2, 1))], months: 2)
        );
        Assert.Equal(.25, outlook.Months[0].GapProbability);
        // 60 alone is short of 70 now: all but both winning.
        Assert.Equal(1 - .75 * .5, outlook.Months[1].GapProbability);
    }

    [Fact]
    public void The_cut_off_counts_a_line_in_full_from_three_quarters_on_and_not_at_all_below()
    {
        var input = A.Forecast([A.Bid(100, .75), A.Bid(10, .74), A.Bid(1, 1)], [], reserve: 5, months: 1);
        Assert.Equal(A.Pounds(106), FundingForecast.Of(input).Months[0].CutOff);
        var strict = input with { Settings = new() { CutOff = .9 } };
        Assert.Equal(A.Pounds(6), FundingForecast.Of(strict).Months[0].CutOff);
    }

    [Fact]
    public void Secured_money_that_is_never_short_has_no_end_of_its_runway()
    {
        var outlook = FundingForecast.Of(A.Forecast([], [A.Bill(500)], reserve: 500));
        Assert.Null(outlook.RunwayEnds);
        Assert.All(outlook.Months, month => Assert.Equal(MonthState.Secured, month.State));
    }

    [Fact]
    public void What_is_dated_before_the_start_is_not_counted_and_open_lines_of_that_kind_are_named()
    {
        var overtaken = A.Bid(1_000, .5, A.Start.AddDays(-1));
        var half = A.Grant(100, A.Start.AddDays(-50), A.Start.AddDays(49));
        var paid = A.Bill(70, A.Start.AddDays(-1));
        var outlook = FundingForecast.Of(A.Forecast([overtaken, half], [paid, A.Bill(7)], months: 2));
        Assert.Equal(A.Pounds(50), outlook.Months[1].ExpectedFunding);
        Assert.Equal(A.Pounds(7), outlook.Months[1].Costs);
        Assert.Equal([overtaken.Id], outlook.Overtaken);
    }

    [Fact]
    public void Winning_one_bid_in_a_what_if_changes_the_odds_and_losing_it_does_too()
    {
        var (large, small) = (A.Bid(50_000, .5), A.Bid(30_000, .4));
        var input = A.Forecast([large, small], [A.Bill(60_000)], months: 1);
        Assert.Equal(.6, FundingForecast.Of(input.WhatIf([large.Id], [])).Months[0].GapProbability, 12);
        Assert.Equal(1, FundingForecast.Of(input.WhatIf([], [large.Id])).Months[0].GapProbability);
        Assert.Equal(0, FundingForecast.Of(input.WhatIf([large.Id, small.Id], [])).Months[0].GapProbability);
    }

    [Fact]
    public void A_what_if_refuses_strangers_and_contradictions()
    {
        var bid = A.Bid(1, .5);
        var input = A.Forecast([bid], []);
        Assert.Throws<ArgumentException>(() => input.WhatIf([Guid.CreateVersion7()], []));
        Assert.Throws<ArgumentException>(() => input.WhatIf([bid.Id], [bid.Id]));
    }

    [Fact]
    public void Only_the_costs_that_keep_it_alive_can_be_looked_at()
    {
        var input = A.Forecast([], [A.Bill(100), A.Bill(10) with { KeepAlive = true }], months: 1).KeepAliveOnly();
        Assert.Equal(A.Pounds(10), FundingForecast.Of(input).Months[0].Costs);
    }

    [Fact]
    public void What_cannot_be_computed_is_refused()
    {
        Refused([A.Bid(1, .5) with { Amount = new Money(1, "EUR") }], []);
        Refused([A.Bid(1, double.NaN)], []);
        Refused([A.Bid(1, 1.01)], []);
        Refused([A.Bid(-1, .5)], []);
        Refused([A.Grant(1, A.Start, A.Start.AddDays(-1))], []);
        Refused([], [A.Bill(1) with { Amount = new Money(1, "EUR") }]);
        Refused([], [A.Bill(-1)]);
        Refused([], [A.Bill(1) with { Timing = CostTiming.Spread }]);
        Refused([], [A.Bill(1) with { Timing = CostTiming.Monthly, To = A.Start.AddDays(-1) }]);

        static void Refused(FundingLine[] funding, CostLine[] costs) =>
            Assert.Throws<ArgumentException>(() => FundingForecast.Of(A.Forecast(funding, costs)));
    }
}
