using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Evaluation.Rounds;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Whole;

/// <summary>Answers that would tell who gave them.</summary>
internal sealed class EvaluationStays(IModuleDatabase database, TimeProvider clock) : IStaysBehind
{
    public async Task<IReadOnlyList<string>> Tell(Guid innovationId, CancellationToken ct)
    {
        var rounds = await RoundBook.Of(database, [innovationId], ct);
        var today = clock.Today();
        var open = rounds.Count(round => !round.IsClosed(today));
        var small = rounds
            .Where(round => round.IsClosed(today))
            .SelectMany(round => round.Groups.Where(group => group.Sent > 0 && round.Shown(group) is null))
            .Count();
        var told = new List<string>();
        if (open > 0)
            told.Add(T["Answers of rounds that are still open stay here (rounds: {0}): the round is not over.", open]);
        if (small > 0)
            told.Add(
                T["Answers of groups that are too small stay here (groups: {0}): they would show who gave them.", small]
            );
        if (rounds.Count > 0)
            told.Add(T["Links to questionnaires stay here: new ones are made where it arrives."]);
        return told;
    }
}
