using CoProd.Resourcing.Portfolio;
using CoProd.Resourcing.Resources;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Outlook;

/// <summary>Hours that people gave, and what they might have cost. Shown beside money, never added to it.</summary>
internal static class GivenInKind
{
    public const string Hours = "hours";

    public static IReadOnlyList<string> Of(IEnumerable<Resource> resources, MoneySettings settings)
    {
        var gifts = resources
            .Where(resource => !resource.IsNeed && resource.Kind == ResourceKind.Time && resource.Unit == Hours)
            .Where(resource => resource.Amount > 0)
            .Select(resource => new GivenTime
            {
                Hours = (decimal)resource.Amount!.Value,
                HourlyRate = settings.HourlyRate,
            });
        return
        [
            .. InKindValue
                .Of(gifts)
                .Select(value =>
                    T[
                        "{0} (notional: {1} hours given, not cash)",
                        value.Notional,
                        value.Hours.ToString("0.##", System.Globalization.CultureInfo.CurrentCulture)
                    ]
                ),
        ];
    }
}
