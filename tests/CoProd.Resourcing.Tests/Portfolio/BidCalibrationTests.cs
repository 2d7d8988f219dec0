using CoProd.Resourcing.Forecast;
using CoProd.Resourcing.Portfolio;
using CsCheck;

namespace CoProd.Resourcing.Tests.Portfolio;

public sealed class BidCalibrationTests
{
    private static readonly CalibrationSettings Settings = new();

    private static DecidedBid Bid(double said, bool won, string group = "") =>
        new()
        {
            Said = said,
            Won = won,
            Group = group,
        };

    private static Calibration Of(params DecidedBid[] bids) => BidCalibration.Of(bids, new(), Settings);

    [Theory]
    // The worked cases of Wikipedia's "Brier score": 100%, 70%, 30% and 50% said, and it rains.
    [InlineData(1, 0)]
    [InlineData(.7, .09)]
    [InlineData(.3, .49)]
    [InlineData(.5, .25)]
    public void The_Brier_score_of_one_bid_is_the_published_one(double said, double score) =>
        Assert.Equal(score, Of(Bid(said, won: true)).Brier!.Value, 12);

    [Fact]
    public void Our_own_seventy_percent_wins_forty()
    {
        var calibration = Of([.. Enumerable.Range(0, 10).Select(i => Bid(.7, i < 4))]);
        var likely = calibration.Words.Single(word => word.Word == Odds.Likely);
        Assert.Equal(.7, likely.Said!.Value, 12);
        Assert.Equal(.4, likely.ShareWon);
        Assert.False(likely.Won.IsTooFew);
        // (1 + 4) / (2 + 10)
        Assert.Equal(5 / 12.0, likely.Won.Mean, 12);
        // .4 × .09 + .6 × .49
        Assert.Equal(.33, calibration.Brier!.Value, 12);
    }

    [Fact]
    public void A_word_nobody_used_says_too_few_and_no_shares()
    {
        var unlikely = Of(Bid(.5, true)).Words[0];
        Assert.Equal(Odds.Unlikely, unlikely.Word);
        Assert.True(unlikely.Won.IsTooFew);
        Assert.Null(unlikely.Said);
        Assert.Null(unlikely.ShareWon);
        Assert.Null(Of().Brier);
    }

    [Fact]
    public void A_published_posterior_comes_out_with_its_mean_and_interval()
    {
        // Gelman et al., Bayesian Data Analysis, 2.4: mean .446, central 95% interval [.415, .477].
        var rate = SuccessRate.Of(437, 980, Settings);
        Assert.Equal(.446, rate.Mean, 3);
        Assert.Equal(.415, rate.Low, 3);
        Assert.Equal(.477, rate.High, 3);
    }

    [Fact]
    public void Groups_are_counted_each_for_itself()
    {
        var groups = BidCalibration.ByGroup(
            [Bid(.5, true, "trust"), Bid(.5, false, "council"), Bid(.5, true, "trust")],
            Settings
        );
        Assert.Equal(["council", "trust"], groups.Select(group => group.Key));
        Assert.Equal((2, 2), (groups[1].Value.Wins, groups[1].Value.Bids));
        Assert.True(groups[1].Value.IsTooFew);
    }

    [Fact]
    public void The_interval_holds_the_mean_and_narrows_with_more_of_the_same() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 30])
            .Sample(
                (wins, losses) =>
                {
                    var few = SuccessRate.Of(wins, wins + losses, Settings);
                    var many = SuccessRate.Of(wins * 10, (wins + losses) * 10, Settings);
                    Assert.InRange(few.Mean, few.Low, few.High);
                    Assert.True(many.High - many.Low < few.High - few.Low);
                },
                iter: 200
            );

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Of(Bid(double.NaN, true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SuccessRate.Of(3, 2, Settings));
        Assert.Throws<ArgumentOutOfRangeException>(() => SuccessRate.Of(1, 2, Settings with { Level = 1 }));
    }
}
