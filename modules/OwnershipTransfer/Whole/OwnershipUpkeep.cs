using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using Dapper;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>Some years after somebody answered, rehearsed or confirmed, it is no longer kept that it was they; what was agreed stays.</summary>
internal sealed class OldNamesRule(IModuleDatabase database, ISettings settings) : IRetentionRule
{
    private const string Count = """
        select (select count(*) from handover_confirmation where person_id is not null and confirmed_on < @before)
            + (select count(*) from handover_rehearsal where person_id is not null and on_day < @before)
            + (select count(*) from handover_obligation where answered_by is not null and answered_on < @before)
            + (select count(*) from handover_ending where person_id is not null and proposed_on < @before)
            + (select count(*) from handover_ending where answered_person_id is not null and answered_on < @before)
        """;

    private const string Confirmed =
        "update handover_confirmation set person_id = null where person_id is not null and confirmed_on < @before";

    private const string Rehearsed =
        "update handover_rehearsal set person_id = null where person_id is not null and on_day < @before";

    private const string Answered =
        "update handover_obligation set answered_by = null where answered_by is not null and answered_on < @before";

    private const string Proposed =
        "update handover_ending set person_id = null where person_id is not null and proposed_on < @before";

    private const string EndAnswered =
        "update handover_ending set answered_person_id = null where answered_person_id is not null and answered_on < @before";

    private int Days => OwnershipSettings.From(settings).KeepNamesDays;

    public string Means =>
        T["It is no longer kept who answered, rehearsed or confirmed in a handover {0} days after they did.", Days];

    public async Task<int> Preview(DateOnly on, CancellationToken ct) =>
        (int)await database.Read(c => c.ExecuteScalarAsync<long>(Count, new { before = on.AddDays(-Days) }), ct);

    public Task<int> Apply(DateOnly on, CancellationToken ct) =>
        database.Write(
            writing =>
            {
                var asked = new { before = on.AddDays(-Days) };
                return writing.Connection.Execute(Confirmed, asked)
                    + writing.Connection.Execute(Rehearsed, asked)
                    + writing.Connection.Execute(Answered, asked)
                    + writing.Connection.Execute(Proposed, asked)
                    + writing.Connection.Execute(EndAnswered, asked);
            },
            ct
        );
}

/// <summary>The module is well when its tables answer and its settings can be worked with.</summary>
internal sealed class OwnershipHealth(IModuleDatabase database, ISettings settings) : IModuleHealth
{
    private const string Any = "select count(*) from (select 1 from ownership_party limit 1) t";

    public async Task<string?> Check(CancellationToken ct)
    {
        await database.Read(c => c.ExecuteScalarAsync<long>(Any), ct);
        var kept = OwnershipSettings.From(settings);
        return
            kept.KeyShare is > 0 and <= 1
            && kept.DumpingGap is >= 0 and <= 1
            && kept.GoLevel is >= 0 and <= 4
            && kept.Weights.Values.All(weight => weight >= 0)
            ? null
            : T[
                "A setting of ownership is out of its range: shares lie between 0 and 1, the level between 0 and 4, and weights are not less than nothing. Correct it in the settings."
            ];
    }
}
