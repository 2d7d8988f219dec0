using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Claims;
using CoProd.Evaluation.Results;
using CoProd.Evaluation.Rounds;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Whole;

/// <summary>The evaluating section of the report: the latest closed round, what was done, what was seen to change. Nothing of a group below its floor.</summary>
internal sealed class EvaluationReport(IModuleDatabase database, ISettings settings, TimeProvider clock) : IReportSource
{
    public async Task<IReadOnlyList<ReportSection>> Report(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = EvaluationSettings.From(settings);
        var today = clock.Today();
        var latest = (await RoundBook.Of(database, innovations, ct))
            .Where(round => round.IsClosed(today))
            .GroupBy(round => round.InnovationId)
            .Select(group => group.First())
            .ToArray();
        var answered = (await RoundBook.Answered(database, latest, ct)).ToDictionary(one => one.Round.InnovationId);
        var actions = (await ActionBook.Of(database, innovations, ct)).ToLookup(action => action.InnovationId);
        var claims = (await ClaimBook.Of(database, innovations, ct)).ToLookup(claim => claim.InnovationId);
        return
        [
            .. innovations
                .Where(id => answered.ContainsKey(id) || actions[id].Any() || claims[id].Any())
                .Select(id =>
                    Section(
                        id,
                        answered.TryGetValue(id, out var round) ? RoundResults.From(round, null, thresholds) : null,
                        [.. actions[id]],
                        [.. claims[id]],
                        thresholds,
                        today
                    )
                ),
        ];
    }

    private static ReportSection Section(
        Guid innovation,
        RoundResults? results,
        ActionItem[] actions,
        Claim[] claims,
        EvaluationSettings settings,
        DateOnly today
    ) =>
        new()
        {
            InnovationId = innovation,
            Row = PracticeRow.A1,
            Heading = T["Evaluation"],
            Paragraphs = results is null
                ? [T["No round is closed yet."]]
                :
                [
                    T["“{0}” closed on {1}.", results.Of.Round.Title, results.Of.Round.EndedOn(today)!.Value.Long()],
                    .. Sentences.Overall(results) is { } overall ? new[] { overall } : [],
                    .. Sentences.Disagreements(results, settings),
                ],
            Tables =
            [
                .. new[] { Domains(results), Actions(actions), Claims(claims) }.Where(table => table.Rows.Count > 0),
            ],
        };

    private static ReportTable Domains(RoundResults? results) =>
        new()
        {
            Title = T["Means by part and group"],
            Columns = [T["Part"], .. results?.ShownGroups.Select(group => group.Name) ?? []],
            Rows =
            [
                .. (results?.Domains ?? [])
                    .Where(domain => domain.Everybody is not null)
                    .Select(domain =>
                        (IReadOnlyList<string>)
                            [
                                domain.Domain.Text,
                                .. results!.ShownGroups.Select(group =>
                                    domain.Groups.First(one => one.Group == group.Name).Mean is { } mean
                                        ? Say.Number(mean)
                                        : "–"
                                ),
                            ]
                    ),
            ],
        };

    private static ReportTable Actions(ActionItem[] actions) =>
        new()
        {
            Title = T["What was done about it"],
            Columns = [T["Because"], T["Decided"], T["What changed"]],
            Rows = [.. actions.Select(one => (IReadOnlyList<string>)[one.Finding, one.What, one.Changed])],
        };

    private static ReportTable Claims(Claim[] claims) =>
        new()
        {
            Title = T["What was seen to change"],
            Columns =
            [
                T["On"],
                T["How people took part"],
                T["What changed"],
                T["What we had to do with it"],
                T["What speaks against it"],
            ],
            Rows =
            [
                .. claims.Select(one =>
                    (IReadOnlyList<string>)
                        [one.SeenOn.Long(), one.Involved, one.Outcome, one.Contribution, one.CounterEvidence]
                ),
            ],
        };
}
