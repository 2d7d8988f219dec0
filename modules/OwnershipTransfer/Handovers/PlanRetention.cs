using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Handovers;

/// <summary>Something that the giver keeps after a handover: why, until when, and what becomes of it then. Both sides draft it.</summary>
public static class PlanRetention
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string What { get; init; }
        public required RetentionReason Reason { get; init; }

        /// <summary>Which law, which clause, whose consent.</summary>
        public required string Basis { get; init; }

        /// <summary>The last day; null only where a law names none.</summary>
        public required DateOnly? UntilOn { get; init; }
        public required Afterwards Afterwards { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into handover_retention (id, innovation_id, handover_id, what, reason, basis, until_on, afterwards, recorded_at, changed_at)
        values (@Id, @InnovationId, @HandoverId, @What, @Reason, @Basis, @UntilOn, @Afterwards, @Now, @Now) on conflict (id) do nothing
        """;

    private const string Update = """
        update handover_retention set what = @What, reason = @Reason, basis = @Basis, until_on = @UntilOn, afterwards = @Afterwards,
            version = version + 1, changed_at = @Now
        where id = @Id and handover_id = @HandoverId and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Withdraw = """
        update handover_retention set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and handover_id = @HandoverId and innovation_id = @InnovationId and withdrawn = false
        """;

    private static readonly DraftPart<Form, Retention> Part = new()
    {
        Place = "kept",
        Key = "keptId",
        Find = (found, id) => found.Handover.Retentions.FirstOrDefault(one => one.Id == id),
        Read = Read,
        InputOf = InputOf,
        Keep = Keep,
        Page = Page,
    };

    internal static FormRoute<Form> Route { get; } =
        Part.Route(() => T["It is in the draft. Both sides confirm it with the rest."]);

    internal static FormRoute<Form> EditRoute { get; } =
        Part.EditRoute(() => T["The change is kept. Both sides confirm it anew."]);

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Part.WithdrawRoute(
            new AskOnce
            {
                Title = () => T["Leave this out"],
                Name = async visit => await Part.One(visit) is var (_, one) ? one.What : null,
                Label = () => T["Yes, it is not kept"],
                Send = () => T["Leave it out"],
                Said = () => T["It is left out."],
                Do = (visit, writing) =>
                    Keeping.Mark(visit, writing, Withdraw, Part.Ids(visit))
                    && Keeping.Mark(visit, writing, HandoverCase.NewTerms, Part.Ids(visit)),
            }
        );

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            What = input.Text("what", T["what is kept"], required: true, max: 300),
            Reason =
                input.Choice<RetentionReason>("reason", T["why it is kept"], required: true) ?? RetentionReason.Law,
            Basis = input.Text(
                "basis",
                T["which law, which part of the agreement, or whose consent"],
                required: true,
                max: 500
            ),
            UntilOn = input.Date("untilOn", T["the last day"]),
            Afterwards =
                input.Choice<Afterwards>("afterwards", T["what becomes of it then"], required: true)
                ?? Afterwards.Deleted,
            Version = input.Version(),
        };
        if (
            form is { UntilOn: null, Reason: not RetentionReason.Law }
            && input.ErrorOf("untilOn") is null
            && input.ErrorOf("reason") is null
        )
            input.Error("untilOn", T["Enter the last day. Only what a law asks for may be kept without one."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Keep(Form form, IVisit visit, HandoverCase found, Retention? before)
    {
        var id = before?.Id ?? form.Id;
        var innovation = visit.InnovationId;
        var isSame =
            before is not null && Said(before) == (form.What, form.Reason, form.Basis, form.UntilOn, form.Afterwards);
        if (form.UntilOn < visit.Clock.Today() && form.UntilOn != before?.UntilOn)
            return Outcome<Guid>.Refused(
                "untilOn",
                T["That day is over. What is kept ends on a day to come: give that one."]
            );
        return await Keeping.Several(
            visit,
            id,
            writing =>
            {
                var row = Keeping.With(
                    new
                    {
                        Id = id,
                        HandoverId = found.Handover.Id,
                        form.What,
                        Reason = form.Reason.ToString(),
                        form.Basis,
                        form.UntilOn,
                        Afterwards = form.Afterwards.ToString(),
                        form.Version,
                    },
                    innovation,
                    writing
                );
                if (writing.Connection.Execute(before is null ? Insert : Update, row) == 0)
                    return before is null;
                if (!isSame)
                    writing.Connection.Execute(HandoverCase.NewTerms, row);
                return true;
            }
        );
    }

    private static (string, RetentionReason, string, DateOnly?, Afterwards) Said(Retention one) =>
        (one.What, one.Reason, one.Basis, one.UntilOn, one.Afterwards);

    private static Input InputOf(Retention kept) =>
        Input.Of(
            ("what", kept.What),
            ("reason", kept.Reason.ToString()),
            ("basis", kept.Basis),
            ("untilOn", kept.UntilOn?.Iso()),
            ("afterwards", kept.Afterwards.ToString()),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static IResult Page(Input input, IVisit visit, HandoverCase found, Guid? kept) =>
        visit.Page<PlanRetentionPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("HandoverId", found.Handover.Id),
            ("IsConfirmed", found.Handover.IsConfirmed),
            ("Giver", found.Giver.Name),
            ("KeptId", kept),
            ("MayWithdraw", visit.Caller.May(Permissions.Record))
        );
}

/// <summary>What the giver kept was deleted, given or put into the archive, as was agreed. Also long after the handover.</summary>
internal static class RetentionDone
{
    private const string Update = """
        update handover_retention set done_on = @DoneOn, version = version + 1, changed_at = @Now
        where id = @Id and handover_id = @HandoverId and innovation_id = @InnovationId and withdrawn = false and done_on is null
        """;

    internal static FormRoute<DateOnly?> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/kept/{keptId:guid}/done",
            Api = "/api" + Paths.HandoverRoute + "/kept/{keptId:guid}/done",
            Permission = Permissions.TakePart,
            Read = input => input.Date("doneOn", T["the day it was done"], required: true),
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#kept",
            Said = () => T["That it was done is kept."],
        };

    // The giver alone says it of what they had; the receiver sees it.
    private static async Task<(HandoverCase Case, Retention Kept)?> Kept(IVisit visit) =>
        await HandoverCase.Of(visit) is { MayTellKept: true } found
        && found.Handover.Retentions.FirstOrDefault(one => one.Id == visit.RouteId("keptId") && one.DoneOn is null)
            is { } kept
            ? (found, kept)
            : null;

    private static async Task<Outcome<Guid>> Handle(DateOnly? day, IVisit visit)
    {
        if (await Kept(visit) is not var (found, kept))
            return Outcome<Guid>.Missing();
        if (day > visit.Clock.Today())
            return Outcome<Guid>.Refused("doneOn", T["That day is still to come. Record it when it has happened."]);
        var row = new
        {
            kept.Id,
            HandoverId = found.Handover.Id,
            DoneOn = day,
        };
        return await Keeping.Do(visit, Update, kept.Id, row);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await Kept(visit) is var (found, kept)
            ? visit.Page<RetentionDonePage>(
                ("Input", input),
                ("What", kept.What),
                ("Agreed", Sentences.Kept(kept, found.Giver.Name)),
                ("Label", Sentences.Done(kept.Afterwards)),
                ("Back", Paths.Handover(visit.InnovationId, found.Handover.Id))
            )
            : null;
}
