using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Cards;

/// <summary>Somebody told something by their card and waits for an answer.</summary>
internal sealed class CardWarnings(IModuleDatabase database) : IWarningSource
{
    private const string Waiting = """
        select w.id, w.person_id, w.kind, t.innovation_id,
            case when p.name <> '' then p.name else p.role_label end as name
        from card_word w join person p on p.id = w.person_id join participation t on t.person_id = w.person_id
        where w.seen_at is null and t.innovation_id in @innovations and (w.kind <> 'Pause' or w.words <> '')
        """;

    public async Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct) =>
        innovations.Count == 0
            ? []
            :
            [
                .. (await database.Read(c => c.QueryAsync<Row>(Waiting, new { innovations }), ct)).Select(
                    row => new Warning
                    {
                        InnovationId = row.InnovationId,
                        Rule = "register.told-by-card",
                        Key = row.Id.ToString(),
                        Severity = row.Kind == CardWordKind.Ring ? Severity.Now : Severity.Soon,
                        Fact =
                            row.Kind == CardWordKind.Ring
                                ? T["{0} asked to be rung.", row.Name]
                                : T["{0} told something by their card.", row.Name],
                        Why = T["Who tells something shall hear back: it waits until somebody has seen to it."],
                        NextStep = T["Read it"],
                        NextStepPath = "/people/told",
                        PersonId = row.PersonId,
                        Permission = Permissions.People,
                    }
                ),
            ];

    private sealed record Row
    {
        public Guid Id { get; init; }

        public Guid PersonId { get; init; }

        public CardWordKind Kind { get; init; }

        public Guid InnovationId { get; init; }

        public string Name { get; init; } = "";
    }
}
