using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Figures;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Handovers;

/// <summary>Which right is to pass with a handover, how much of it, when, and whether the giver can still overrule.</summary>
public static class PlanRight
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required OwnershipRight? Right { get; init; }
        public required int Share { get; init; }
        public required bool KeepsVeto { get; init; }
        public required DateOnly? PlannedOn { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into handover_right (id, innovation_id, handover_id, right_kind, share, keeps_veto, planned_on, recorded_at, changed_at)
        values (@Id, @InnovationId, @HandoverId, @RightKind, @Share, @KeepsVeto, @PlannedOn, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update handover_right set right_kind = @RightKind, share = @Share, keeps_veto = @KeepsVeto, planned_on = @PlannedOn,
            version = version + 1, changed_at = @Now
        where id = @Id and handover_id = @HandoverId and innovation_id = @InnovationId and version = @Version and withdrawn = false
            and held_on is null
        """;

    private const string Withdraw = """
        update handover_right set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and handover_id = @HandoverId and innovation_id = @InnovationId and withdrawn = false and held_on is null
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/rights/new",
            Api = "/api" + Paths.HandoverRoute + "/rights",
            Permission = Permissions.TakePart,
            Start = visit => Task.FromResult<Input?>(Input.Of(("share", "100"))),
            Read = Read,
            Handle = async (form, visit) =>
                await HandoverCase.ToDraft(visit) is { } kept
                    ? await Handle(form, visit, kept, null)
                    : Outcome<Guid>.Missing(),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#rights",
            Said = () => T["The right is in the draft."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/rights/{rightId:guid}",
            Api = "/api" + Paths.HandoverRoute + "/rights/{rightId:guid}",
            Permission = Permissions.TakePart,
            Start = async visit => await Kept(visit) is var (_, right) ? InputOf(right) : null,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is var (kept, right)
                    ? await Handle(form with { Id = right.Id }, visit, kept, right)
                    : Outcome<Guid>.Missing(),
            Show = (input, visit) => Show(input, visit, visit.RouteId("rightId")),
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#rights",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        new AskOnce
        {
            Title = () => T["Leave this right out of the handover"],
            Lede = () => T["It stays with whoever holds it now."],
            Name = async visit => await Kept(visit) is var (_, right) ? Say.Right(right.RightKind) : null,
            Label = () => T["Yes, it does not pass"],
            Send = () => T["Leave it out"],
            Said = () => T["The right is no longer in the draft."],
            Do = (visit, writing) =>
            {
                var row = new { Id = visit.RouteId("rightId"), HandoverId = visit.RouteId("handoverId") };
                return Keeping.Mark(visit, writing, Withdraw, row)
                    && Keeping.Mark(visit, writing, HandoverCase.NewTerms, row);
            },
        }.Route(
            Paths.HandoverRoute + "/rights/{rightId:guid}/withdraw",
            "/api" + Paths.HandoverRoute + "/rights/{rightId:guid}/withdraw",
            Permissions.Record,
            visit => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#rights"
        );

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Right = input.Choice<OwnershipRight>("right", T["the right"], required: true),
            Share = input.Whole("share", T["the share"], 1, 100, required: true) ?? 100,
            KeepsVeto = input.Tick("keepsVeto"),
            PlannedOn = input.Date("plannedOn", T["the day on which it passes"], required: true),
            Version = input.Version(),
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, HandoverCase kept, HandoverRight? before)
    {
        if (kept.Handover.Rights.Any(one => one.Id != form.Id && one.RightKind == form.Right))
            return Outcome<Guid>.Refused("right", T["This right is in the draft already. Edit it there."]);
        if (form.PlannedOn < kept.Handover.DraftedOn)
            return Outcome<Guid>.Refused(
                "plannedOn",
                T["It was drafted on {0}; a right cannot pass before.", kept.Handover.DraftedOn.Long()]
            );
        var plan = new HandoverRight
        {
            RightKind = form.Right!.Value,
            Share = form.Share,
            KeepsVeto = form.KeepsVeto,
        };
        if (kept.Book.Pass(kept.Handover, plan, form.PlannedOn!.Value).Refusal == PassRefusal.TooMuch)
            return Outcome<Guid>.Refused(
                "share",
                T[
                    "Others hold some of this right, and together it would be more than 100 per cent. Enter a smaller share."
                ]
            );
        var innovation = visit.InnovationId;
        var done = await Keeping.Several(
            visit,
            form.Id,
            writing => Write(writing, form, innovation, kept.Handover.Id, before is null)
        );
        return done.Kind == OutcomeKind.Missing && await Kept(visit) is var (_, theirs)
            ? Outcome<Guid>.Conflict(InputOf(theirs))
            : done;
    }

    private static bool Write(IWriting writing, Form form, Guid innovation, Guid handover, bool isNew)
    {
        var row = Keeping.With(
            new
            {
                form.Id,
                HandoverId = handover,
                RightKind = form.Right!.Value.ToString(),
                form.Share,
                form.KeepsVeto,
                form.PlannedOn,
                form.Version,
            },
            innovation,
            writing
        );
        var c = writing.Connection;
        if (isNew)
        {
            if (c.Execute(Insert, row) == 0)
                return true;
        }
        else if (c.Execute(Update, row) == 0)
            return false;
        c.Execute(HandoverCase.NewTerms, row);
        return true;
    }

    // What has passed is history: it is not planned any more.
    private static async Task<(HandoverCase Case, HandoverRight Right)?> Kept(IVisit visit) =>
        visit.Http.Request.RouteValues.ContainsKey("rightId")
        && await HandoverCase.ToDraft(visit) is { } kept
        && kept.Right(visit.RouteId("rightId")) is { HeldOn: null } right
            ? (kept, right)
            : null;

    private static Input InputOf(HandoverRight kept) =>
        Input.Of(
            ("right", kept.RightKind.ToString()),
            ("share", kept.Share.ToString(CultureInfo.InvariantCulture)),
            ("keepsVeto", kept.KeepsVeto ? "yes" : null),
            ("plannedOn", kept.PlannedOn.Iso()),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? right)
    {
        if (await HandoverCase.ToDraft(visit) is not { } kept || (right is not null && await Kept(visit) is null))
            return null;
        return visit.Page<PlanRightPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("HandoverId", kept.Handover.Id),
            ("IsConfirmed", kept.Handover.IsConfirmed),
            ("RightId", right),
            ("Receiver", kept.Receiver.Name),
            ("MayWithdraw", visit.Caller.May(Permissions.Record))
        );
    }
}
