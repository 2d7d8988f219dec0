using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.KnowledgeExchange.Items;

/// <summary>What people know about one innovation, newest first, as far as the reader may read it; by words where some are typed.</summary>
public static class ItemList
{
    private const int PageSize = 25;

    /// <summary>An item as the list shows it.</summary>
    public sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Statement { get; init; }
        public required KnowledgeSource Source { get; init; }
        public required string Whose { get; init; }
        public required string Place { get; init; }
        public required string Topic { get; init; }
        public required DateOnly HeardOn { get; init; }
        public required bool IsContested { get; init; }
        public required ConsentScope Consent { get; init; }
        public required bool IsSensitive { get; init; }

        /// <summary>Whether the last day on which others might read it is over.</summary>
        public required bool HasRunOut { get; init; }
    }

    private const string Columns = """
        select k.id, k.innovation_id, k.statement, k.source, k.person_id, p.name as person_name, k.from_group, k.place, k.topic, k.heard_on,
            k.consent, k.consent_until, k.is_sensitive, k.attribution, k.attributed_as, k.agreement, k.recorded_by, k.recorded_at, k.version,
            exists (select 1 from knowledge_contest t where t.item_id = k.id and t.withdrawn = false and t.settled_on is null) as is_contested
        from knowledge_item k left join host_person p on p.id = k.person_id
        """;

    private const string Tail = """
         and k.withdrawn = false and k.innovation_id = @InnovationId and (k.heard_on, k.id) < (@Before, @Id)
            and (@CountsAll or k.id in @Counted) and
        """;

    private const string Order = " order by k.heard_on desc, k.id desc limit @Limit";

    private const string All = Columns + " where 1 = 1" + Tail + Reach.Sql + Order;

    private const string InSqlite =
        Columns
        + " join knowledge_text w on w.item_id = k.id where w.nr in (select rowid from knowledge_words where knowledge_words match @Question)"
        + Tail
        + Reach.Sql
        + Order;

    private const string InPostgres =
        Columns
        + " join knowledge_text w on w.item_id = k.id where to_tsvector('simple', w.words) @@ to_tsquery('simple', @Question)"
        + Tail
        + Reach.Sql
        + Order;

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var (counted, items) = await CountedIn(visit);
        var today = visit.Clock.Today();
        return visit.Page<ItemListPage>(
            ("Page", await Find(visit, counted, items)),
            ("Request", ListRequest.From(visit)),
            ("InnovationId", visit.InnovationId),
            ("MayTell", visit.Caller.May(Permissions.Tell)),
            ("MayRecord", visit.Caller.May(Permissions.Record)),
            ("Query", counted.Query),
            ("Counts", counted.Said),
            ("Hidden", items.Count(item => !visit.Caller.MayRead(item, today)))
        );
    }

    private static async Task<(Counted Counted, IReadOnlyList<KnowledgeItem> Items)> CountedIn(IVisit visit)
    {
        var counted = Counted.From(visit);
        if (counted.IsAll)
            return (counted, []);
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return (counted, counted.Of(book, KnowledgeSettings.From(visit.Get<ISettings>()), visit.Clock.Today()));
    }

    internal static async Task<ListPage<Row>?> Answer(IVisit visit)
    {
        var (counted, items) = await CountedIn(visit);
        return await Find(visit, counted, items);
    }

    private static async Task<ListPage<Row>> Find(IVisit visit, Counted counted, IReadOnlyList<KnowledgeItem> items)
    {
        var (day, id) = Keys.Read(visit.Asked("after"));
        var filter = ListRequest.From(visit).Filter;
        var isDay = DateOnly.TryParseExact(day, "yyyy-MM-dd", out var before);
        var rows = await visit.Database.Read(
            async c =>
            {
                var sqlite = ItemText.IsSqlite(c);
                var asked = new
                {
                    visit.InnovationId,
                    Before = isDay ? before : DateOnly.MaxValue,
                    Id = isDay ? id : Guid.Empty,
                    Question = ItemText.Question(filter, sqlite),
                    Scopes = Reach.Scopes(visit.Caller),
                    visit.Caller.PersonId,
                    MayRecord = visit.Caller.May(Permissions.Record),
                    Today = visit.Clock.Today(),
                    CountsAll = counted.IsAll,
                    Counted = items.Select(item => item.Id).Append(Guid.Empty).ToArray(),
                    Limit = PageSize + 1,
                };
                if (filter.Length > 0 && asked.Question.Length == 0)
                    return [];
                var sql =
                    filter.Length == 0 ? All
                    : sqlite ? InSqlite
                    : InPostgres;
                return (await c.QueryAsync<Found>(sql, asked)).AsList();
            },
            visit.Gone
        );
        var today = visit.Clock.Today();
        return ListPage<Row>.Of(
            [.. rows.Select(row => Of(row, today))],
            PageSize,
            row => Keys.Write(row.HeardOn.Iso(), row.Id)
        );
    }

    private static Row Of(Found found, DateOnly today) =>
        new()
        {
            Id = found.Id,
            Statement = Say.Words(found.Item),
            Source = found.Source,
            Whose = Say.Whose(found.Item),
            Place = found.Place,
            Topic = found.Topic,
            HeardOn = found.HeardOn,
            IsContested = found.IsContested,
            Consent = found.Consent,
            IsSensitive = found.IsSensitive,
            HasRunOut = found.ConsentUntil < today,
        };

    private sealed record Found
    {
        public Guid Id { get; init; }
        public string Statement { get; init; } = "";
        public KnowledgeSource Source { get; init; }
        public string? PersonName { get; init; }
        public string FromGroup { get; init; } = "";
        public string Place { get; init; } = "";
        public string Topic { get; init; } = "";
        public DateOnly HeardOn { get; init; }
        public Attribution Attribution { get; init; }
        public string AttributedAs { get; init; } = "";
        public bool IsContested { get; init; }
        public ConsentScope Consent { get; init; }
        public DateOnly? ConsentUntil { get; init; }
        public bool IsSensitive { get; init; }

        public KnowledgeItem Item =>
            new()
            {
                Statement = Statement,
                PersonName = PersonName,
                FromGroup = FromGroup,
                Attribution = Attribution,
                AttributedAs = AttributedAs,
            };
    }
}
