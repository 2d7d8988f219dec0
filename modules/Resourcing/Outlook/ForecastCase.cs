using CoProd.Contracts;
using CoProd.Resourcing.Awards;
using CoProd.Resourcing.Costs;
using CoProd.Resourcing.Forecast;
using CoProd.Resourcing.Gaps;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Outlook;

/// <summary>What the forecast of one innovation in one currency is made from, and what was assumed on the way.</summary>
internal sealed record ForecastCase
{
    // The mean length of a month in the Gregorian calendar, to turn a daily pace into a monthly one.
    private const decimal DaysInMonth = 30.436875m;

    public required Guid InnovationId { get; init; }
    public required ForecastInput Input { get; init; }

    /// <summary>No cost is recorded: spending is taken to go on at the pace of the awards.</summary>
    public required bool CostsAreAssumed { get; init; }

    /// <summary>How many awards and open bids have no date to be counted from.</summary>
    public required int Undated { get; init; }

    public string Currency => Input.Reserve.Currency;

    public bool HasOpenBids => Input.Funding.Any(line => line.IsOpen);

    public Forecast.FundingOutlook Outlook => field ??= FundingForecast.Of(Input);

    /// <summary>One case for each currency in which there is anything to foresee; none where all that is recorded has ended.</summary>
    public static IReadOnlyList<ForecastCase> Of(
        InnovationMoney money,
        MoneySettings settings,
        DateOnly today,
        int months = 36
    )
    {
        var currencies = money
            .Awards.Where(award => award.LastDay >= today)
            .Select(award => award.Currency)
            .Concat(money.Bids.Where(bid => bid.IsOpen).Select(bid => bid.Currency))
            .Concat(
                money.Costs.Where(cost => cost.LastDay is null || cost.LastDay >= today).Select(cost => cost.Currency)
            )
            .Concat(money.Reserves.Where(reserve => reserve.AmountMinor > 0).Select(reserve => reserve.Currency));
        return
        [
            .. currencies
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(currency => One(money, currency, settings, today, months)),
        ];
    }

    private static ForecastCase One(
        InnovationMoney money,
        string currency,
        MoneySettings settings,
        DateOnly today,
        int months
    )
    {
        var awards = money.Awards.Where(award => award.Currency == currency).ToArray();
        var bids = money.Bids.Where(bid => bid.Currency == currency && bid.IsOpen).ToArray();
        var costs = money.Costs.Where(cost => cost.Currency == currency).ToArray();
        var assumed = costs.Length == 0 ? AssumedCosts(awards, today) : [];
        FundingLine[] funding =
        [
            .. awards.Select(award => award.Line).OfType<FundingLine>(),
            .. bids.Select(bid => bid.Line(settings.Odds)).OfType<FundingLine>(),
        ];
        return new()
        {
            InnovationId = money.InnovationId,
            CostsAreAssumed = assumed.Count > 0,
            Undated = awards.Length + bids.Length - funding.Length,
            Input = new()
            {
                Start = today,
                Months = months,
                Reserve =
                    money.Reserves.FirstOrDefault(reserve => reserve.Currency == currency)?.Amount
                    ?? Money.Zero(currency),
                Funding = funding,
                Costs = costs.Length == 0 ? assumed : [.. costs.Select(cost => cost.Line)],
                Settings = settings.Forecast,
            },
        };
    }

    // Derived rather than asked: each award pays for its own days, and what it paid for goes on when it ends.
    private static List<CostLine> AssumedCosts(Award[] awards, DateOnly today)
    {
        var spread = awards
            .Where(award => award.Span.IsUsable && !award.IsLump && award.EndsOn >= today)
            .OrderBy(award => award.StartsOn)
            .ThenBy(award => award.EndsOn)
            .ToArray();
        if (spread.Length == 0)
            return [];
        var lines = spread
            .Select(award => Cost(award.Id, award.Amount, CostTiming.Spread, award.StartsOn!.Value, award.EndsOn))
            .ToList();
        foreach (var gap in AwardGaps.Of(spread.Select(award => award.Span)).Gaps)
        {
            var before = spread.Last(award => award.EndsOn < gap.From);
            lines.Add(Cost(Guid.Empty, Pace(before), CostTiming.Monthly, gap.From, gap.To));
        }
        var last = spread.MaxBy(award => award.EndsOn)!;
        lines.Add(Cost(Guid.Empty, Pace(last), CostTiming.Monthly, last.EndsOn!.Value.AddDays(1), null));
        return lines;
    }

    private static CostLine Cost(Guid id, Money amount, CostTiming timing, DateOnly from, DateOnly? to) =>
        new()
        {
            Id = id,
            Label = T["Spending as until now"],
            Amount = amount,
            Timing = timing,
            From = from,
            To = to,
        };

    private static Money Pace(Award award)
    {
        var days = award.EndsOn!.Value.DayNumber - award.StartsOn!.Value.DayNumber + 1;
        return award.Amount with
        {
            Minor = (long)Math.Max(1, Math.Round(award.AmountMinor / (decimal)days * DaysInMonth)),
        };
    }
}
