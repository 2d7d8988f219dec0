using CoProd.KnowledgeExchange.Figures;
using CsCheck;

namespace CoProd.KnowledgeExchange.Tests.Figures;

/// <summary>Figures of rows P3 and A7, against published values and values worked out by hand, and by what must hold for all.</summary>
public sealed class FigureTests
{
    private static readonly Gen<Tally> Some = Gen.Int[1, 60]
        .SelectMany(of => Gen.Int[0, of].Select(used => new Tally(used, of)));

    // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3 (score, without correction for continuity).
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_of_a_share_is_as_published(int hits, int of, double low, double high)
    {
        var between = Wilson.Of(hits, of);

        Assert.Equal(low, between.Low, 4);
        Assert.Equal(high, between.High, 4);
    }

    [Fact]
    public void An_interval_holds_its_share_and_turns_round_with_it() =>
        Some.Sample(one =>
        {
            var (between, turned) = (
                Wilson.Of(one.Used, one.Considered),
                Wilson.Of(one.Considered - one.Used, one.Considered)
            );
            Assert.InRange(one.Rate!.Value, between.Low, between.High);
            Assert.InRange(between.Low, 0, between.High);
            Assert.InRange(between.High, between.Low, 1);
            Assert.Equal(1 - turned.High, between.Low, 9);
        });

    [Fact]
    public void Parity_is_one_rate_over_the_other_and_unknown_where_there_is_nothing_to_compare()
    {
        Assert.Equal(0.625, Parity.Of(new(3, 6), new(4, 5))!.Value.Ratio, 12);
        Assert.Null(Parity.Of(new(0, 0), new(4, 5)));
        Assert.Null(Parity.Of(new(3, 6), new(0, 0)));
        Assert.Null(Parity.Of(new(3, 6), new(0, 5)));
        Assert.Equal(0, Parity.Of(new(0, 6), new(4, 5))!.Value.Between.Low);
    }

    // By definition each limit r lies where (p - rq)² = (p - its limit)² + r²(q - its limit)².
    [Fact]
    public void The_interval_of_parity_solves_its_equation_holds_the_ratio_and_turns_round_with_it() =>
        Gen.Select(Some, Some)
            .Where(both => both.Item1.Used > 0 && both.Item2.Used > 0)
            .Sample(both =>
            {
                var (peoples, professions) = both;
                var (ratio, between) = Parity.Of(peoples, professions)!.Value;
                var (p, q) = (peoples.Rate!.Value, professions.Rate!.Value);
                var (a, b) = (
                    Wilson.Of(peoples.Used, peoples.Considered),
                    Wilson.Of(professions.Used, professions.Considered)
                );
                Assert.InRange(ratio, between.Low - 1e-9, between.High + 1e-9);
                Solves(between.Low, a.Low, b.High);
                Solves(between.High, a.High, b.Low);
                var turned = Parity.Of(professions, peoples)!.Value.Between;
                Assert.Equal(1, between.Low * turned.High, 6);

                void Solves(double r, double limitOfP, double limitOfQ)
                {
                    var left = Math.Pow(p - r * q, 2);
                    var right = Math.Pow(p - limitOfP, 2) + r * r * Math.Pow(q - limitOfQ, 2);
                    Assert.True(
                        Math.Abs(left - right) <= 1e-7 * Math.Max(1, Math.Max(left, right)),
                        $"{left} is not {right}"
                    );
                }
            });

    // Two of five kinds, evenly: ln 2 / ln 5 = 0.4307. All five evenly: 1. One alone: 0.
    [Fact]
    public void Diversity_is_between_one_kind_alone_and_all_evenly()
    {
        Assert.Equal(0.4307, Evidence.Diversity([3, 3, 0, 0, 0])!.Value, 4);
        Assert.Equal(1, Evidence.Diversity([2, 2, 2, 2, 2])!.Value, 12);
        Assert.Equal(0, Evidence.Diversity([7, 0, 0, 0, 0])!.Value, 12);
        Assert.False(double.IsNegative(Evidence.Diversity([7, 0, 0, 0, 0])!.Value));
        // −(½ ln ½ + ¼ ln ¼ + ¼ ln ¼) / ln 3 = 1.0397 / 1.0986 = 0.9464
        Assert.Equal(0.9464, Evidence.Diversity([2, 1, 1])!.Value, 4);
        Assert.Null(Evidence.Diversity([0, 0]));
        Assert.Null(Evidence.Diversity([5]));
        Gen.Int[0, 50]
            .Array[2, 6]
            .Where(all => all.Sum() > 0)
            .Sample(all => Assert.InRange(Evidence.Diversity(all)!.Value, -1e-12, 1 + 1e-12));
    }

    // Topics dust and bags, groups parents and nurses: four cells, of which dust × parents alone has three items.
    [Fact]
    public void Coverage_is_the_share_of_topics_and_groups_with_enough_items()
    {
        (string, string)[] items =
        [
            ("dust", "parents"),
            ("dust", "parents"),
            ("dust", "parents"),
            ("bags", "parents"),
            ("dust", "nurses"),
            ("", "nurses"),
            ("bags", ""),
        ];

        Assert.Equal(0.25, Evidence.Coverage(items, 3));
        Assert.Equal(0.75, Evidence.Coverage(items, 1));
        Assert.Null(Evidence.Coverage([("dust", "")], 3));
    }

    // R's quantile(c(1, 2, 4, 8), c(.5, .9)) with its default type 7: 3 and 6.8.
    [Fact]
    public void Quantiles_lie_between_neighbours_in_proportion()
    {
        Assert.Equal(3, Days.Quantile([8, 1, 4, 2], 0.5));
        Assert.Equal(6.8, Days.Quantile([8, 1, 4, 2], 0.9)!.Value, 12);
        Assert.Equal(5, Days.Quantile([5], 0.9));
        Assert.Null(Days.Quantile([], 0.5));
    }

    // Staff → parents 4, parents → staff 1, staff → school 2: 2·1 / (5 + 2) = 2/7.
    [Fact]
    public void Reciprocity_is_twice_the_lesser_of_each_pair_over_all()
    {
        var counts = Flow.Counts([
            .. Enumerable.Repeat(("staff", "parents"), 4),
            ("parents", "staff"),
            ("staff", "school"),
            ("staff", "school"),
            ("staff", "staff"),
        ]);

        Assert.Equal(3, counts.Count);
        Assert.Equal(2 / 7.0, Flow.Reciprocity(counts)!.Value, 12);
        Assert.Null(Flow.Reciprocity(Flow.Counts([("a", "a")])));
    }

    [Fact]
    public void Reciprocity_is_one_when_all_that_goes_comes_back() =>
        Gen.Select(Gen.Char['a', 'd'], Gen.Char['e', 'h'])
            .Array[1, 20]
            .Sample(all =>
            {
                var there = all.Select(one => (one.Item1.ToString(), one.Item2.ToString())).ToArray();
                var back = there.Select(one => (one.Item2, one.Item1));
                Assert.Equal(1, Flow.Reciprocity(Flow.Counts(there.Concat(back)))!.Value, 12);
                Assert.Equal(0, Flow.Reciprocity(Flow.Counts(there))!.Value, 12);
            });

    // 206.835 − 1.015 · 100/10 − 84.6 · 130/100 = 206.835 − 10.15 − 109.98 = 86.705
    [Fact]
    public void Reading_ease_is_Fleschs() => Assert.Equal(86.705, ReadingEase.Flesch(100, 10, 130), 3);

    [Theory]
    [InlineData("the", 1)]
    [InlineData("made", 1)]
    [InlineData("table", 2)]
    [InlineData("whole", 1)]
    [InlineData("needed", 2)]
    [InlineData("changed", 1)]
    [InlineData("boxes", 2)]
    [InlineData("makes", 1)]
    [InlineData("knowledge", 2)]
    [InlineData("institution", 4)]
    public void Syllables_are_counted_by_their_vowels(string word, int syllables) =>
        Assert.Equal(syllables, ReadingEase.Syllables(word));

    // Twenty words of one syllable in four sentences: 206.835 − 1.015 · 5 − 84.6 = 117.16. Nineteen say nothing.
    [Fact]
    public void Short_words_in_short_sentences_read_easily()
    {
        const string Text = "The cat sat on it. The dog ran to us. We had tea at home. They went out at ten!";

        Assert.Equal(117.16, ReadingEase.Of(Text)!.Value, 2);
        Assert.Null(ReadingEase.Of(Text[4..]));
        Assert.True(
            ReadingEase.Of(
                "Institutional sustainability considerations necessitate interdisciplinary collaboration throughout implementation, notwithstanding organisational heterogeneity, contextual contingencies, administrative responsibilities, and evaluative requirements across jurisdictions."
            ) < 0
        );
    }
}
