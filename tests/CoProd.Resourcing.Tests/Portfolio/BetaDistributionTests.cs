using CoProd.Resourcing.Portfolio;
using CsCheck;

namespace CoProd.Resourcing.Tests.Portfolio;

public sealed class BetaDistributionTests
{
    [Theory]
    // Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4: 437 girls in 980 births with placenta praevia, uniform prior.
    [InlineData(.025, 438, 544, .415, 3)]
    [InlineData(.975, 438, 544, .477, 3)]
    // Clopper and Pearson's 95% limits for 7 of 10 are Beta quantiles: .3475 and .9333.
    [InlineData(.025, 7, 4, .3475, 4)]
    [InlineData(.975, 8, 3, .9333, 4)]
    // And for 10 of 10: .6915.
    [InlineData(.025, 10, 1, .6915, 4)]
    public void Quantiles_are_the_published_ones(double p, double a, double b, double published, int digits) =>
        Assert.Equal(published, BetaDistribution.Quantile(p, a, b), digits);

    [Theory]
    // Printed F tables, upper 5% and 2.5% points. With F = x·b / (a·(1 − x)), x is Beta(v1/2, v2/2).
    [InlineData(.95, 1, 1, 161.4476)]
    [InlineData(.95, 5, 10, 3.3258)]
    [InlineData(.95, 10, 20, 2.3479)]
    [InlineData(.975, 4, 8, 5.0526)]
    public void Quantiles_agree_with_printed_tables_of_F(double p, int v1, int v2, double published)
    {
        var x = BetaDistribution.Quantile(p, v1 / 2.0, v2 / 2.0);
        Assert.Equal(published, v2 * x / (v1 * (1 - x)), published > 100 ? 3 : 4);
    }

    [Fact]
    public void With_whole_parameters_it_is_a_binomial_tail() =>
        Gen.Select(Gen.Int[1, 15], Gen.Int[1, 15], Gen.Double[0.001, 0.999])
            .Sample(
                (a, b, x) => Assert.Equal(BinomialTail(a, a + b - 1, x), BetaDistribution.Cumulative(x, a, b), 1e-12)
            );

    [Fact]
    public void With_one_parameter_of_one_it_is_a_power() =>
        Gen.Select(Gen.Double[0.05, 200], Gen.Double[0.001, 0.999])
            .Sample((a, x) => Assert.Equal(Math.Pow(x, a), BetaDistribution.Cumulative(x, a, 1), 1e-11));

    [Fact]
    public void The_quantile_is_the_inverse() =>
        Gen.Select(Gen.Double[0.5, 500], Gen.Double[0.5, 500], Gen.Double[0.001, 0.999])
            .Sample(
                (a, b, p) =>
                {
                    var x = BetaDistribution.Quantile(p, a, b);
                    Assert.Equal(p, BetaDistribution.Cumulative(x, a, b), 1e-9);
                    Assert.Equal(1 - x, BetaDistribution.Quantile(1 - p, b, a), 1e-9);
                },
                iter: 300
            );

    [Fact]
    public void The_ends_are_the_ends_and_nonsense_is_refused()
    {
        Assert.Equal(0, BetaDistribution.Cumulative(0, 2, 3));
        Assert.Equal(1, BetaDistribution.Cumulative(1, 2, 3));
        Assert.Equal(0, BetaDistribution.Quantile(0, 2, 3), 1e-12);
        Assert.Equal(1, BetaDistribution.Quantile(1, 2, 3), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaDistribution.Quantile(double.NaN, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaDistribution.Cumulative(.5, 0, 1));
    }

    // P(at least k of n), each with probability x.
    private static double BinomialTail(int k, int n, double x)
    {
        var (term, total) = (Math.Pow(1 - x, n), 0.0);
        for (var i = 0; i <= n; i++)
        {
            total += i >= k ? term : 0;
            term *= (n - i) / (i + 1.0) * x / (1 - x);
        }
        return total;
    }
}
