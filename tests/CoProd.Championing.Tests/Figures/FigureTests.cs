using CoProd.Championing.Figures;
using CsCheck;

namespace CoProd.Championing.Tests.Figures;

/// <summary>Coverage, momentum and load, checked against figures worked out by hand from the formulas of row A6.</summary>
public sealed class FigureTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    // Σ power with a champion / Σ power: (5 + 2) / (5 + 4 + 2 + 3) = 0.5.
    [Fact]
    public void Coverage_is_the_power_with_a_champion_over_all_power()
    {
        Assert.Equal(0.5, Coverage.Of([(5, true), (4, false), (2, true), (3, false)]));
        Assert.Null(Coverage.Of([]));
    }

    [Fact]
    public void Coverage_never_falls_when_somebody_more_stands_up() =>
        Gen.Select(Gen.Int[1, 5], Gen.Bool)
            .Array[1, 10]
            .Sample(all =>
            {
                for (var i = 0; i < all.Length; i++)
                {
                    var more = all.Select((one, at) => at == i ? (one.Item1, true) : one);
                    Assert.True(Coverage.Of(more) >= Coverage.Of(all));
                }
            });

    // -1 when the quarter began, 1 now: up by 2. A position of after today does not count yet.
    [Fact]
    public void Momentum_compares_with_where_the_quarter_began()
    {
        DatedStance[] history =
        [
            new(Today.AddDays(-200), 0),
            new(Today.AddDays(-100), -1),
            new(Today.AddDays(-5), 1),
            new(Today.AddDays(1), 2),
        ];

        Assert.Equal(2, Momentum.OverQuarter(history, Today, 91));
    }

    [Fact]
    public void Momentum_is_unknown_with_one_position_of_this_quarter_and_nothing_before()
    {
        Assert.Null(Momentum.OverQuarter([new(Today.AddDays(-5), 1)], Today, 91));
        Assert.Null(Momentum.OverQuarter([], Today, 91));
        Assert.Equal(0, Momentum.OverQuarter([new(Today.AddDays(-91), 1)], Today, 91));
        Assert.Equal(-2, Momentum.OverQuarter([new(Today.AddDays(-20), 1), new(Today.AddDays(-5), -1)], Today, 91));
    }

    // (5 × 1 + 3 × -1) / 8 = 0.25; the one of unknown movement is left out.
    [Fact]
    public void Movements_count_by_power() => Assert.Equal(0.25, Momentum.Weighted([(5, 1), (3, -1), (4, null)]));

    // Like the vector of row P7 (4 points 28 days ago are 2 now): two roles and an act 28 days ago are 2.5.
    [Fact]
    public void An_act_weighs_half_after_a_half_life() => Assert.Equal(2.5, ChampionLoad.Of(2, [28], 28), 12);
}
