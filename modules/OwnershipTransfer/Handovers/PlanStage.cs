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

/// <summary>A stage of a handover with the day it is due; later, that it is done.</summary>
public static class PlanStage
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string What { get; init; }
        public required DateOnly? DueOn { get; init; }
        public required DateOnly? DoneOn { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into handover_stage (id, innovation_id, handover_id, what, due_on, done_on, recorded_at, changed_at)
        values (@Id, @InnovationId, @HandoverId, @What, @DueOn, @DoneOn, @Now, @Now) on conflict (id) do nothing
        """;

    private const string Update = """
        update handover_stage set what = @What, due_on = @DueOn, done_on = @DoneOn, version = version + 1, changed_at = @Now
        where id = @Id and handover_id = @HandoverId and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Withdraw = """
        update handover_stage set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and handover_id = @HandoverId and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/stages/new",
            Api = "/api" + Paths.HandoverRoute + "/stages",
            Permission = Permissions.TakePart,
            Read = Read,
            Handle = async (form, visit) =>
                await HandoverCase.ToDraft(visit) is { } kept
                    ? await Handle(form, visit, kept.Handover, null)
                    : Outcome<Guid>.Missing(),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#stages",
            Said = () => T["The stage is in the draft."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/stages/{stageId:guid}",
            Api = "/api" + Paths.HandoverRoute + "/stages/{stageId:guid}",
            Permission = Permissions.TakePart,
            Start = async visit => await Kept(visit) is var (_, stage) ? InputOf(stage) : null,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is var (handover, stage)
                    ? await Handle(form with { Id = stage.Id }, visit, handover, stage)
                    : Outcome<Guid>.Missing(),
            Show = (input, visit) => Show(input, visit, visit.RouteId("stageId")),
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#stages",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        new AskOnce
        {
            Title = () => T["Leave this stage out"],
            Name = async visit => await Kept(visit) is var (_, stage) ? stage.What : null,
            Label = () => T["Yes, it is no stage of it"],
            Send = () => T["Leave it out"],
            Said = () => T["The stage is left out."],
            Do = (visit, writing) =>
            {
                var row = new { Id = visit.RouteId("stageId"), HandoverId = visit.RouteId("handoverId") };
                return Keeping.Mark(visit, writing, Withdraw, row)
                    && Keeping.Mark(visit, writing, HandoverCase.NewTerms, row);
            },
        }.Route(
            Paths.HandoverRoute + "/stages/{stageId:guid}/withdraw",
            "/api" + Paths.HandoverRoute + "/stages/{stageId:guid}/withdraw",
            Permissions.Record,
            visit => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#stages"
        );

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            What = input.Text("what", T["what is done at this stage"], required: true, max: 300),
            DueOn = input.Date("dueOn", T["the day it is due"], required: true),
            DoneOn = input.Date("doneOn", T["the day it was done"]),
            Version = input.Version(),
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Handover handover, HandoverStage? before)
    {
        if (form.DoneOn > visit.Clock.Today())
            return Outcome<Guid>.Refused("doneOn", T["That day is still to come. Record it when it has happened."]);
        var innovation = visit.InnovationId;
        var done = await Keeping.Several(
            visit,
            form.Id,
            writing =>
            {
                var row = Keeping.With(
                    new
                    {
                        form.Id,
                        HandoverId = handover.Id,
                        form.What,
                        form.DueOn,
                        form.DoneOn,
                        form.Version,
                    },
                    innovation,
                    writing
                );
                if (writing.Connection.Execute(before is null ? Insert : Update, row) == 0)
                    return before is null;
                // That it is done changes nothing of what was agreed.
                if (before is null || (before.What, before.DueOn) != (form.What, form.DueOn))
                    writing.Connection.Execute(HandoverCase.NewTerms, row);
                return true;
            }
        );
        return done.Kind == OutcomeKind.Missing && await Kept(visit) is var (_, theirs)
            ? Outcome<Guid>.Conflict(InputOf(theirs))
            : done;
    }

    private static async Task<(Handover Handover, HandoverStage Stage)?> Kept(IVisit visit) =>
        visit.Http.Request.RouteValues.ContainsKey("stageId")
        && await HandoverCase.ToDraft(visit) is { } kept
        && kept.Handover.Stages.FirstOrDefault(one => one.Id == visit.RouteId("stageId")) is { } stage
            ? (kept.Handover, stage)
            : null;

    private static Input InputOf(HandoverStage kept) =>
        Input.Of(
            ("what", kept.What),
            ("dueOn", kept.DueOn.Iso()),
            ("doneOn", kept.DoneOn?.Iso()),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? stage) =>
        await HandoverCase.ToDraft(visit) is not { } kept || (stage is not null && await Kept(visit) is null)
            ? null
            : visit.Page<PlanStagePage>(
                ("Input", input),
                ("InnovationId", visit.InnovationId),
                ("HandoverId", kept.Handover.Id),
                ("IsConfirmed", kept.Handover.IsConfirmed),
                ("StageId", stage),
                ("MayWithdraw", visit.Caller.May(Permissions.Record))
            );
}
