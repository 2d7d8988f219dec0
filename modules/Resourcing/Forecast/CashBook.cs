namespace CoProd.Resourcing.Forecast;

/// <summary>Where the money stands at the end of a day, in minor units counted from the forecast's first day.</summary>
internal sealed record CashPosition
{
    public required DateOnly Day { get; init; }
    public required long Costs { get; init; }

    /// <summary>Costs less reserve and secured money: what bids would have to bring. Zero or less means enough.</summary>
    public required long Need { get; init; }

    /// <summary>What each open line would have brought, in the order of <see cref="CashBook.Open"/>.</summary>
    public required long[] Bids { get; init; }
}

/// <summary>The lines of a checked forecast, ready to be asked for any day.</summary>
internal sealed class CashBook(ForecastInput input)
{
    private readonly DateOnly _before = input.Start.AddDays(-1);
    private readonly FundingLine[] _secured = [.. input.Funding.Where(line => line.IsSecured)];

    /// <summary>Lines neither won nor lost.</summary>
    public FundingLine[] Open { get; } = [.. input.Funding.Where(line => line.IsOpen)];

    /// <summary>Open lines with money dated before the start.</summary>
    public IEnumerable<FundingLine> Overtaken => Open.Where(line => line.Through(_before) > 0);

    /// <exception cref="OverflowException">The sums are larger than can be held.</exception>
    public CashPosition At(DateOnly day)
    {
        var costs = Total(input.Costs, line => line.Through(day) - line.Through(_before));
        var secured = Total(_secured, line => Received(line, day));
        return new()
        {
            Day = day,
            Costs = costs,
            Need = checked(costs - input.Reserve.Minor - secured),
            Bids = [.. Open.Select(line => Received(line, day))],
        };
    }

    private long Received(FundingLine line, DateOnly day) => line.Through(day) - line.Through(_before);

    // LINQ's Sum of longs is checked, so a sum too large is refused instead of wrapped.
    private static long Total<T>(IEnumerable<T> lines, Func<T, long> amount) => lines.Sum(amount);
}
