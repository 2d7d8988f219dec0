using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Exchanges;
using CoProd.KnowledgeExchange.Items;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Dapper;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>
/// Carries an innovation's knowledge to another installation: what those who take part may read, and of that nothing sensitive of somebody
/// who did not agree to go along. Only the ids of people who take part travel, and how they wish to be called only where they agreed to go
/// along. Taken in twice, it is there once.
/// </summary>
internal sealed class KnowledgePortability(IModuleDatabase database, TimeProvider clock, IServiceProvider services)
    : IPortability
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
    };

    private const string TakesPart = "select person_id from host_access where innovation_id = @innovationId";

    private const string ItemIds = "select id from knowledge_item where innovation_id = @InnovationId";
    private const string DecisionIds = "select id from knowledge_decision where innovation_id = @InnovationId";
    private const string LinkIds = "select id from knowledge_link where innovation_id = @InnovationId";

    private const string InsertItem = """
        insert into knowledge_item (id, innovation_id, statement, source, person_id, from_group, place, place_key, topic, heard_on, consent,
            consent_until, is_sensitive, attribution, attributed_as, agreement, recorded_by, note_id, recorded_at, changed_at)
        values (@Id, @InnovationId, @Statement, @Source, @PersonId, @FromGroup, @Place, @PlaceKey, @Topic, @HeardOn, @Consent,
            @ConsentUntil, @IsSensitive, @Attribution, @AttributedAs, @Agreement, @RecordedBy, @NoteId, @RecordedAt, @Now)
        on conflict do nothing
        """;

    private const string InsertContest = """
        insert into knowledge_contest (id, innovation_id, item_id, words, person_id, on_day, outcome, settled_on, recorded_by, recorded_at,
            changed_at)
        values (@Id, @InnovationId, @ItemId, @Words, @PersonId, @OnDay, @Outcome, @SettledOn, @RecordedBy, @Now, @Now) on conflict do nothing
        """;

    private const string InsertDecision = """
        insert into knowledge_decision (id, innovation_id, question, search_key, decided_on, outcome, decided_by, was_settled_before,
            recorded_by, recorded_at, changed_at)
        values (@Id, @InnovationId, @Question, @SearchKey, @DecidedOn, @Outcome, @DecidedBy, @WasSettledBefore, @RecordedBy, @RecordedAt,
            @Now) on conflict do nothing
        """;

    private const string InsertOption =
        "insert into knowledge_option (decision_id, nr, words) values (@id, @nr, @words) on conflict do nothing";

    private const string InsertLink = """
        insert into knowledge_link (id, innovation_id, item_id, decision_id, effect, reason, recorded_at, changed_at)
        values (@Id, @InnovationId, @ItemId, @DecisionId, @Effect, @Reason, @Now, @Now) on conflict do nothing
        """;

    private const string InsertReply = """
        insert into knowledge_reply (id, innovation_id, item_id, link_id, words, channel, on_day, understood, understood_on, recorded_by,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @ItemId, @LinkId, @Words, @Channel, @OnDay, @Understood, @UnderstoodOn, @RecordedBy, @RecordedAt, @Now)
        on conflict do nothing
        """;

    public async Task<JsonNode> Export(Guid innovationId, CancellationToken ct)
    {
        var book = await KnowledgeBook.One(database, innovationId, ct);
        var here = (await database.Read(c => c.QueryAsync<Guid>(TakesPart, new { innovationId }), ct)).ToHashSet();
        var (going, today) = (await Going.Along(services, book.Items, ct), clock.Today());
        // The note it was made of is named with it: a consent that is taken back there holds that note back, too.
        var items = book
            .Items.Where(item => going.Travels(item, today))
            .Select(item =>
                item with
                {
                    PersonId = Only(item.PersonId),
                    PersonName = null,
                    AttributedAs =
                        item.Attribution == Attribution.Group || going.IsByName(item) ? item.AttributedAs : "",
                    RecordedBy = Guid.Empty,
                }
            )
            .ToArray();
        var ids = items.Select(item => item.Id).ToHashSet();
        var leaving = JsonSerializer.SerializeToNode(
            book with
            {
                Items = items,
                Contests =
                [
                    .. book
                        .Contests.Where(one => ids.Contains(one.ItemId))
                        .Select(one => one with { PersonId = Only(one.PersonId), RecordedBy = Guid.Empty }),
                ],
                Decisions = [.. book.Decisions.Select(one => one with { RecordedBy = Guid.Empty })],
                Links = [.. book.Links.Where(one => ids.Contains(one.ItemId))],
                Replies =
                [
                    .. book
                        .Replies.Where(one => ids.Contains(one.ItemId))
                        .Select(one => one with { RecordedBy = Guid.Empty }),
                ],
            },
            Json
        )!;
        leaving["exchange"] = JsonSerializer.SerializeToNode(
            await ExchangePortability.Leaving(database, innovationId, Only, ct),
            Json
        );
        return leaving;

        Guid? Only(Guid? person) => person is { } id && here.Contains(id) ? id : null;
    }

    private static readonly RecordLimits Limits = new RecordLimits()
        .Text<KnowledgeItem>(nameof(KnowledgeItem.Statement), 4000, required: true)
        .Text<KnowledgeItem>(nameof(KnowledgeItem.Topic), 300)
        .Text<KnowledgeItem>(nameof(KnowledgeItem.Place), 300)
        .Text<KnowledgeItem>(nameof(KnowledgeItem.FromGroup), 300)
        .Text<Contest>(nameof(Contest.Words), 4000, required: true)
        .Text<Decision>(nameof(Decision.Question), 1000, required: true)
        .Text<Reply>(nameof(Reply.Words), 2000, required: true)
        .Text<ProductVersion>(nameof(ProductVersion.Body), 20_000)
        .Text<Question>(nameof(Question.Words), 2000, required: true);

    public async Task Import(JsonNode records, CancellationToken ct)
    {
        var book = records.Deserialize<InnovationKnowledge>(Json);
        var exchange = records["exchange"].Deserialize<InnovationExchange>(Json);
        // Both are looked at before anything of either is written.
        if (book is not null)
            Limits.Check(book);
        if (exchange is not null)
            Limits.Check(exchange);
        if (book is not null)
            await Put(database, book, ct);
        if (exchange is not null)
            await ExchangePortability.Put(database, exchange, ct);
    }

    /// <summary>Writes records as they are; the demo's too.</summary>
    public static Task Put(IModuleDatabase database, InnovationKnowledge book, CancellationToken ct) =>
        database.Write(writing => Put(writing, book), ct);

    private static void Put(IWriting writing, InnovationKnowledge book)
    {
        var c = writing.Connection;
        var whole = new { book.InnovationId };
        foreach (var one in book.Items)
            if (c.Execute(InsertItem, Values(one, "", one.Place)) > 0)
                ItemText.Write(c, one.Id, one.Statement, one.Topic, one.Place, one.FromGroup);
        // What refers to a record refers to one of this innovation, or is left out: a file may say what it likes.
        var items = c.Query<Guid>(ItemIds, whole).ToHashSet();
        foreach (var one in book.Contests.Where(one => items.Contains(one.ItemId)))
            c.Execute(InsertContest, Values(one, "", ""));
        foreach (var one in book.Decisions)
        {
            if (c.Execute(InsertDecision, Values(one, one.Question, "")) == 0)
                continue;
            for (var nr = 0; nr < one.Options.Count; nr++)
                c.Execute(
                    InsertOption,
                    new
                    {
                        id = one.Id,
                        nr,
                        words = one.Options[nr],
                    }
                );
        }
        var decisions = c.Query<Guid>(DecisionIds, whole).ToHashSet();
        foreach (var one in book.Links.Where(one => items.Contains(one.ItemId) && decisions.Contains(one.DecisionId)))
            c.Execute(InsertLink, Values(one, "", ""));
        var links = c.Query<Guid>(LinkIds, whole).ToHashSet();
        foreach (var one in book.Replies.Where(one => items.Contains(one.ItemId)))
            c.Execute(
                InsertReply,
                Values(one with { LinkId = one.LinkId is { } id && links.Contains(id) ? id : null }, "", "")
            );
        writing.Changed(book.InnovationId);

        DynamicParameters Values(object row, string words, string place)
        {
            var all = new DynamicParameters();
            foreach (var property in row.GetType().GetProperties().Where(property => property.CanWrite))
            {
                var value = property.GetValue(row);
                if (value is DateTimeOffset at && at == default)
                    value = writing.Now;
                if (value is not IReadOnlyList<string>)
                    all.Add(property.Name, value is Enum word ? word.ToString() : value);
            }
            all.Add("SearchKey", Words.Key(words));
            all.Add("PlaceKey", Words.Key(place));
            all.Add("InnovationId", book.InnovationId);
            all.Add("Now", writing.Now);
            return all;
        }
    }
}
