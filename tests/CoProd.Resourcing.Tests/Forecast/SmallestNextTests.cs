using CoProd.Resourcing.Forecast;
using CsCheck;

namespace CoProd.Resourcing.Tests.Forecast;

public sealed class SmallestNextTests
{
    private static readonly ForecastInput SteadyTogether = A.Forecast(
        [A.Bid(50_000, .5), A.Bid(30_000, .4)],
        [A.Bill(60_000)],
        months: 1
    );

    [Fact]
    public void Both_bids_fail_three_times_in_ten_so_only_all_of_the_60_thousand_brings_the_odds_to_one_in_five()
    {
        var next = SmallestNext.ToThreshold(SteadyTogether, A.Start);
        Assert.Equal(A.Pounds(60_000), next.Extra);
        Assert.Equal(.8, next.Before, 12);
        Assert.Equal(0, next.After);
    }

    [Fact]
    public void Thirty_thousand_more_is_enough_for_a_threshold_of_a_third()
    {
        var next = SmallestNext.ToThreshold(
            SteadyTogether with
            {
                Settings = new() { GapThreshold = 1 / 3.0 },
            },
            A.Start
        );
        Assert.Equal(A.Pounds(30_000), next.Extra);
        Assert.Equal(.3, next.After, 12);
    }

    [Fact]
    public void The_first_ten_thousand_removes_most_probability_for_its_pounds()
    {
        var next = SmallestNext.MostPerUnit(SteadyTogether, A.Start)!;
        Assert.Equal(A.Pounds(10_000), next.Extra);
        Assert.Equal(.5, next.After, 12);
        Assert.Equal(.3 / 10_000, next.DropPerUnit, 12);
    }

    [Fact]
    public void Where_secured_money_is_enough_nothing_more_is_asked()
    {
        var input = A.Forecast([A.Bid(10, .5)], [], reserve: 5);
        Assert.Equal(A.Pounds(0), SmallestNext.ToThreshold(input, A.Start).Extra);
        Assert.Null(SmallestNext.MostPerUnit(input, A.Start));
    }

    [Fact]
    public void A_gap_that_grows_is_closed_by_what_its_worst_month_lacks_and_not_by_what_the_first_does()
    {
        // By hand: 300 of reserve, 100 to pay each month: short by 100 in the fourth month, by 300 in the sixth.
        var bills = Enumerable.Range(0, 6).Select(month => A.Bill(100, A.Start.AddMonths(month))).ToArray();
        var input = A.Forecast([], bills, months: 6, reserve: 300);
        var gap = Assert.Single(FundingForecast.Of(input).Gaps);

        var (month, next) = SmallestNext.ToClose(
            input,
            [
                .. Enumerable
                    .Range(gap.FirstMonth, gap.LastMonth - gap.FirstMonth + 1)
                    .Select(at => A.Start.AddMonths(at)),
            ]
        );

        Assert.Equal((3, 5), (gap.FirstMonth, gap.LastMonth));
        Assert.Equal((A.Start.AddMonths(5), A.Pounds(300)), (month, next.Extra));
        Assert.Equal(A.Pounds(100), SmallestNext.ToThreshold(input, A.Start.AddMonths(3)).Extra);
    }

    [Fact]
    public void The_extra_is_enough_and_a_penny_less_is_not() =>
        Gen.Select(Gen.Select(Gen.Int[1, 90_000], Gen.Int[1, 99]).Array[0, 9], Gen.Int[1, 200_000], Gen.Int[0, 100])
            .Sample(
                (bids, need, threshold) =>
                {
                    var lines = bids.Select(bid => A.Bid(bid.Item1, bid.Item2 / 100.0)).ToArray();
                    // Half a hundredth aside, so that no probability lies on the threshold but for floating point.
                    var settings = new ForecastSettings { GapThreshold = threshold / 101.0 + 1e-5 };
                    var input = A.Forecast(lines, [A.Bill(need)], months: 1) with { Settings = settings };
                    var extra = SmallestNext.ToThreshold(input, A.Start).Extra;
                    Assert.NotEqual(MonthState.Gap, StateWith(input, extra.Minor));
                    if (extra.Minor > 0)
                        Assert.Equal(MonthState.Gap, StateWith(input, extra.Minor - 1));
                },
                iter: 200
            );

    private static MonthState StateWith(ForecastInput input, long reserve) =>
        FundingForecast.Of(input with { Reserve = new(reserve, "GBP") }).Months[0].State;
}
