using CoProd.OwnershipTransfer.Figures;
using CsCheck;

namespace CoProd.OwnershipTransfer.Tests.Figures;

/// <summary>Readiness, the dumping test, key people and the chance of a gap, worked out by hand and by what must hold for all.</summary>
public sealed class BurdenTests
{
    private static readonly Gen<Mark> Some = Gen.Select(Gen.Bool, Gen.Int[-1, 4])
        .Select((mandatory, level) => new Mark(mandatory, level < 0 ? null : level));

    // Mandatory 4 and 2, others 3 and one not looked at: the lowest is 2, the mean (4 + 2 + 3) / 3.
    [Fact]
    public void The_weakest_mandatory_part_decides_and_the_mean_tells_the_progress()
    {
        var ready = ReadinessFigures.Of([new(true, 4), new(true, 2), new(false, 3), new(false, null)]);

        Assert.Equal(2, ready.Lowest);
        Assert.Equal(3, ready.Mean);
        Assert.Equal(0, ready.Unknown);
        Assert.True(ready.IsGo(2));
        Assert.False(ready.IsGo(3));
        Assert.Equal((null, 1), Both(ReadinessFigures.Of([new(true, 4), new(true, null)])));
        Assert.Equal((null, 0), Both(ReadinessFigures.Of([new(false, 4)])));
        Assert.False(ReadinessFigures.Of([]).IsGo(0));

        static (int?, int) Both(ReadinessFigures of) => (of.Lowest, of.Unknown);
    }

    [Fact]
    public void It_is_go_where_everything_mandatory_has_reached_the_level_and_something_is() =>
        Gen.Select(Some.Array[0, 8], Gen.Int[0, 4])
            .Sample(
                (all, level) =>
                    Assert.Equal(
                        all.Any(one => one.IsMandatory)
                            && all.Where(one => one.IsMandatory).All(one => one.Level >= level),
                        ReadinessFigures.Of(all).IsGo(level)
                    )
            );

    // The community carries 3 of 3 + 2 + 1; it was given half of the rights and a fifth of the means: 0.5 - 0.35.
    [Fact]
    public void Dumping_is_what_is_carried_less_what_was_given()
    {
        var carried = Dumping.ObligationShare([(3, true), (2, false), (1, false)]);
        var given = Dumping.Given(0.5, 0.2);

        Assert.Equal(0.5, carried);
        Assert.Equal(0.35, given!.Value, 12);
        Assert.Equal(0.15, Dumping.Excess(carried, given)!.Value, 12);
        Assert.Equal(0.4, Dumping.Given(0.4, null));
        Assert.Equal(0.3, Dumping.Given(null, 0.3));
        Assert.Null(Dumping.Given(null, null));
        Assert.Null(Dumping.ObligationShare([]));
        Assert.Null(Dumping.Excess(null, 0.3));
        Assert.Null(Dumping.Excess(0.3, null));
    }

    [Fact]
    public void The_shares_of_both_sides_of_what_is_carried_make_a_whole() =>
        Gen.Select(Gen.Int[1, 3], Gen.Bool)
            .Array[1, 12]
            .Sample(all =>
                Assert.Equal(
                    1,
                    Dumping.ObligationShare(all)!.Value
                        + Dumping.ObligationShare(all.Select(one => (one.Item1, !one.Item2)))!.Value,
                    12
                )
            );

    // Loads 5, 3, 1, 1: 80% of 10 is 8, which the first two carry; 90% takes a third. Five alike: four carry 80%.
    [Fact]
    public void Key_people_are_the_fewest_who_carry_most()
    {
        var (a, b, c, d) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        (Guid, int)[] all = [(a, 3), (b, 3), (a, 2), (c, 1), (d, 1)];

        Assert.Equal(2, Dumping.KeyPeople(all, 0.8));
        Assert.Equal(3, Dumping.KeyPeople(all, 0.9));
        Assert.Equal(4, Dumping.KeyPeople(Enumerable.Range(0, 5).Select(_ => (Guid.NewGuid(), 1)), 0.8));
        Assert.Equal(4, Dumping.KeyPeople(all, 1));
        Assert.Equal(1, Dumping.KeyPeople([(a, 1)], 0.8));
        Assert.Null(Dumping.KeyPeople([], 0.8));
    }

    [Fact]
    public void No_smaller_group_carries_as_much_as_the_key_people() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 3])
            .Array[1, 10]
            .Sample(all =>
            {
                var people = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();
                var count = Dumping.KeyPeople(all.Select(one => (people[one.Item1], one.Item2)), 0.8)!.Value;
                var loads = all.GroupBy(one => one.Item1).Select(one => one.Sum(each => each.Item2)).ToArray();
                var total = loads.Sum();
                // Every choice of people: the best of that size.
                int Best(int size) =>
                    Enumerable
                        .Range(0, 1 << loads.Length)
                        .Where(set => int.PopCount(set) == size)
                        .Max(set => loads.Where((_, at) => (set & (1 << at)) != 0).Sum());
                Assert.True(Best(count) >= 0.8 * total - 1e-9);
                Assert.True(count == 1 || Best(count - 1) < 0.8 * total - 1e-9);
            });

    [Fact]
    public void The_chance_of_a_gap_is_the_worst_month_up_to_then()
    {
        double[] pounds = [.. Enumerable.Repeat(0.1, 12), .. Enumerable.Repeat(0.4, 12)];
        double[] euros = [.. Enumerable.Repeat(0.2, 12)];

        Assert.Equal(0.2, GapChance.Within([pounds, euros], 12));
        Assert.Equal(0.4, GapChance.Within([pounds, euros], 24));
        Assert.Null(GapChance.Within([pounds, euros], 36));
        Assert.Null(GapChance.Within([], 12));
    }
}
