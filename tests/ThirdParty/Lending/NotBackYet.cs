#if ASKS_WHEN
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;

namespace Wenmouth.Lending;

/// <summary>Warns of what should have come back.</summary>
internal sealed class NotBackYet(IModuleDatabase database, TimeProvider clock) : IWarningSource
{
    private sealed record Late
    {
        public Guid Id { get; init; }
        public Guid InnovationId { get; init; }
        public string Thing { get; init; } = "";
        public string Borrower { get; init; } = "";
        public DateOnly DueOn { get; init; }
    }

    private const string Overdue = """
        select id, innovation_id, thing, borrower, due_on from loan
        where innovation_id in @innovations and returned_on is null and due_on < @today
        """;

    public async Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var late = await database.Read(
            c => c.QueryAsync<Late>(Overdue, new { innovations, today = clock.Today() }),
            ct
        );
        return
        [
            .. late.Select(loan => new Warning
            {
                InnovationId = loan.InnovationId,
                Rule = "lending.not-back",
                Key = loan.Id.ToString(),
                Severity = Severity.Soon,
                Fact = $"{loan.Thing} should have come back on {loan.DueOn.Long()}.",
                Why = $"{loan.Borrower} has it. Things that do not come back are missed by the next.",
                NextStep = "See what is lent",
                NextStepPath = $"/innovations/{loan.InnovationId}/lending",
                Permission = LendingModule.Lend,
            }),
        ];
    }
}
#endif
