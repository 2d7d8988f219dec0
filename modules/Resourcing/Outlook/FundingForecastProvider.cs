using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Resourcing.Forecast;

namespace CoProd.Resourcing.Outlook;

/// <summary>Tells other modules how the money of innovations stands.</summary>
internal sealed class FundingForecastProvider(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IFundingForecast
{
    private const int MostMonths = 120;

    public async Task<IReadOnlyList<Contracts.Capabilities.FundingOutlook>> Foresee(
        IReadOnlyList<Guid> innovations,
        int months,
        CancellationToken ct
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, MostMonths);
        var thresholds = MoneySettings.From(settings);
        var today = clock.Today();
        var money = await MoneyBook.Read(database, innovations, ct);
        return [.. money.SelectMany(one => ForecastCase.Of(one, thresholds, today, months)).Select(Told)];
    }

    private static Contracts.Capabilities.FundingOutlook Told(ForecastCase one) =>
        new()
        {
            InnovationId = one.InnovationId,
            Currency = one.Currency,
            SecuredUntil = one.Outlook.RunwayEnds,
            ActBy = one.Outlook.Gaps.Count > 0 ? one.Outlook.Gaps[0].ActBy : null,
            Months = [.. one.Outlook.Months.Select(Told)],
            Path = Paths.Money(one.InnovationId),
            Permission = Permissions.See,
        };

    private static OutlookMonth Told(ForecastMonth month) =>
        new()
        {
            Month = Forecast.Months.FirstDay(month.First),
            State = month.State switch
            {
                MonthState.Secured => OutlookState.Secured,
                MonthState.Likely => OutlookState.Likely,
                _ => OutlookState.Gap,
            },
            GapProbability = month.GapProbability,
            SecuredBalance = month.Secured.Minor,
            ExpectedBalance = month.Expected.Minor,
        };
}
