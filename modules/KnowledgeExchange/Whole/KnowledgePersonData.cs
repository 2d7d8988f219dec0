using System.Text.Json.Nodes;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>What the module knows of a person: what they told, how they saw things differently, and what they were answered.</summary>
internal sealed class KnowledgePersonData(IModuleDatabase database) : IPersonData
{
    private const string Items = """
        select i.name, k.heard_on, k.statement, k.from_group, k.place, k.topic, k.consent, k.consent_until, k.attribution, k.attributed_as
        from knowledge_item k join host_innovation i on i.id = k.innovation_id where k.person_id = @id order by k.id
        """;

    private const string Contests = """
        select i.name, t.on_day, t.words from knowledge_contest t join host_innovation i on i.id = t.innovation_id
        where t.person_id = @id order by t.id
        """;

    private const string Replies = """
        select i.name, r.on_day, r.words, r.understood from knowledge_reply r join knowledge_item k on k.id = r.item_id
            join host_innovation i on i.id = r.innovation_id
        where k.person_id = @id and r.withdrawn = false order by r.id
        """;

    private const string Questions = """
        select i.name, q.asked_on, q.words, q.answer from knowledge_question q join host_innovation i on i.id = q.innovation_id
        where q.person_id = @id and q.withdrawn = false order by q.id
        """;

    private const string Touched = """
        select innovation_id from knowledge_item where person_id = @id
        union select innovation_id from knowledge_question where person_id = @id
        union select innovation_id from knowledge_contest where person_id = @id
        """;

    // A lived experience tells of its person also without a name: so the words go with it.
    private const string Forget = """
        delete from knowledge_text where item_id in (select id from knowledge_item where person_id = @id);
        update knowledge_reply set words = '', version = version + 1, changed_at = @Now
            where item_id in (select id from knowledge_item where person_id = @id);
        update knowledge_link set reason = '', version = version + 1, changed_at = @Now
            where item_id in (select id from knowledge_item where person_id = @id);
        update knowledge_item set statement = '', person_id = null, attributed_as = '', attribution = 'Nobody', place = '', place_key = '',
            version = version + 1, changed_at = @Now where person_id = @id;
        update knowledge_question set person_id = null, version = version + 1, changed_at = @Now where person_id = @id;
        update knowledge_contest set words = '', outcome = '', person_id = null, version = version + 1, changed_at = @Now where person_id = @id
        """;

    public Task<JsonNode?> Export(Guid personId, CancellationToken ct) =>
        database.Read(
            async c =>
            {
                var asked = new { id = personId };
                var items = (await c.QueryAsync<ItemRow>(Items, asked)).AsList();
                var contests = (await c.QueryAsync<(string Name, DateOnly On, string Words)>(Contests, asked)).AsList();
                var replies = (
                    await c.QueryAsync<(string Name, DateOnly On, string Words, string Understood)>(Replies, asked)
                ).AsList();
                var questions = (
                    await c.QueryAsync<(string Name, DateOnly On, string Words, string Answer)>(Questions, asked)
                ).AsList();
                if (items.Count + contests.Count + questions.Count == 0)
                    return null;
                return (JsonNode?)
                    new JsonObject
                    {
                        ["whatTheyTold"] = new JsonArray([.. items.Select(Of)]),
                        ["sawDifferently"] = new JsonArray([
                            .. contests.Select(one => new JsonObject
                            {
                                ["innovation"] = one.Name,
                                ["on"] = one.On.Iso(),
                                ["words"] = one.Words,
                            }),
                        ]),
                        ["asked"] = new JsonArray([
                            .. questions.Select(one => new JsonObject
                            {
                                ["innovation"] = one.Name,
                                ["on"] = one.On.Iso(),
                                ["words"] = one.Words,
                                ["answer"] = one.Answer,
                            }),
                        ]),
                        ["wereAnswered"] = new JsonArray([
                            .. replies.Select(one => new JsonObject
                            {
                                ["innovation"] = one.Name,
                                ["on"] = one.On.Iso(),
                                ["words"] = one.Words,
                                ["understood"] = one.Understood,
                            }),
                        ]),
                    };
            },
            ct
        );

    public Task<IReadOnlyList<string>> Erase(Guid personId, CancellationToken ct) =>
        database.Write<IReadOnlyList<string>>(
            writing =>
            {
                var touched = writing.Connection.Query<Guid>(Touched, new { id = personId }).AsList();
                if (touched.Count == 0)
                    return [];
                writing.Connection.Execute(Forget, new { id = personId, writing.Now });
                foreach (var innovation in touched)
                    writing.Changed(innovation);
                return
                [
                    T[
                        "Removed from knowledge: the words they told, how they saw things differently, what they were answered, and who asked a question."
                    ],
                    T[
                        "Kept from knowledge: that something was told, its kind and its topic, and which decisions it led to, and the words of questions; without a name."
                    ],
                ];
            },
            ct
        );

    private static JsonObject Of(ItemRow row) =>
        new()
        {
            ["innovation"] = row.Name,
            ["on"] = row.HeardOn.Iso(),
            ["words"] = row.Statement,
            ["speaksFor"] = row.FromGroup,
            ["place"] = row.Place,
            ["topic"] = row.Topic,
            ["mayBeReadBy"] = row.Consent,
            ["until"] = row.ConsentUntil?.Iso(),
            ["wantsToBeNamed"] = row.Attribution,
            ["namedAs"] = row.AttributedAs,
        };

    private sealed record ItemRow
    {
        public string Name { get; init; } = "";
        public DateOnly HeardOn { get; init; }
        public string Statement { get; init; } = "";
        public string FromGroup { get; init; } = "";
        public string Place { get; init; } = "";
        public string Topic { get; init; } = "";
        public string Consent { get; init; } = "";
        public DateOnly? ConsentUntil { get; init; }
        public string Attribution { get; init; } = "";
        public string AttributedAs { get; init; } = "";
    }
}
