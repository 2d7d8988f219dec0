using CoProd.Contracts;
using CoProd.Resourcing.Forecast;

namespace CoProd.Resourcing.Tests.Forecast;

/// <summary>Short words for the lines of a test's story. Amounts in whole pounds.</summary>
internal static class A
{
    public static readonly DateOnly Start = new(2027, 1, 1);

    public static Money Pounds(decimal amount) => new((long)(amount * 100), "GBP");

    public static FundingLine Bid(decimal pounds, double probability, DateOnly? on = null) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Label = "Bid",
            Amount = Pounds(pounds),
            From = on ?? Start,
            IsLump = true,
            Probability = probability,
        };

    public static FundingLine Grant(decimal pounds, DateOnly from, DateOnly to, double probability = 1) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Label = "Grant",
            Amount = Pounds(pounds),
            From = from,
            To = to,
            Probability = probability,
        };

    public static CostLine Bill(decimal pounds, DateOnly? on = null) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Label = "Bill",
            Amount = Pounds(pounds),
            From = on ?? Start,
        };

    public static ForecastInput Forecast(
        FundingLine[] funding,
        CostLine[] costs,
        decimal reserve = 0,
        int months = 12
    ) =>
        new()
        {
            Start = Start,
            Months = months,
            Reserve = Pounds(reserve),
            Funding = funding,
            Costs = costs,
        };
}
