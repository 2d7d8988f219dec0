using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Figures;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Agreement;

/// <summary>A handover ends: it is finished, or the rights go back because what was agreed for that has happened.</summary>
public static class EndHandover
{
    /// <summary>How it ends.</summary>
    public enum How
    {
        Finished,
        Reverted,
    }

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required How? How { get; init; }
        public required DateOnly? On { get; init; }
        public required string Why { get; init; }
    }

    private const string End = """
        update handover set ended_on = @On, ended_why = @Why, has_reverted = @Reverted, version = version + 1, changed_at = @Now
        where id = @HandoverId and innovation_id = @InnovationId and withdrawn = false and ended_on is null
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/end",
            Api = "/api" + Paths.HandoverRoute + "/end",
            Permission = Permissions.Record,
            Start = async visit =>
                await HandoverCase.ToDraft(visit) is null ? null : Input.Of(("on", visit.Clock.Today().Iso())),
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")),
            Said = () => T["The handover has ended. What was agreed stays here."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            How = input.Choice<How>("how", T["how it ends"], required: true),
            On = input.Date("on", T["the day"], required: true),
            Why = input.Text("why", T["what happened"], max: 2000),
        };
        if (form.How == How.Reverted && form.Why.Length == 0)
            input.Error("why", T["Enter what happened that makes the rights go back."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await HandoverCase.ToDraft(visit) is not { } kept)
            return Outcome<Guid>.Missing();
        var (handover, on) = (kept.Handover, form.On!.Value);
        var first = handover.Rights.Select(one => one.HeldOn).Append(handover.DraftedOn).Max()!.Value;
        if (on > visit.Clock.Today())
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        if (on < first)
            return Outcome<Guid>.Refused(
                "on",
                T["It cannot end before {0}, when the last of it happened.", first.Long()]
            );
        var back = form.How == How.Reverted ? Back(kept, on) : [];
        if (back.Any(one => one.Pass.Refusal != PassRefusal.None))
            return Outcome<Guid>.Refused(
                "how",
                T[
                    "Somebody has recorded otherwise since then who holds one of these rights. Correct that first, then end the handover."
                ]
            );
        var innovation = visit.InnovationId;
        return await Keeping.Several(
            visit,
            handover.Id,
            writing =>
            {
                var row = new
                {
                    HandoverId = handover.Id,
                    On = on,
                    form.Why,
                    Reverted = form.How == How.Reverted,
                };
                if (writing.Connection.Execute(End, Keeping.With(row, innovation, writing)) == 0)
                    return true;
                foreach (var (right, pass) in back)
                    TakeRight.Apply(writing, innovation, handover, right, pass, on);
                return true;
            }
        );
    }

    // What the receiver holds by this handover goes back to whoever gave it, with what they kept.
    private static List<(OwnershipRight Right, Passing Pass)> Back(HandoverCase kept, DateOnly on) =>
        [
            .. kept
                .Handover.Rights.Where(one => one.HeldOn is not null)
                .Select(one =>
                {
                    var held = kept.Book.HeldOf(one.RightKind);
                    var share = held.Where(each =>
                            each.Covers(on) && (each.PartyId == kept.Receiver.Id || each.PartyId == kept.Giver.Id)
                        )
                        .Sum(each => each.Share);
                    return (
                        one.RightKind,
                        Passing.Of(held, kept.Receiver.Id, kept.Giver.Id, share, keepsVeto: false, on)
                    );
                }),
        ];

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await HandoverCase.ToDraft(visit) is not { } kept
            ? null
            : visit.Page<EndHandoverPage>(
                ("Input", input),
                ("InnovationId", visit.InnovationId),
                ("HandoverId", kept.Handover.Id),
                ("Name", kept.Handover.Name),
                ("Trigger", kept.Handover.ReversionTrigger)
            );
}
