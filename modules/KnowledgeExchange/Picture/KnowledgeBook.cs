using System.Data.Common;
using System.Text.Json.Serialization;
using CoProd.Contracts.Data;
using Dapper;

namespace CoProd.KnowledgeExchange.Picture;

/// <summary>All that is recorded about the knowledge of one innovation. It knows what everybody said: what is shown goes through <see cref="Reach"/>.</summary>
internal sealed record InnovationKnowledge
{
    public required Guid InnovationId { get; init; }
    public IReadOnlyList<KnowledgeItem> Items { get; init; } = [];
    public IReadOnlyList<Contest> Contests { get; init; } = [];
    public IReadOnlyList<Decision> Decisions { get; init; } = [];
    public IReadOnlyList<Link> Links { get; init; } = [];
    public IReadOnlyList<Reply> Replies { get; init; } = [];

    public bool IsEmpty => Items.Count + Decisions.Count == 0;

    public KnowledgeItem? Item(Guid id) => Items.FirstOrDefault(one => one.Id == id);

    public Decision? Decision(Guid id) => Decisions.FirstOrDefault(one => one.Id == id);

    public bool IsContested(Guid item) => Contests.Any(one => one.ItemId == item && one.SettledOn is null);

    /// <summary>
    /// Whether people with lived or local knowledge had not been heard at all when it was decided: then it was taken before anybody was asked.
    /// </summary>
    public bool TakenBeforeAsked(Decision decision) =>
        decision.WasSettledBefore
        || (
            decision.DecidedOn is { } day
            && !Items.Any(item => item.IsPeoples && item.HeardOn <= day)
            && !Links.Any(link => link.DecisionId == decision.Id && Item(link.ItemId) is { IsPeoples: true })
        );

    /// <summary>Whether a decision that was taken considered nothing that people with lived or local knowledge said.</summary>
    public bool WithoutPeoples(Decision decision) =>
        decision.DecidedOn is not null
        && !Links.Any(link => link.DecisionId == decision.Id && Item(link.ItemId) is { IsPeoples: true });

    /// <summary>
    /// What is owed to people: what was taken from them more than so many days ago and was neither used nor answered, and what they asked to
    /// hear more about. Heard, and parked or not done, is not used: whoever said it waits until they are told.
    /// </summary>
    public IReadOnlyList<KnowledgeItem> Debt(DateOnly today, int days) =>
        [
            .. Items
                .Where(item =>
                    item.IsSomebodys
                    && item.Consent != ConsentScope.TakenBack
                    && (
                        AsksForMore(item.Id)
                        || (
                            item.HeardOn.AddDays(days) < today
                            && !IsUsed(item.Id)
                            && Replies.All(reply => reply.ItemId != item.Id)
                        )
                    )
                )
                .OrderBy(item => item.HeardOn),
        ];

    /// <summary>Whether a decision that was taken made something of it.</summary>
    public bool IsUsed(Guid item) =>
        Links.Any(link =>
            link.ItemId == item
            && link.Effect is Effect.Adopted or Effect.Adapted
            && Decision(link.DecisionId)?.DecidedOn is not null
        );

    /// <summary>Whether its person asked to hear more about an answer, and was not told more since.</summary>
    public bool AsksForMore(Guid item) => Replies.Any(reply => reply.ItemId == item && AsksForMore(reply));

    /// <summary>Whether the answer made no sense to its person, and none came after it.</summary>
    public bool AsksForMore(Reply reply) =>
        reply.Understood == nameof(Understood.No)
        && !Replies.Any(later =>
            later.ItemId == reply.ItemId
            && (later.LinkId == reply.LinkId || later.LinkId is null)
            && later.Id != reply.Id
            && (later.RecordedAt, later.OnDay).CompareTo((reply.RecordedAt, reply.OnDay)) > 0
        );

    /// <summary>What a taken decision made of items, and the first answer to each; none while its person asks for more.</summary>
    [JsonIgnore]
    public IEnumerable<(Link Link, Decision Decision, Reply? Reply)> Decided =>
        from link in Links
        let decision = Decision(link.DecisionId)
        where decision?.DecidedOn is not null
        let replies = Replies.Where(reply => reply.LinkId == link.Id).ToArray()
        select (link, decision, replies.Any(AsksForMore) ? null : replies.MinBy(reply => (reply.OnDay, reply.Id)));
}

/// <summary>Reads the knowledge of a list of innovations: one query a table, however long the list.</summary>
internal static class KnowledgeBook
{
    private const int AtOnce = 500;

    private const string ItemsSql = """
        select k.id, k.innovation_id, k.statement, k.source, k.person_id, p.name as person_name, k.from_group, k.place, k.topic, k.heard_on,
            k.consent, k.consent_until, k.is_sensitive, k.attribution, k.attributed_as, k.agreement, k.recorded_by, k.note_id, k.recorded_at,
            k.version
        from knowledge_item k left join host_person p on p.id = k.person_id
        where k.innovation_id in @ids and k.withdrawn = false order by k.heard_on desc, k.id desc
        """;

    private const string ContestsSql = """
        select t.id, t.innovation_id, t.item_id, t.words, t.person_id, t.on_day, t.outcome, t.settled_on, t.recorded_by, t.version
        from knowledge_contest t join knowledge_item k on k.id = t.item_id and k.withdrawn = false
        where t.innovation_id in @ids and t.withdrawn = false order by t.on_day, t.id
        """;

    private const string DecisionsSql = """
        select id, innovation_id, question, decided_on, outcome, decided_by, was_settled_before, recorded_by, recorded_at, version
        from knowledge_decision where innovation_id in @ids and withdrawn = false
        order by decided_on desc nulls first, id desc
        """;

    private const string OptionsSql = """
        select o.decision_id, o.words from knowledge_option o join knowledge_decision d on d.id = o.decision_id
        where d.innovation_id in @ids and d.withdrawn = false order by o.decision_id, o.nr
        """;

    private const string LinksSql = """
        select l.id, l.innovation_id, l.item_id, l.decision_id, l.effect, l.reason, l.version from knowledge_link l
            join knowledge_item k on k.id = l.item_id and k.withdrawn = false
            join knowledge_decision d on d.id = l.decision_id and d.withdrawn = false
        where l.innovation_id in @ids and l.withdrawn = false order by l.id
        """;

    private const string RepliesSql = """
        select r.id, r.innovation_id, r.item_id, r.link_id, r.words, r.channel, r.on_day, r.understood, r.understood_on, r.recorded_by, r.recorded_at,
            r.version
        from knowledge_reply r join knowledge_item k on k.id = r.item_id and k.withdrawn = false
        where r.innovation_id in @ids and r.withdrawn = false order by r.on_day, r.id
        """;

    public static async Task<IReadOnlyList<InnovationKnowledge>> Read(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> innovations,
        CancellationToken ct
    )
    {
        var all = new List<InnovationKnowledge>(innovations.Count);
        foreach (var some in innovations.Distinct().Chunk(AtOnce))
            all.AddRange(await database.Read(c => Some(c, some), ct));
        return all;
    }

    public static async Task<InnovationKnowledge> One(
        IModuleDatabase database,
        Guid innovation,
        CancellationToken ct
    ) => (await Read(database, [innovation], ct))[0];

    private static async Task<IReadOnlyList<InnovationKnowledge>> Some(DbConnection c, Guid[] ids)
    {
        var asked = new { ids };
        var items = (await c.QueryAsync<KnowledgeItem>(ItemsSql, asked)).ToLookup(row => row.InnovationId);
        var contests = (await c.QueryAsync<Contest>(ContestsSql, asked)).ToLookup(row => row.InnovationId);
        var options = (await c.QueryAsync<(Guid Decision, string Words)>(OptionsSql, asked)).ToLookup(
            row => row.Decision,
            row => row.Words
        );
        var decisions = (await c.QueryAsync<Decision>(DecisionsSql, asked))
            .Select(row => row with { Options = [.. options[row.Id]] })
            .ToLookup(row => row.InnovationId);
        var links = (await c.QueryAsync<Link>(LinksSql, asked)).ToLookup(row => row.InnovationId);
        var replies = (await c.QueryAsync<Reply>(RepliesSql, asked)).ToLookup(row => row.InnovationId);
        return
        [
            .. ids.Select(id => new InnovationKnowledge
            {
                InnovationId = id,
                Items = [.. items[id]],
                Contests = [.. contests[id]],
                Decisions = [.. decisions[id]],
                Links = [.. links[id]],
                Replies = [.. replies[id]],
            }),
        ];
    }
}
