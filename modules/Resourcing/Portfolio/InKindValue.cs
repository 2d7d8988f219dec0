using CoProd.Contracts;

namespace CoProd.Resourcing.Portfolio;

/// <summary>Time given without being paid.</summary>
internal sealed record GivenTime
{
    public required decimal Hours { get; init; }

    /// <summary>What an hour of the like would cost: the proxy rate.</summary>
    public required Money HourlyRate { get; init; }
}

/// <summary>
/// What given time might have cost: hours × proxy rate. It is a notion, not money: of a type of its own, which nothing adds to
/// cash, and always shown with its label.
/// </summary>
internal sealed record InKindValue
{
    public required decimal Hours { get; init; }

    /// <summary>The notional amount; for showing only.</summary>
    public required Money Notional { get; init; }

    /// <summary>"£1,465.20 (notional: 120 hours given, not cash)"</summary>
    public string Label => $"{Notional} (notional: {Hours:0.##} hours given, not cash)";

    /// <summary>One value for each currency of the rates, in the order of its code. Each gift is rounded to whole minor units.</summary>
    /// <exception cref="ArgumentException">Hours or a rate are negative.</exception>
    public static IReadOnlyList<InKindValue> Of(IEnumerable<GivenTime> gifts) =>
        [
            .. gifts
                .GroupBy(gift => gift.HourlyRate.Currency, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new InKindValue
                {
                    Hours = group.Sum(gift => gift.Hours),
                    Notional = group.Select(Worth).Aggregate((sum, next) => sum + next),
                }),
        ];

    private static Money Worth(GivenTime gift)
    {
        if (gift.Hours < 0 || gift.HourlyRate.Minor < 0)
            throw new ArgumentException("Hours and rates are not negative.", nameof(gift));
        var minor = Math.Round(gift.Hours * gift.HourlyRate.Minor, MidpointRounding.AwayFromZero);
        return gift.HourlyRate with { Minor = (long)minor };
    }
}
