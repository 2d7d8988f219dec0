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

    private static readonly DraftPart<Form, HandoverStage> Part = new()
    {
        Place = "stages",
        Key = "stageId",
        Find = (found, id) => found.Handover.Stages.FirstOrDefault(one => one.Id == id),
        Read = Read,
        InputOf = InputOf,
        Keep = Keep,
        Page = Page,
    };

    internal static FormRoute<Form> Route { get; } = Part.Route(() => T["The stage is in the draft."]);

    internal static FormRoute<Form> EditRoute { get; } = Part.EditRoute(() => T["The change is kept."]);

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Part.WithdrawRoute(
            new AskOnce
            {
                Title = () => T["Leave this stage out"],
                Name = async visit => await Part.One(visit) is var (_, stage) ? stage.What : null,
                Label = () => T["Yes, it is no stage of it"],
                Send = () => T["Leave it out"],
                Said = () => T["The stage is left out."],
                Do = (visit, writing) =>
                    Keeping.Mark(visit, writing, Withdraw, Part.Ids(visit))
                    && Keeping.Mark(visit, writing, HandoverCase.NewTerms, Part.Ids(visit)),
            }
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

    private static async Task<Outcome<Guid>> Keep(Form form, IVisit visit, HandoverCase found, HandoverStage? before)
    {
        var id = before?.Id ?? form.Id;
        if (form.DoneOn > visit.Clock.Today())
            return Outcome<Guid>.Refused("doneOn", T["That day is still to come. Record it when it has happened."]);
        var innovation = visit.InnovationId;
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
    }

    private static Input InputOf(HandoverStage kept) =>
        Input.Of(
            ("what", kept.What),
            ("dueOn", kept.DueOn.Iso()),
            ("doneOn", kept.DoneOn?.Iso()),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static IResult Page(Input input, IVisit visit, HandoverCase found, Guid? stage) =>
        visit.Page<PlanStagePage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("HandoverId", found.Handover.Id),
            ("IsConfirmed", found.Handover.IsConfirmed),
            ("StageId", stage),
            ("MayWithdraw", visit.Caller.May(Permissions.Record))
        );
}
