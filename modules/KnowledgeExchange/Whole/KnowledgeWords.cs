using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Picture;
using Dapper;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>Gives what people agreed to make public of what they live with and know of their place.</summary>
internal sealed class KnowledgeWords(IModuleDatabase database, TimeProvider clock) : IPublicWords
{
    // Public and not sensitive, now as much as when it was said so. A group is theirs to be named by where enough of it spoke.
    private const string Public = """
        select k.innovation_id, k.statement, k.attribution, k.attributed_as, k.from_group, k.person_id, p.name as person_name, k.heard_on,
            (select count(distinct o.person_id) from knowledge_item o
                where o.innovation_id = k.innovation_id and o.withdrawn = false and o.from_group = k.from_group) as speakers,
            (select l.effect from knowledge_link l join knowledge_decision d on d.id = l.decision_id and d.withdrawn = false
                where l.item_id = k.id and l.withdrawn = false and d.decided_on is not null
                order by d.decided_on desc nulls last, l.id desc limit 1) as effect
        from knowledge_item k join host_innovation i on i.id = k.innovation_id and i.withdrawn = false
            left join host_person p on p.id = k.person_id
        where k.consent = 'Public' and k.withdrawn = false and k.is_sensitive = false and k.statement <> ''
            and k.source in ('Lived', 'Local') and (k.consent_until is null or k.consent_until >= @Today)
        """;

    private const string Latest = "order by k.heard_on desc, k.id desc limit @most";

    private const string OfAny = $"{Public} {Latest}";
    private const string OfThese = $"{Public} and k.innovation_id in @innovations {Latest}";

    public async Task<IReadOnlyList<PublicWords>> Newest(
        IReadOnlyList<Guid>? innovations,
        int most,
        CancellationToken ct
    )
    {
        var rows = await database.Read(
            c =>
                c.QueryAsync<Row>(
                    innovations is null ? OfAny : OfThese,
                    new
                    {
                        Today = clock.Today(),
                        innovations,
                        most,
                    }
                ),
            ct
        );
        return
        [
            .. rows.Select(row => new PublicWords
            {
                InnovationId = row.InnovationId,
                Words = row.Statement,
                SaidBy = Say.Whose(row.Item),
                On = row.HeardOn,
                CameOfIt = row.CameOfIt,
            }),
        ];
    }

    private sealed record Row
    {
        public Guid InnovationId { get; init; }
        public string Statement { get; init; } = "";
        public Attribution Attribution { get; init; }
        public string AttributedAs { get; init; } = "";
        public string FromGroup { get; init; } = "";
        public Guid? PersonId { get; init; }
        public string? PersonName { get; init; }
        public DateOnly HeardOn { get; init; }
        public long Speakers { get; init; }
        public Effect? Effect { get; init; }

        // What a whole group said is nobody's alone.
        public KnowledgeItem Item =>
            new()
            {
                Attribution = Attribution,
                AttributedAs = AttributedAs,
                FromGroup = PersonId is not null && SmallNumbers.AreHidden(Speakers) ? "" : FromGroup,
                PersonName = PersonName,
            };

        public string CameOfIt =>
            Effect switch
            {
                Picture.Effect.Adopted => T["It was done so."],
                Picture.Effect.Adapted => T["It was done in a changed form."],
                Picture.Effect.NotAdopted => T["It was not done."],
                Picture.Effect.Parked => T["It waits for later."],
                _ => "",
            };
    }
}
