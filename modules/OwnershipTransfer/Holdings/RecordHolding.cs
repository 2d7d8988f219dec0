using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Figures;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Holdings;

/// <summary>Who holds a right, or a share of it, from which day on; and whether somebody can overrule it.</summary>
public static class RecordHolding
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required OwnershipRight? Right { get; init; }
        public required Guid? PartyId { get; init; }
        public required int Share { get; init; }
        public required bool HasVeto { get; init; }
        public required DateOnly? From { get; init; }
        public required DateOnly? Until { get; init; }
        public required string Note { get; init; }
        public required int Version { get; init; }
    }

    internal const string Insert = """
        insert into right_holding (id, innovation_id, right_kind, party_id, share, has_veto, from_on, until_on, note,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @RightKind, @PartyId, @Share, @HasVeto, @From, @Until, @Note, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal const string Update = """
        update right_holding set right_kind = @RightKind, party_id = @PartyId, share = @Share, has_veto = @HasVeto, from_on = @From,
            until_on = @Until, note = @Note, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Find = """
        select p.name from right_holding h join ownership_party p on p.id = h.party_id
        where h.id = @Id and h.innovation_id = @InnovationId and h.withdrawn = false
        """;

    private const string Withdraw = """
        update right_holding set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/holdings/new",
            Api = Paths.Api + "/holdings",
            Permission = Permissions.Record,
            Start = visit =>
                Task.FromResult<Input?>(
                    Input.Of(("right", visit.Asked("right")), ("share", "100"), ("from", visit.Clock.Today().Iso()))
                ),
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Ownership(visit.InnovationId) + "#rights",
            Said = () => T["It is recorded who holds this right."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/holdings/{holdingId:guid}",
            Api = Paths.Api + "/holdings/{holdingId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("holdingId")),
            Read = Read,
            Handle = (form, visit) =>
                Handle(form with { Id = visit.RouteId("holdingId") }, visit, visit.RouteId("holdingId")),
            Show = (input, visit) => Show(input, visit, visit.RouteId("holdingId")),
            Then = (visit, _) => Paths.Ownership(visit.InnovationId) + "#rights",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Withdraw,
            new Withdrawal
            {
                Record = Paths.Route + "/holdings/{holdingId:guid}",
                RouteId = "holdingId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw what is recorded of this right"],
                Lede = () =>
                    T["For what was recorded by mistake. If somebody holds it no more, edit it and say until when."],
                Said = () => T["It is withdrawn. It no longer counts."],
                Back = visit => Paths.Ownership(visit.InnovationId) + "#rights",
            }
        );

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Right = input.Choice<OwnershipRight>("right", T["the right"], required: true),
            PartyId = input.Id("partyId", T["who holds it"], required: true),
            Share = input.Whole("share", T["the share"], 0, 100, required: true) ?? 0,
            HasVeto = input.Tick("hasVeto"),
            From = input.Date("from", T["the first day"], required: true),
            Until = input.Date("until", T["the last day"]),
            Note = input.Text("note", T["the note"], max: 1000),
            Version = input.Version(),
        };
        input.InOrder("until", form.From, form.Until, T["The last day must not be before the first day."]);
        if (form.Share == 0 && !form.HasVeto && input.ErrorOf("share") is null)
            input.Error("share", T["Enter a share of 1 to 100 per cent; 0 is for somebody who can only overrule."]);
        return form;
    }

    /// <summary>What is wrong with a holding beside those there are; null where nothing is.</summary>
    internal static (string Field, string Sentence)? Clash(Form form, IEnumerable<Holding> others)
    {
        var same = others.Where(one => one.Id != form.Id && one.RightKind == form.Right).ToList();
        if (same.Exists(one => one.PartyId == form.PartyId && one.AsSpan(false).Meets(form.From!.Value, form.Until)))
            return (
                "from",
                T[
                    "This party’s share of this right is recorded for some of these days already. Edit that one, or end it first."
                ]
            );
        var spans = same.Select(one => one.AsSpan(false))
            .Append(new Span(form.Share, false, form.From!.Value, form.Until))
            .ToList();
        var (most, on) = TransferIndex.Peak(spans, form.From!.Value, form.Until);
        return most <= 100
            ? null
            : (
                "share",
                T[
                    "With what others hold it would be {0} per cent on {1}. A right has 100: end or lessen another share first.",
                    most,
                    on.Long()
                ]
            );
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Guid? before)
    {
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        if (book.PartyOf(form.PartyId) is null || (before is not null && book.Holdings.All(one => one.Id != before)))
            return Outcome<Guid>.Missing();
        if (Clash(form, book.Holdings) is { } clash)
            return Outcome<Guid>.Refused(clash.Field, clash.Sentence);
        return before is { } id
            ? await Keeping.Change(visit, Update, id, Row(form), Start)
            : await Keeping.Make(visit, Insert, form.Id, Row(form));
    }

    internal static object Row(Form form) =>
        new
        {
            form.Id,
            RightKind = form.Right!.Value.ToString(),
            form.PartyId,
            form.Share,
            form.HasVeto,
            form.From,
            form.Until,
            form.Note,
            form.Version,
        };

    internal static Input InputOf(Holding kept) =>
        Input.Of(
            ("right", kept.RightKind.ToString()),
            ("partyId", kept.PartyId.ToString()),
            ("share", kept.Share.ToString(CultureInfo.InvariantCulture)),
            ("hasVeto", kept.HasVeto ? "yes" : null),
            ("from", kept.FromOn.Iso()),
            ("until", kept.UntilOn?.Iso()),
            ("note", kept.Note),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static async Task<Input?> Start(IVisit visit, Guid id)
    {
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Holdings.FirstOrDefault(one => one.Id == id) is { } kept ? InputOf(kept) : null;
    }

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? id)
    {
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        if (id is not null && book.Holdings.All(one => one.Id != id))
            return null;
        return visit.Page<RecordHoldingPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("HoldingId", id),
            ("Parties", book.Parties.Select(one => new Choice(one.Id.ToString(), one.Name)).ToList())
        );
    }
}
