using CoProd.Resourcing.Forecast;
using CsCheck;

namespace CoProd.Resourcing.Tests.Forecast;

public sealed class AccrualTests
{
    [Fact]
    public void A_monthly_cost_counts_parts_of_months_by_their_days()
    {
        var (from, to) = (new DateOnly(2027, 1, 16), new DateOnly(2027, 3, 10));
        // 16 of January's 31 days, all of February, 10 of March's 31.
        Assert.Equal(1_600, Accrual.Monthly(3_100, from, to, new(2027, 1, 31)));
        Assert.Equal(4_700, Accrual.Monthly(3_100, from, to, new(2027, 2, 28)));
        Assert.Equal(5_700, Accrual.Monthly(3_100, from, to, new(2027, 12, 31)));
        Assert.Equal(0, Accrual.Monthly(3_100, from, to, new(2027, 1, 15)));
    }

    [Fact]
    public void A_monthly_cost_without_an_end_goes_on() =>
        Assert.Equal(36 * 250, Accrual.Monthly(250, new(2027, 1, 1), null, new(2029, 12, 31)));

    [Fact]
    public void The_largest_amount_that_can_be_held_is_spread_without_wrapping() =>
        Assert.Equal(
            long.MaxValue,
            Accrual.Spread(long.MaxValue, A.Start, A.Start.AddDays(3_000), A.Start.AddDays(3_000))
        );

    [Fact]
    public void Spreading_never_falls_and_ends_at_the_whole_amount_to_the_penny() =>
        Gen.Select(Gen.Long[0, 1_000_000_000], Gen.Int[1, 1_500])
            .Sample(
                (amount, days) =>
                {
                    var to = A.Start.AddDays(days - 1);
                    var through = Enumerable
                        .Range(-1, days + 2)
                        .Select(day => Accrual.Spread(amount, A.Start, to, A.Start.AddDays(day)));
                    var totals = through.ToArray();
                    Assert.Equal(0, totals[0]);
                    Assert.Equal(amount, totals[^1]);
                    Assert.Equal(totals.Order(), totals);
                    var parts = totals.Zip(totals.Skip(1), (before, after) => after - before).Take(days).ToArray();
                    Assert.True(parts.Max() - parts.Min() <= 1, "every day gets its equal part, give or take a penny");
                },
                iter: 300
            );
}
