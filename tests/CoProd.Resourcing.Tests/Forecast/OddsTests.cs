using CoProd.Resourcing.Forecast;
using CsCheck;

namespace CoProd.Resourcing.Tests.Forecast;

public sealed class OddsTests
{
    [Theory]
    [InlineData(0, Odds.Unlikely)]
    [InlineData(.3, Odds.Unlikely)]
    [InlineData(.375, Odds.Unlikely)]
    [InlineData(.5, Odds.Even)]
    [InlineData(.625, Odds.Even)]
    [InlineData(.7, Odds.Likely)]
    [InlineData(1, Odds.Likely)]
    internal void A_probability_has_its_nearest_word_and_halfway_the_less_hopeful_one(double probability, Odds word) =>
        Assert.Equal(word, new OddsScale().Nearest(probability));

    [Fact]
    public void A_word_is_nearest_to_its_own_probability_on_any_scale_of_three() =>
        Gen.Int[1, 98]
            .HashSet[3]
            .Select(percents => percents.Order().Select(percent => percent / 100.0).ToArray())
            .Sample(p =>
            {
                var scale = new OddsScale
                {
                    Unlikely = p[0],
                    Even = p[1],
                    Likely = p[2],
                };
                Assert.All(Enum.GetValues<Odds>(), word => Assert.Equal(word, scale.Nearest(scale.Of(word))));
            });
}
