using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Readiness;

/// <summary>Something that must or should be ready before it is handed over, and how far it is, with what shows it.</summary>
public static class RecordReadiness
{
    private const int Ready = 3;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required ReadinessDomain? Domain { get; init; }
        public required string What { get; init; }
        public required bool IsMandatory { get; init; }
        public required int? Level { get; init; }
        public required string Evidence { get; init; }
        public required DateOnly? LookedOn { get; init; }
        public required int Version { get; init; }
    }

    internal const string Insert = """
        insert into readiness_item (id, innovation_id, domain, what, search_key, is_mandatory, level, evidence, looked_on,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @Domain, @What, @SearchKey, @IsMandatory, @Level, @Evidence, @LookedOn, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal const string Update = """
        update readiness_item set domain = @Domain, what = @What, search_key = @SearchKey, is_mandatory = @IsMandatory, level = @Level,
            evidence = @Evidence, looked_on = @LookedOn, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Find =
        "select what from readiness_item where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Withdraw = """
        update readiness_item set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/readiness/new",
            Api = Paths.Api + "/readiness",
            Permission = Permissions.Record,
            Start = visit => Task.FromResult<Input?>(Input.Of(("domain", visit.Asked("domain")))),
            Read = Read,
            Handle = async (form, visit) =>
                TooEarly(form, visit) ?? await Keeping.Make(visit, Insert, form.Id, Row(form, visit.Clock.Today())),
            Show = (input, visit) => Task.FromResult<IResult?>(Page(input, visit, null)),
            Then = (visit, _) => Paths.Ownership(visit.InnovationId) + "#readiness",
            Said = () => T["It is on the wall now."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/readiness/{itemId:guid}",
            Api = Paths.Api + "/readiness/{itemId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("itemId")),
            Read = Read,
            Handle = async (form, visit) =>
            {
                var id = visit.RouteId("itemId");
                return TooEarly(form, visit)
                    ?? await Keeping.Change(visit, Update, id, Row(form with { Id = id }, visit.Clock.Today()), Start);
            },
            Show = async (input, visit) =>
                await Start(visit, visit.RouteId("itemId")) is null
                    ? null
                    : Page(input, visit, visit.RouteId("itemId")),
            Then = (visit, _) => Paths.Ownership(visit.InnovationId) + "#readiness",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Withdraw,
            new Withdrawal
            {
                Record = Paths.Route + "/readiness/{itemId:guid}",
                RouteId = "itemId",
                Permission = Permissions.Record,
                Title = () => T["Take this off the wall"],
                Lede = () => T["For what does not matter here. If it is only far from ready, say so by its level."],
                Said = () => T["It is off the wall, and no longer counts."],
                Back = visit => Paths.Ownership(visit.InnovationId) + "#readiness",
            }
        );

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Domain = input.Choice<ReadinessDomain>("domain", T["what it is about"], required: true),
            What = input.Text("what", T["what must be ready"], required: true, max: 300),
            IsMandatory = input.Tick("isMandatory"),
            Level = input.Whole("level", T["how far it is"], 0, 4),
            Evidence = input.Text("evidence", T["what shows it"], max: 2000),
            LookedOn = input.Date("lookedOn", T["the day"]),
            Version = input.Version(),
        };
        if (form.Level >= Ready && form.Evidence.Length == 0)
            input.Error("evidence", T["Enter what shows that it is ready, so that the others can see it too."]);
        return form;
    }

    private static Outcome<Guid>? TooEarly(Form form, IVisit visit) =>
        form.LookedOn > visit.Clock.Today()
            ? Outcome<Guid>.Refused("lookedOn", T["That day is still to come. Record it when it has happened."])
            : null;

    internal static object Row(Form form, DateOnly today) =>
        new
        {
            form.Id,
            Domain = form.Domain!.Value.ToString(),
            form.What,
            SearchKey = Words.Key(form.What),
            form.IsMandatory,
            form.Level,
            form.Evidence,
            LookedOn = form.Level is null ? (DateOnly?)null : form.LookedOn ?? today,
            form.Version,
        };

    internal static Input InputOf(ReadinessItem kept) =>
        Input.Of(
            ("domain", kept.Domain.ToString()),
            ("what", kept.What),
            ("isMandatory", kept.IsMandatory ? "yes" : null),
            ("level", kept.Level?.ToString(CultureInfo.InvariantCulture) ?? ""),
            ("evidence", kept.Evidence),
            ("lookedOn", kept.LookedOn?.Iso()),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static async Task<Input?> Start(IVisit visit, Guid id)
    {
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Items.FirstOrDefault(one => one.Id == id) is { } kept ? InputOf(kept) : null;
    }

    private static IResult Page(Input input, IVisit visit, Guid? id) =>
        visit.Page<RecordReadinessPage>(("Input", input), ("InnovationId", visit.InnovationId), ("ItemId", id));
}
