using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using Dapper;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Whole;

/// <summary>The module is well when its tables answer and its settings can be read.</summary>
internal sealed class MoneyHealth(IModuleDatabase database, ISettings settings) : IModuleHealth
{
    private const string Any = "select count(*) from (select 1 from award limit 1) t";

    public async Task<string?> Check(CancellationToken ct)
    {
        await database.Read(c => c.ExecuteScalarAsync<long>(Any), ct);
        var thresholds = MoneySettings.From(settings);
        var shares = new[]
        {
            thresholds.Forecast.GapThreshold,
            thresholds.Forecast.CutOff,
            thresholds.Odds.Unlikely,
            thresholds.Odds.Even,
            thresholds.Odds.Likely,
        };
        return Array.TrueForAll(shares, share => share is >= 0 and <= 1)
            ? null
            : T["A chance in the settings of money is not between 0 and 1. Correct it in the settings."];
    }
}
