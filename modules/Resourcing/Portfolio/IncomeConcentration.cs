using CoProd.Contracts;

namespace CoProd.Resourcing.Portfolio;

internal sealed record IncomeSource
{
    /// <summary>The funder's key or name; spelled alike, it is one funder.</summary>
    public required string Funder { get; init; }
    public required Money Amount { get; init; }

    /// <summary>May be spent only on what the funder named.</summary>
    public bool IsRestricted { get; init; }
}

/// <summary>How much an innovation depends on few funders. Shares are 0 to 1.</summary>
internal sealed record IncomeConcentration
{
    public required Money Total { get; init; }
    public required int Funders { get; init; }

    /// <summary>Herfindahl-Hirschman index Σs²: 1 with one funder, 1/n with n equal ones. (Times 10,000 in competition law.)</summary>
    public required double Hhi { get; init; }
    public required string LargestFunder { get; init; }
    public required double LargestShare { get; init; }
    public required double RestrictedShare { get; init; }

    /// <returns>Null when there is no income to speak of.</returns>
    /// <exception cref="ArgumentException">Amounts of several currencies, or a negative one.</exception>
    public static IncomeConcentration? Of(IReadOnlyCollection<IncomeSource> income)
    {
        var total = OneCurrency.Total(income.Select(source => source.Amount));
        if (total is not { Minor: > 0 } sum)
            return null;
        var shares = income
            .GroupBy(source => source.Funder, StringComparer.Ordinal)
            .Select(group => (Funder: group.Key, Share: Share(group, sum)))
            .OrderByDescending(funder => funder.Share)
            .ThenBy(funder => funder.Funder, StringComparer.Ordinal)
            .ToArray();
        return new()
        {
            Total = sum,
            Funders = shares.Count(funder => funder.Share > 0),
            Hhi = shares.Sum(funder => funder.Share * funder.Share),
            LargestFunder = shares[0].Funder,
            LargestShare = shares[0].Share,
            RestrictedShare = Share(income.Where(source => source.IsRestricted), sum),
        };
    }

    private static double Share(IEnumerable<IncomeSource> part, Money total) =>
        (double)part.Sum(source => source.Amount.Minor) / total.Minor;
}
