using CoProd.Contracts;
using CoProd.Resourcing.Portfolio;

namespace CoProd.Resourcing.Tests.Portfolio;

public sealed class BidBudgetTests
{
    [Fact]
    public void A_share_of_a_budget_is_for_co_production()
    {
        var share = CoProductionShare.Of([Line(45_000, false), Line(4_000, true), Line(1_000, true)])!;
        Assert.Equal(.1, share.Share);
        Assert.Equal(new Money(5_000, "GBP"), share.CoProduction);
        Assert.True(share.HasLine);
    }

    [Fact]
    public void A_budget_without_such_a_line_says_so_and_an_empty_one_says_nothing()
    {
        var share = CoProductionShare.Of([Line(100, false), Line(0, true)])!;
        Assert.False(share.HasLine);
        Assert.Equal(0, share.Share);
        Assert.Null(CoProductionShare.Of([Line(0, false)]));
    }

    [Fact]
    public void Budgets_of_two_currencies_are_refused() =>
        Assert.Throws<ArgumentException>(() =>
            CoProductionShare.Of([Line(1, true), Line(1, true) with { Amount = new(1, "EUR") }])
        );

    [Fact]
    public void Hours_given_are_worth_their_proxy_rate_and_say_that_they_are_not_cash()
    {
        var value = Assert.Single(InKindValue.Of([Given(100, 1_221), Given(20, 1_221)]));
        Assert.Equal(new Money(146_520, "GBP"), value.Notional);
        Assert.Contains("notional: 120 hours given, not cash", value.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_of_two_currencies_stay_apart_and_less_than_nothing_is_refused()
    {
        var values = InKindValue.Of([Given(1, 100), Given(1.5m, 101) with { HourlyRate = new(101, "EUR") }]);
        Assert.Equal([new Money(152, "EUR"), new Money(100, "GBP")], values.Select(value => value.Notional));
        Assert.Throws<ArgumentException>(() => InKindValue.Of([Given(-1, 100)]));
    }

    private static BidBudgetLine Line(long minor, bool forCoProduction) =>
        new() { Amount = new(minor, "GBP"), IsForCoProduction = forCoProduction };

    private static GivenTime Given(decimal hours, long minor) =>
        new() { Hours = hours, HourlyRate = new(minor, "GBP") };
}
