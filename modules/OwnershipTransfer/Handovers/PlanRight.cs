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

    private static readonly DraftPart<Form, HandoverRight> Part = new()
    {
        Place = "rights",
        Key = "rightId",
        // What has passed is history: it is not planned any more.
        Find = (found, id) => found.Right(id) is { HeldOn: null } right ? right : null,
        Begin = () => Input.Of(("share", "100")),
        Read = Read,
        InputOf = InputOf,
        Keep = Keep,
        Page = Page,
    };

    internal static FormRoute<Form> Route { get; } = Part.Route(() => T["The right is in the draft."]);

    internal static FormRoute<Form> EditRoute { get; } = Part.EditRoute(() => T["The change is kept."]);

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Part.WithdrawRoute(
            new AskOnce
            {
                Title = () => T["Leave this right out of the handover"],
                Lede = () => T["It stays with whoever holds it now."],
                Name = async visit => await Part.One(visit) is var (_, right) ? Say.Right(right.RightKind) : null,
                Label = () => T["Yes, it does not pass"],
                Send = () => T["Leave it out"],
                Said = () => T["The right is no longer in the draft."],
                Do = (visit, writing) =>
                    Keeping.Mark(visit, writing, Withdraw, Part.Ids(visit))
                    && Keeping.Mark(visit, writing, HandoverCase.NewTerms, Part.Ids(visit)),
            }
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

    private static async Task<Outcome<Guid>> Keep(Form form, IVisit visit, HandoverCase kept, HandoverRight? before)
    {
        form = form with { Id = before?.Id ?? form.Id };
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
        return await Keeping.Several(
            visit,
            form.Id,
            writing => Write(writing, form, innovation, kept.Handover.Id, before is null)
        );
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

    private static Input InputOf(HandoverRight kept) =>
        Input.Of(
            ("right", kept.RightKind.ToString()),
            ("share", kept.Share.ToString(CultureInfo.InvariantCulture)),
            ("keepsVeto", kept.KeepsVeto ? "yes" : null),
            ("plannedOn", kept.PlannedOn.Iso()),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static IResult Page(Input input, IVisit visit, HandoverCase found, Guid? right) =>
        visit.Page<PlanRightPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("HandoverId", found.Handover.Id),
            ("IsConfirmed", found.Handover.IsConfirmed),
            ("RightId", right),
            ("Receiver", found.Receiver.Name),
            ("MayWithdraw", visit.Caller.May(Permissions.Record))
        );
}
