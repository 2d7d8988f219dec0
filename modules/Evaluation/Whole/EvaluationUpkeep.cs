using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using Dapper;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Whole;

/// <summary>What somebody began and never sent goes some time after its round closed: nobody said that it may be kept.</summary>
internal sealed class UnsentAnswersRule(IModuleDatabase database, ISettings settings) : IRetentionRule
{
    private const string Count = """
        select count(*) from answer_sheet s join evaluation_round r on r.id = s.round_id
        where s.is_sent = false and coalesce(r.closed_on, r.closes_on) < @before
        """;

    private const string Remove = """
        delete from answer_sheet where is_sent = false and round_id in (
            select id from evaluation_round where coalesce(closed_on, closes_on) < @before)
        """;

    private int Days => EvaluationSettings.From(settings).KeepDraftsDays;

    public string Means =>
        T["Answers that somebody began and did not send are removed {0} days after the round closed.", Days];

    public async Task<int> Preview(DateOnly on, CancellationToken ct) =>
        (int)await database.Read(c => c.ExecuteScalarAsync<long>(Count, new { before = on.AddDays(-Days) }), ct);

    public Task<int> Apply(DateOnly on, CancellationToken ct) =>
        database.Write(writing => writing.Connection.Execute(Remove, new { before = on.AddDays(-Days) }), ct);
}

/// <summary>The module is well when its tables answer and its settings can be worked with.</summary>
internal sealed class EvaluationHealth(IModuleDatabase database, ISettings settings) : IModuleHealth
{
    private const string Any = "select count(*) from (select 1 from evaluation_round limit 1) t";

    public async Task<string?> Check(CancellationToken ct)
    {
        await database.Read(c => c.ExecuteScalarAsync<long>(Any), ct);
        var kept = EvaluationSettings.From(settings);
        return kept.LeastAgreement is >= 0 and <= 1 && kept.WidestGap > 0
            ? null
            : T[
                "A threshold in the settings of evaluation cannot be worked with: agreement lies between 0 and 1, and a gap is more than nothing. Correct it in the settings."
            ];
    }
}
