using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Exchanges;

/// <summary>Something went from one group to another: what, why, in which way and language, and what helped people to take it in.</summary>
public static class RecordExchange
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string FromGroup { get; init; }
        public required string ToGroup { get; init; }
        public required string What { get; init; }
        public required string Why { get; init; }
        public required ExchangeFormat Format { get; init; }
        public required string Language { get; init; }
        public required string Access { get; init; }
        public required DateOnly? On { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into knowledge_exchange (id, innovation_id, from_group, to_group, what, why, format, language, access, on_day, recorded_by,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @FromGroup, @ToGroup, @What, @Why, @Format, @Language, @Access, @OnDay, @RecordedBy, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update knowledge_exchange set from_group = @FromGroup, to_group = @ToGroup, what = @What, why = @Why, format = @Format,
            language = @Language, access = @Access, on_day = @OnDay, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Find = """
        select what from knowledge_exchange where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Withdraw = """
        update knowledge_exchange set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/exchange/new",
            Api = Paths.Api + "/exchange/new",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) =>
                Early(form, visit) is { } refused
                    ? Task.FromResult(refused)
                    : Keeping.Make(visit, Insert, form.Id, Row(form, form.Id, visit)),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Exchange(visit.InnovationId),
            Said = () => T["The exchange is recorded."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/exchange/{exchangeId:guid}",
            Api = Paths.Api + "/exchange/{exchangeId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("exchangeId")),
            Read = Read,
            Handle = (form, visit) =>
                Early(form, visit) is { } refused
                    ? Task.FromResult(refused)
                    : Keeping.Change(
                        visit,
                        Update,
                        visit.RouteId("exchangeId"),
                        Row(form, visit.RouteId("exchangeId"), visit),
                        Start
                    ),
            Show = (input, visit) => Show(input, visit, visit.RouteId("exchangeId")),
            Then = (visit, _) => Paths.Exchange(visit.InnovationId),
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Withdraw,
            new Withdrawal
            {
                Record = Paths.Route + "/exchange/{exchangeId:guid}",
                RouteId = "exchangeId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this exchange"],
                Lede = () => T["For one that did not happen."],
                Said = () => T["The exchange is withdrawn."],
                Back = visit => Paths.Exchange(visit.InnovationId),
            }
        );

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            FromGroup = input.Text("fromGroup", T["the group it came from"], required: true),
            ToGroup = input.Text("toGroup", T["the group it went to"], required: true),
            What = input.Text("what", T["what it was"], max: 1000),
            Why = input.Text("why", T["what it was for"], max: 1000),
            Format = input.Choice<ExchangeFormat>("format", T["how it went"]) ?? ExchangeFormat.Talk,
            Language = input.Text("language", T["the language"]),
            Access = input.Text("access", T["what helped people to take it in"]),
            On = input.Date("on", T["the day"]),
            Version = input.Version(),
        };

    private static Outcome<Guid>? Early(Form form, IVisit visit) =>
        form.On > visit.Clock.Today()
            ? Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."])
            : null;

    private static object Row(Form form, Guid id, IVisit visit) =>
        new
        {
            Id = id,
            form.FromGroup,
            form.ToGroup,
            form.What,
            form.Why,
            Format = form.Format.ToString(),
            form.Language,
            form.Access,
            OnDay = form.On ?? visit.Clock.Today(),
            RecordedBy = visit.Caller.AccountId,
            form.Version,
        };

    private static async Task<Input?> Start(IVisit visit, Guid id)
    {
        var book = await ExchangeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Exchanges.FirstOrDefault(one => one.Id == id) is not { } kept
            ? null
            : Input.Of(
                ("fromGroup", kept.FromGroup),
                ("toGroup", kept.ToGroup),
                ("what", kept.What),
                ("why", kept.Why),
                ("format", kept.Format.ToString()),
                ("language", kept.Language),
                ("access", kept.Access),
                ("on", kept.OnDay.Iso()),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? id) =>
        visit.Page<RecordExchangePage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("ExchangeId", id),
            (
                "Groups",
                (await ExchangeBook.One(visit.Database, visit.InnovationId, visit.Gone))
                    .Exchanges.SelectMany(one => new[] { one.FromGroup, one.ToGroup })
                    .Distinct()
                    .Order(StringComparer.CurrentCulture)
                    .ToList()
            )
        );
}
