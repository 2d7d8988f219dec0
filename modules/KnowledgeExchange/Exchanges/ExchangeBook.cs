using System.Data.Common;
using System.Text.Json.Serialization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Figures;
using Dapper;

namespace CoProd.KnowledgeExchange.Exchanges;

/// <summary>All that is recorded about the exchange of knowledge in one innovation.</summary>
internal sealed record InnovationExchange
{
    public required Guid InnovationId { get; init; }
    public IReadOnlyList<Exchange> Exchanges { get; init; } = [];
    public IReadOnlyList<Product> Products { get; init; } = [];
    public IReadOnlyList<ProductVersion> Versions { get; init; } = [];
    public IReadOnlyList<Use> Uses { get; init; } = [];
    public IReadOnlyList<Question> Questions { get; init; } = [];
    public IReadOnlyList<Term> Terms { get; init; } = [];

    public bool IsEmpty => Exchanges.Count + Products.Count + Questions.Count + Terms.Count == 0;

    /// <summary>How often something went from one group to another.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<(string From, string To), int> Flows => Flow.Counts(Pairs);

    /// <summary>How often something went round within a group. It is seen, and counts neither as given nor as come back.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, int> Within =>
        Pairs
            .Where(pair => pair.From == pair.To)
            .GroupBy(pair => pair.From)
            .ToDictionary(group => group.Key, group => group.Count());

    // A group is one however it is written.
    private IEnumerable<(string From, string To)> Pairs
    {
        get
        {
            var names = new Dictionary<string, string>();
            foreach (var group in Exchanges.Reverse().SelectMany(one => new[] { one.FromGroup, one.ToGroup }))
                names.TryAdd(Words.Fold(group), group);
            return Exchanges.Select(one => (names[Words.Fold(one.FromGroup)], names[Words.Fold(one.ToGroup)]));
        }
    }

    public double? Reciprocity => Flow.Reciprocity(Flows);

    /// <summary>Pairs of groups where so much went one way and nothing came back.</summary>
    public IEnumerable<(string From, string To, int Count)> OneWay(int threshold)
    {
        var flows = Flows;
        return flows
            .Where(flow => flow.Value >= threshold && !flows.ContainsKey((flow.Key.To, flow.Key.From)))
            .Select(flow => (flow.Key.From, flow.Key.To, flow.Value));
    }

    public ProductVersion? Latest(Guid product) => Versions.LastOrDefault(one => one.ProductId == product);

    /// <summary>The share of products that anybody used; null without products.</summary>
    public double? Conversion =>
        Products.Count == 0
            ? null
            : (double)Products.Count(product => Uses.Any(use => use.ProductId == product.Id)) / Products.Count;

    public IReadOnlyList<Question> Owed(DateOnly today, int days) =>
        [
            .. Questions
                .Where(one => one.AnsweredOn is null && one.AskedOn.AddDays(days) < today)
                .OrderBy(one => one.AskedOn),
        ];

    [JsonIgnore]
    public IEnumerable<int> Waits =>
        Questions
            .Where(one => one.AnsweredOn is not null)
            .Select(one => one.AnsweredOn!.Value.DayNumber - one.AskedOn.DayNumber);

    /// <summary>
    /// Words without a meaning that all agreed on, which cross a boundary: two groups use them, or what a group that uses them says reaches
    /// another.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<Term> TranslationDebt
    {
        get
        {
            var from = Exchanges
                .Where(one => Words.Fold(one.FromGroup) != Words.Fold(one.ToGroup))
                .Select(one => Words.Fold(one.FromGroup))
                .ToHashSet();
            return
            [
                .. Terms.Where(term =>
                    term.Agreed.Length == 0
                    && term.Meanings.Select(one => Words.Fold(one.Group)).Distinct().ToArray() is var groups
                    && (groups.Length > 1 || groups.Any(from.Contains))
                ),
            ];
        }
    }

    /// <summary>The last day on which anything moved.</summary>
    public DateOnly? Last =>
        Exchanges
            .Select(one => (DateOnly?)one.OnDay)
            .Concat(Versions.Select(one => (DateOnly?)one.OnDay))
            .Concat(Uses.Select(one => (DateOnly?)one.OnDay))
            .Concat(Questions.SelectMany(one => new[] { one.AskedOn, one.AnsweredOn }))
            .Max();
}

/// <summary>Reads the exchanges of a list of innovations: one query a table, however long the list.</summary>
internal static class ExchangeBook
{
    private const int AtOnce = 500;

    private const string ExchangesSql = """
        select id, innovation_id, from_group, to_group, what, why, format, language, access, on_day, recorded_by, version
        from knowledge_exchange where innovation_id in @ids and withdrawn = false order by on_day desc, id desc
        """;

    private const string ProductsSql = """
        select id, innovation_id, name, for_group, is_public, recorded_by, version from knowledge_product
        where innovation_id in @ids and withdrawn = false order by id
        """;

    private const string VersionsSql = """
        select v.id, v.innovation_id, v.product_id, v.label, v.changes, v.formats, v.language, v.body, v.on_day from knowledge_version v
            join knowledge_product p on p.id = v.product_id and p.withdrawn = false
        where v.innovation_id in @ids order by v.on_day, v.id
        """;

    private const string UsesSql = """
        select u.id, u.innovation_id, u.product_id, u.kind, u.by_group, u.words, u.on_day, u.recorded_by from knowledge_use u
            join knowledge_product p on p.id = u.product_id and p.withdrawn = false
        where u.innovation_id in @ids order by u.on_day, u.id
        """;

    private const string QuestionsSql = """
        select id, innovation_id, words, from_group, person_id, owed_by, asked_on, answer, answered_on, recorded_by, version
        from knowledge_question where innovation_id in @ids and withdrawn = false
        order by case when answered_on is null then 0 else 1 end, asked_on desc, id desc
        """;

    private const string TermsSql = """
        select id, innovation_id, word, agreed, recorded_by, version from knowledge_term
        where innovation_id in @ids and withdrawn = false order by word_key, id
        """;

    private const string MeaningsSql = """
        select m.term_id, m.by_group, m.meaning from knowledge_meaning m join knowledge_term t on t.id = m.term_id
        where t.innovation_id in @ids and t.withdrawn = false order by m.term_id, m.nr
        """;

    public static async Task<IReadOnlyList<InnovationExchange>> Read(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> innovations,
        CancellationToken ct
    )
    {
        var all = new List<InnovationExchange>(innovations.Count);
        foreach (var some in innovations.Distinct().Chunk(AtOnce))
            all.AddRange(await database.Read(c => Some(c, some), ct));
        return all;
    }

    public static async Task<InnovationExchange> One(IModuleDatabase database, Guid innovation, CancellationToken ct) =>
        (await Read(database, [innovation], ct))[0];

    private static async Task<IReadOnlyList<InnovationExchange>> Some(DbConnection c, Guid[] ids)
    {
        var asked = new { ids };
        var exchanges = (await c.QueryAsync<Exchange>(ExchangesSql, asked)).ToLookup(row => row.InnovationId);
        var products = (await c.QueryAsync<Product>(ProductsSql, asked)).ToLookup(row => row.InnovationId);
        var versions = (await c.QueryAsync<ProductVersion>(VersionsSql, asked)).ToLookup(row => row.InnovationId);
        var uses = (await c.QueryAsync<Use>(UsesSql, asked)).ToLookup(row => row.InnovationId);
        var questions = (await c.QueryAsync<Question>(QuestionsSql, asked)).ToLookup(row => row.InnovationId);
        var meanings = (await c.QueryAsync<(Guid Term, string Group, string Words)>(MeaningsSql, asked)).ToLookup(
            row => row.Term,
            row => new Meaning(row.Group, row.Words)
        );
        var terms = (await c.QueryAsync<Term>(TermsSql, asked))
            .Select(term => term with { Meanings = [.. meanings[term.Id]] })
            .ToLookup(row => row.InnovationId);
        return
        [
            .. ids.Select(id => new InnovationExchange
            {
                InnovationId = id,
                Exchanges = [.. exchanges[id]],
                Products = [.. products[id]],
                Versions = [.. versions[id]],
                Uses = [.. uses[id]],
                Questions = [.. questions[id]],
                Terms = [.. terms[id]],
            }),
        ];
    }
}
