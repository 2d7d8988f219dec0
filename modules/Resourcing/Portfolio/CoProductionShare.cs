using CoProd.Contracts;

namespace CoProd.Resourcing.Portfolio;

internal sealed record BidBudgetLine
{
    public string Label { get; init; } = "";
    public required Money Amount { get; init; }

    /// <summary>Pays for working with co-producers: their time, expenses, access, spaces.</summary>
    public bool IsForCoProduction { get; init; }
}

/// <summary>How much of a bid's budget is for co-production.</summary>
internal sealed record CoProductionShare
{
    public required Money CoProduction { get; init; }
    public required Money Total { get; init; }

    /// <summary>0 to 1.</summary>
    public double Share => (double)CoProduction.Minor / Total.Minor;

    /// <summary>False is the warning "a bid with no co-production line".</summary>
    public bool HasLine => CoProduction.Minor > 0;

    /// <returns>Null when the budget has no amounts yet.</returns>
    /// <exception cref="ArgumentException">Amounts of several currencies, or a negative one.</exception>
    public static CoProductionShare? Of(IReadOnlyCollection<BidBudgetLine> lines)
    {
        if (OneCurrency.Total(lines.Select(line => line.Amount)) is not { Minor: > 0 } total)
            return null;
        var coProduction = OneCurrency.Total(lines.Where(line => line.IsForCoProduction).Select(line => line.Amount));
        return new() { Total = total, CoProduction = coProduction ?? Money.Zero(total.Currency) };
    }
}
