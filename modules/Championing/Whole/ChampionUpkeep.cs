using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using Dapper;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Whole;

/// <summary>Some years after a role ended it no longer says who held it.</summary>
internal sealed class EndedRolesRule(IModuleDatabase database, ISettings settings) : IRetentionRule
{
    private const string Count =
        "select count(*) from champion_role where until_on < @before and (person_id is not null or deputy_id is not null)";

    private const string Forget = """
        update champion_role set person_id = null, deputy_id = null, backing = '', version = version + 1
        where until_on < @before and (person_id is not null or deputy_id is not null)
        """;

    private int Days => ChampionSettings.From(settings).KeepNamesDays;

    public string Means => T["A champion’s role no longer says who held it {0} days after it ended.", Days];

    public async Task<int> Preview(DateOnly on, CancellationToken ct) =>
        (int)await database.Read(c => c.ExecuteScalarAsync<long>(Count, new { before = on.AddDays(-Days) }), ct);

    public Task<int> Apply(DateOnly on, CancellationToken ct) =>
        database.Write(writing => writing.Connection.Execute(Forget, new { before = on.AddDays(-Days) }), ct);
}

/// <summary>The module is well when its tables answer and its settings can be worked with.</summary>
internal sealed class ChampionHealth(IModuleDatabase database, ISettings settings) : IModuleHealth
{
    private const string Any = "select count(*) from (select 1 from audience limit 1) t";

    public async Task<string?> Check(CancellationToken ct)
    {
        await database.Read(c => c.ExecuteScalarAsync<long>(Any), ct);
        var kept = ChampionSettings.From(settings);
        return kept.ActiveCover is >= 0 and <= 1 && kept.StrongCover is >= 0 and <= 1 && kept.HalfLifeDays > 0
            ? null
            : T[
                "A share in the settings of champions is not between 0 and 1, or the half-life is not more than nothing. Correct it in the settings."
            ];
    }
}
