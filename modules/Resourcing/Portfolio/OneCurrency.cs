using CoProd.Contracts;

namespace CoProd.Resourcing.Portfolio;

/// <summary>Adds up what shares are taken of.</summary>
internal static class OneCurrency
{
    /// <returns>The total; null of nothing, which has no currency.</returns>
    /// <exception cref="ArgumentException">Amounts of several currencies, or a negative one.</exception>
    /// <exception cref="OverflowException">The total is larger than can be held.</exception>
    public static Money? Total(IEnumerable<Money> amounts)
    {
        Money? total = null;
        foreach (var amount in amounts)
        {
            if (amount.Minor < 0)
                throw new ArgumentException("An amount is negative, so shares mean nothing.", nameof(amounts));
            if (total is { } sum && sum.Currency != amount.Currency)
                throw new ArgumentException($"{sum.Currency} and {amount.Currency} are not added.", nameof(amounts));
            total = total + amount ?? amount;
        }
        return total;
    }
}
