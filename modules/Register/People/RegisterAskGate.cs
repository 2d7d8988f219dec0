using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Data;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>A pause holds: whoever is not open to contact is not asked. Why is nobody's business, so one sentence serves all reasons.</summary>
internal sealed class RegisterAskGate(IModuleDatabase database, TimeProvider clock) : IAskGate
{
    private const string Some =
        "select id, contact_state, contact_until from person where id in @ids and withdrawn = false";

    public async Task<IReadOnlyList<AskVerdict>> MayAsk(IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        if (people.Count == 0)
            return [];
        var rows = await database.Read(c => c.QueryAsync<Row>(Some, new { ids = people }), ct);
        var known = rows.ToDictionary(row => row.Id);
        return [.. people.Select(id => Verdict(id, known.GetValueOrDefault(id)))];
    }

    private AskVerdict Verdict(Guid id, Row? row)
    {
        var open =
            row is not null && Contact.On(row.ContactState, row.ContactUntil, clock.Today()) == ContactState.Open;
        return new AskVerdict
        {
            PersonId = id,
            Answer = open ? AskAnswer.Ask : AskAnswer.Stop,
            Why =
                open ? T["Nothing in the register speaks against it."]
                : row is null ? T["There is no record of this person any more, so please do not ask."]
                : T["They asked not to be contacted for now."],
        };
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public ContactState ContactState { get; init; }

        public DateOnly? ContactUntil { get; init; }
    }
}
