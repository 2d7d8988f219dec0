using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Scores;
using CsCheck;

namespace CoProd.Evaluation.Tests.Scores;

/// <summary>The figures against published or hand-worked ones; the source stands beside each.</summary>
public sealed class ScoreTests
{
    // Newcombe RG, Two-sided confidence intervals for the single proportion: comparison of seven methods, Statistics in Medicine
    // 1998;17:857-872: the score method without continuity correction, on the paper's four examples.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_s_interval_is_Newcombe_s(int part, int of, double lower, double upper)
    {
        var share = Wilson.Interval(part, of)!;

        Assert.Equal(lower, share.Lower, 4);
        Assert.Equal(upper, share.Upper, 4);
    }

    [Fact]
    public void A_share_lies_within_its_interval_and_the_interval_within_0_and_1() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 5000], (a, b) => (Part: Math.Min(a, b), Of: Math.Max(a, b)))
            .Where(pair => pair.Of > 0)
            .Sample(pair =>
            {
                var share = Wilson.Interval(pair.Part, pair.Of)!;
                return 0 <= share.Lower
                    && share.Lower <= share.Value + 1e-12
                    && share.Value <= share.Upper + 1e-12
                    && share.Upper <= 1;
            });

    // The ten flow rates of the NIST/SEMATECH e-Handbook, 6.3.2.2. By hand: they sum to 508.1, their nine ranges to 16.9; 2.66 times
    // 16.9 / 9 is 4.9949. (The handbook has 3 / 1.128 for 2.66, which moves the limits by 0.0005.)
    [Fact]
    public void The_limits_of_an_individuals_chart_are_those_worked_out_by_hand()
    {
        double[] flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];

        var chart = RunChart.Of(flow, new())!;

        Assert.Equal(50.81, chart.Mean, 6);
        Assert.Equal(1.8778, chart.MeanRange, 4);
        Assert.Equal(55.8049, chart.Upper, 4);
        Assert.Equal(45.8151, chart.Lower, 4);
        Assert.All(chart.Signals, signal => Assert.False(signal.HasFlag(Signal.Outside)));
    }

    // By hand. Eight below and eight above their mean of 5.5; seven are no run. Six that rise are a trend, five are none.
    [Fact]
    public void Runs_trends_and_points_outside_speak_and_shorter_ones_do_not()
    {
        double[] step = [5, 5.1, 5, 5.1, 5, 5.1, 5, 5.1, 6, 5.9, 6, 5.9, 6, 5.9, 6, 5.9];
        var rises = RunChart.Of([5, 1, 2, 3, 4, 5, 6, 3], new() { Run = 99 })!;
        var less = RunChart.Of([5, 2, 3, 4, 5, 6, 3], new() { Run = 99 })!;
        var outlier = RunChart.Of([5, 5.1, 5, 5.1, 5, 5.1, 5, 5.1, 5, 9, 5, 5.1, 5, 5.1, 5, 5.1], new())!;

        Assert.All(RunChart.Of(step, new())!.Signals, signal => Assert.True(signal.HasFlag(Signal.Run)));
        Assert.All(RunChart.Of(step, new() { Run = 9 })!.Signals, signal => Assert.False(signal.HasFlag(Signal.Run)));
        Assert.Equal([1, 2, 3, 4, 5, 6], With(rises, Signal.Trend));
        Assert.Empty(With(less, Signal.Trend));
        Assert.Equal([9], With(outlier, Signal.Outside));
    }

    private static int[] With(RunChart chart, Signal signal) =>
        [.. chart.Signals.Index().Where(point => point.Item.HasFlag(signal)).Select(point => point.Index)];

    [Fact]
    public void Moving_and_stretching_the_points_moves_and_stretches_the_limits_and_changes_no_signal() =>
        Gen.Select(Gen.Int[-50, 50].Array[2, 30], Gen.Int[-9, 9], Gen.Int[1, 5])
            .Sample(
                (points, by, times) =>
                {
                    var one = RunChart.Of([.. points.Select(p => (double)p)], new() { Least = 2 })!;
                    var other = RunChart.Of([.. points.Select(p => (double)p * times + by)], new() { Least = 2 })!;
                    return Math.Abs(other.Upper - (one.Upper * times + by)) < 1e-6
                        && Math.Abs(other.Mean - (one.Mean * times + by)) < 1e-6;
                }
            );

    // James, Demaree and Wolf (1984), as told in LeBreton and Senter, Organizational Research Methods 2008;11:815-852: the variance of
    // answers at random is 2 for five steps and 4 for seven. The rest by hand: 4, 4, 5, 5, 6, 6 has a sample variance of 0.8, so 1 − 0.8 / 4.
    [Fact]
    public void Agreement_is_one_less_the_variance_over_that_of_answers_at_random()
    {
        Assert.Equal(0.8, Spread.Agreement([4, 4, 5, 5, 6, 6], 7)!.Value, 9);
        Assert.Equal(0.6, Spread.Agreement([4, 4, 5, 5, 6, 6], 5)!.Value, 9);
        Assert.Equal(1, Spread.Agreement([3, 3, 3], 7));
        Assert.Equal(0, Spread.Agreement([1, 7, 1, 7], 7));
        Assert.Null(Spread.Agreement([3], 7));
    }

    // Efron and Tibshirani, An Introduction to the Bootstrap (1993), the mouse data (p. 11): difference of means 30.63. With the
    // standard errors of the bootstrap for endless draws, 23.36 and 13.33 (plug-in, by hand), the difference has 26.90.
    [Fact]
    public void The_bootstrap_of_the_mouse_data_is_as_wide_as_published_and_the_seed_repeats_it()
    {
        double[] control = [52, 104, 146, 10, 51, 30, 40, 27, 46];
        double[] treated = [94, 197, 16, 38, 99, 141, 23];

        var change = Change.Between(control, treated, seed: 1, draws: 20_000)!;

        Assert.Equal(30.63, change.By, 2);
        Assert.InRange((change.Upper - change.Lower) / (2 * Wilson.NinetyFive), 26.90 * 0.95, 26.90 * 1.05);
        Assert.True(change.IsWithinNoise);
        Assert.Equal(change, Change.Between(control, treated, seed: 1, draws: 20_000));
        Assert.NotEqual(change, Change.Between(control, treated, seed: 2, draws: 20_000));
    }

    private static Instrument Five(bool reverseFirst = false, bool blank = false) =>
        PackReading
            .Read(
                $$$"""
                {"key":"k","version":"1","title":"t","scales":{"s":{"from":1,"to":7,"notApplicable":"Not able to answer"}},
                 "items":[{"id":"d","domain":true,"items":[{"id":"1","scale":"s","reverse":{{{(
                    reverseFirst ? "true" : "false"
                )}}} },
                   {"id":"2","scale":"s"},{"id":"3","scale":"s"},{"id":"4","scale":"s"},{"id":"5","scale":"s"}]}],
                 "scoring":{"domain":"Mean","overall":"Mean","notApplicableIsBlank":{{{(blank ? "true" : "false")}}} } }
                """
            )
            .Instrument!;

    private static double? Score(Instrument instrument, params string?[] codes) =>
        ItemScore.Of(
            instrument,
            instrument.Domains.Single(),
            id => codes[int.Parse(id) - 1] is { } code ? [Value.Code(code)] : [],
            0.6
        );

    // By hand: three of five are 60%, two are not. One that cannot be answered is left out: two of four are half, three of four are not.
    [Fact]
    public void A_domain_is_shown_from_sixty_per_cent_on()
    {
        Assert.Equal(4, Score(Five(), "2", "4", "6", null, null));
        Assert.Null(Score(Five(), "2", "4", null, null, null));
        Assert.Null(Score(Five(), "2", "4", "NA", null, null));
        Assert.Equal(3, Score(Five(), "2", "4", "NA", "NA", null));
        Assert.Null(Score(Five(blank: true), "2", "4", "NA", "NA", null));
        Assert.Null(Score(Five(), "NA", "NA", "NA", "NA", "NA"));
        // Worded the other way round, 2 of 7 is 6.
        Assert.Equal(16.0 / 3, Score(Five(reverseFirst: true), "2", "4", "6", null, null)!.Value, 9);
    }

    [Fact]
    public void Below_the_floor_nothing_is_shown_of_a_group_nor_can_it_be_worked_out()
    {
        GroupScores[] groups =
        [
            new("Staff", Side.Staff, [6, 6, 6, 7, 5]),
            new("Co-producers", Side.CoProducers, [3, 4, 4, 4, 5]),
            new("Board", Side.Others, [1, 1, 1, 1]),
        ];

        var results = GroupResults.Of(groups, floor: 5, steps: 7);
        var gap = GroupResults.Disagreement(results)!.Value;

        var board = results[2];
        Assert.True(board.IsHidden);
        Assert.Equal((null, null, null, null), (board.Count, board.Mean, board.Deviation, board.Agreement));
        // By hand: 30 and 20 over ten people are 5; with the board's four in, its 1 could be taken out again.
        Assert.Equal(5, GroupResults.Everybody(groups, floor: 5));
        Assert.Equal(("Staff", "Co-producers", 2.0), (gap.High.Group, gap.Low.Group, gap.Gap));
    }

    // By hand: with staff and co-producers one apart and the board three below staff, the agenda is still the first two.
    [Fact]
    public void Staff_against_co_producers_comes_first_even_where_others_differ_more()
    {
        GroupScores[] groups =
        [
            new("Board", Side.Others, [2, 2]),
            new("Staff", Side.Staff, [5, 5]),
            new("Co-producers", Side.CoProducers, [4, 4]),
        ];

        var gap = GroupResults.Disagreement(GroupResults.Of(groups, floor: 2, steps: 7))!.Value;

        Assert.Equal(("Staff", "Co-producers", 1.0), (gap.High.Group, gap.Low.Group, gap.Gap));
    }

    // By hand: 30 of 120 people is a quarter; more than all cannot be, and what was not told is not nothing.
    [Fact]
    public void The_ratios_of_RE_AIM_are_parts_of_their_wholes_and_impossible_ones_are_none()
    {
        var pack = Packs.All.Single(pack => pack.Key == "re-aim");
        var told = new Dictionary<string, string>
        {
            ["eligible"] = "120",
            ["took-part"] = "30",
            ["settings-approached"] = "3",
            ["settings-joined"] = "4",
        };

        var ratios = Ratios.Of(
            pack,
            id => told.TryGetValue(id, out var number) ? [Value.Of(ValueKind.Integer, number)] : []
        );

        Assert.Equal(0.25, ratios.Single(ratio => ratio.Ratio.Id == "reach").Share!.Value);
        Assert.All(ratios.Where(ratio => ratio.Ratio.Id != "reach"), ratio => Assert.Null(ratio.Share));
    }

    [Fact]
    public void A_map_counts_its_complex_questions_and_has_no_total()
    {
        var pack = Packs.All.Single(pack => pack.Key == "nasss");

        Assert.Equal(7, ComplexityMap.Count(pack, _ => [Value.Code("complex")]));
        Assert.Equal(1, ComplexityMap.Count(pack, id => [Value.Code(id == "system.level" ? "complex" : "simple")]));
        Assert.Null(ItemScore.Overall(pack, [1, 2]));
    }
}
