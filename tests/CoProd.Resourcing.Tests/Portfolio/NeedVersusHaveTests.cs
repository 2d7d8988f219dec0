using CoProd.Resourcing.Portfolio;

namespace CoProd.Resourcing.Tests.Portfolio;

public sealed class NeedVersusHaveTests
{
    private static readonly DateOnly January = new(2027, 1, 1);

    private static ResourceSpan Hours(decimal amount, DateOnly from, DateOnly? to = null) =>
        new()
        {
            Kind = "time",
            Unit = "hours",
            Amount = amount,
            From = from,
            To = to,
        };

    [Fact]
    public void What_is_short_is_the_need_less_what_is_held_month_by_month()
    {
        var cells = NeedVersusHave.Of(
            [
                Hours(20, January) with
                {
                    IsNeed = true,
                },
                Hours(15, January, new(2027, 2, 10)),
                Hours(10, new(2027, 2, 1), new(2027, 2, 28)),
            ],
            January,
            months: 3
        );
        Assert.Equal([5m, 0m, 20m], cells.Select(cell => cell.Short));
        Assert.Equal([15m, 25m, 0m], cells.Select(cell => cell.Held));
    }

    [Fact]
    public void A_whole_amount_is_spread_over_its_days()
    {
        var whole = Hours(59, January, new(2027, 2, 28)) with { IsWhole = true };
        Assert.Equal([31m, 28m], NeedVersusHave.Of([whole], January, months: 2).Select(cell => cell.Held));
    }

    [Fact]
    public void Units_of_one_kind_are_never_added()
    {
        var cells = NeedVersusHave.Of(
            [Hours(1, January), Hours(1, January) with { Unit = "days" }],
            January,
            months: 1
        );
        Assert.Equal([("days", 1m), ("hours", 1m)], cells.Select(cell => (cell.Unit, cell.Held)));
    }

    [Fact]
    public void Reversed_negative_and_endless_whole_spans_are_refused()
    {
        Refused(Hours(1, January, January.AddDays(-1)));
        Refused(Hours(-1, January));
        Refused(Hours(1, January) with { IsWhole = true });

        static void Refused(ResourceSpan span) =>
            Assert.Throws<ArgumentException>(() => NeedVersusHave.Of([span], January, 1));
    }
}
