using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Agreement;

/// <summary>The receiver rehearsed a right: they watched, did it together, or did it alone with the other standing by.</summary>
public static class RehearseRight
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required RehearsalStep? Step { get; init; }
        public required DateOnly? On { get; init; }
        public required bool? WentWell { get; init; }
        public required string Words { get; init; }
    }

    /// <summary>How it went.</summary>
    public enum Went
    {
        Well,
        NotYet,
    }

    private const string Insert = """
        insert into handover_rehearsal (id, innovation_id, right_id, step, on_day, words, went_well, person_id, recorded_at)
        values (@Id, @InnovationId, @RightId, @Step, @On, @Words, @WentWell, @PersonId, @Now) on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/rights/{rightId:guid}/rehearse",
            Api = "/api" + Paths.HandoverRoute + "/rights/{rightId:guid}/rehearsals",
            Permission = Permissions.TakePart,
            Start = async visit =>
                await Kept(visit) is var (_, right) ? Input.Of(("step", right.NextStep?.ToString())) : null,
            Read = input =>
                new()
                {
                    Id = input.NewId(),
                    Step = input.Choice<RehearsalStep>("step", T["what you did"], required: true),
                    On = input.Date("on", T["the day"]),
                    WentWell = input.Choice<Went>("went", T["how it went"], required: true) is { } went
                        ? went == Went.Well
                        : null,
                    Words = input.Text("words", T["what you learned"], max: 2000),
                },
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#rights",
            Said = () => T["The rehearsal is kept."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await Kept(visit) is not var (_, right))
            return Outcome<Guid>.Missing();
        var today = visit.Clock.Today();
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        // Sent twice, it is there already, and the next step is another.
        if (right.Rehearsals.All(one => one.Id != form.Id) && right.NextStep is { } next && form.Step > next)
            return Outcome<Guid>.Refused(
                "step",
                T["One step after the other: first watch, then do it together, then alone with the other standing by."]
            );
        return await Keeping.Make(
            visit,
            Insert,
            form.Id,
            new
            {
                form.Id,
                RightId = right.Id,
                Step = form.Step!.Value.ToString(),
                On = form.On ?? today,
                form.Words,
                WentWell = form.WentWell!.Value,
                visit.Caller.PersonId,
            }
        );
    }

    private static async Task<(HandoverCase Case, HandoverRight Right)?> Kept(IVisit visit) =>
        await HandoverCase.Of(visit) is { MayAnswer: true } kept
        && kept.Right(visit.RouteId("rightId")) is { HeldOn: null } right
            ? (kept, right)
            : null;

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await Kept(visit) is not var (kept, right)
            ? null
            : visit.Page<RehearseRightPage>(
                ("Input", input),
                ("InnovationId", visit.InnovationId),
                ("HandoverId", kept.Handover.Id),
                ("Right", Say.Right(right.RightKind))
            );
}
