using CoProd.Resourcing.Portfolio;
using CsCheck;

namespace CoProd.Resourcing.Tests.Portfolio;

public sealed class IncomeConcentrationTests
{
    private static IncomeSource From(string funder, long minor, bool restricted = false, string currency = "GBP") =>
        new()
        {
            Funder = funder,
            Amount = new(minor, currency),
            IsRestricted = restricted,
        };

    [Fact]
    public void Shares_of_30_30_20_and_20_have_the_index_the_US_Department_of_Justice_works_out()
    {
        // "The HHI is 2,600 (30² + 30² + 20² + 20² = 2,600)."
        var income = IncomeConcentration.Of([
            From("a", 30),
            From("b", 10),
            From("b", 20, true),
            From("c", 20),
            From("d", 20),
        ])!;
        Assert.Equal(2_600, income.Hhi * 10_000, 9);
        Assert.Equal(("a", .3), (income.LargestFunder, income.LargestShare));
        Assert.Equal(.2, income.RestrictedShare);
        Assert.Equal(4, income.Funders);
    }

    [Fact]
    public void One_funder_is_all_there_is()
    {
        var income = IncomeConcentration.Of([From("a", 5, restricted: true)])!;
        Assert.Equal((1.0, 1.0, 1.0), (income.Hhi, income.LargestShare, income.RestrictedShare));
    }

    [Fact]
    public void No_income_has_no_concentration_and_two_currencies_are_refused()
    {
        Assert.Null(IncomeConcentration.Of([]));
        Assert.Null(IncomeConcentration.Of([From("a", 0)]));
        Assert.Throws<ArgumentException>(() => IncomeConcentration.Of([From("a", 1), From("b", 1, currency: "EUR")]));
        Assert.Throws<ArgumentException>(() => IncomeConcentration.Of([From("a", 5), From("b", -1)]));
    }

    [Fact]
    public void The_index_lies_between_equal_shares_and_the_largest_share() =>
        Gen.Long[1, 1_000_000]
            .Array[1, 20]
            .Sample(amounts =>
            {
                var income = IncomeConcentration.Of([.. amounts.Select((amount, i) => From($"{i}", amount))])!;
                Assert.InRange(income.Hhi, 1.0 / amounts.Length - 1e-12, income.LargestShare + 1e-12);
            });
}
