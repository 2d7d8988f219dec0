using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Figures;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Agreement;

/// <summary>The receiver takes a right that both agreed on and that was rehearsed, with the obligations they accepted.</summary>
public static class TakeRight
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required DateOnly? On { get; init; }
        public required IReadOnlyList<Guid> ObligationIds { get; init; }
    }

    private const string Take = """
        update handover_right set held_on = @On, version = version + 1, changed_at = @Now
        where id = @RightId and handover_id = @HandoverId and innovation_id = @InnovationId and held_on is null and withdrawn = false
        """;

    private const string End = """
        update right_holding set until_on = @LastDay, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Replace = """
        update right_holding set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Begin = """
        insert into right_holding (id, innovation_id, right_kind, party_id, share, has_veto, from_on, until_on, note, handover_id,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @RightKind, @PartyId, @Share, @HasVeto, @On, null, @Note, @HandoverId, @Now, @Now)
        """;

    private const string Carry = """
        update handover_obligation set passed_on = @On
        where handover_id = @HandoverId and obligation_id = @ObligationId and answer = 'Accepted' and passed_on is null
        """;

    private const string Lay = """
        update ownership_obligation set until_on = @LastDay, version = version + 1, changed_at = @Now
        where id = @ObligationId and innovation_id = @InnovationId and withdrawn = false and party_id is not null and from_on < @On
        """;

    private const string TakeOver = """
        update ownership_obligation set party_id = @ReceiverId, person_id = null, from_on = @On, version = version + 1, changed_at = @Now
        where id = @ObligationId and innovation_id = @InnovationId and withdrawn = false and (party_id is null or from_on >= @On)
        """;

    private const string PickUp = """
        insert into ownership_obligation (id, innovation_id, what, search_key, party_id, person_id, weight, from_on, until_on, note,
            recorded_at, changed_at)
        select @NewId, innovation_id, what, search_key, @ReceiverId, null, weight, @On, null, note, @Now, @Now
        from ownership_obligation where id = @ObligationId and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/rights/{rightId:guid}/take",
            Api = "/api" + Paths.HandoverRoute + "/rights/{rightId:guid}/take",
            Permission = Permissions.TakePart,
            Start = Start,
            Read = input =>
                new()
                {
                    On = input.Date("on", T["the day from which you hold it"], required: true),
                    ObligationIds = input.Ids("obligationIds", T["what you carry from then on"]),
                },
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#rights",
            Said = () => T["You hold it. It shows in the ribbon of rights."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await Kept(visit) is not var (kept, right))
            return Outcome<Guid>.Missing();
        if (!kept.Handover.IsAgreed)
            return Outcome<Guid>.Refused(
                "on",
                T["Both sides have to confirm the handover as it stands before a right is taken."]
            );
        if (right.NextStep is { } step)
            return Outcome<Guid>.Refused("on", T["It is not rehearsed to the end yet; {0}.", Say.NextStep(step)]);
        // Held is what is held today: until then it is planned.
        if (form.On > visit.Clock.Today())
            return Outcome<Guid>.Refused("on", T["That day is still to come. Take the right on the day, not before."]);
        if (form.On < kept.Handover.DraftedOn)
            return Outcome<Guid>.Refused(
                "on",
                T["It was drafted on {0}; a right cannot pass before.", kept.Handover.DraftedOn.Long()]
            );
        var pass = kept.Book.Pass(kept.Handover, right, form.On!.Value);
        if (pass.Refusal == PassRefusal.TooMuch)
            return Outcome<Guid>.Refused(
                "on",
                T[
                    "Others hold some of this right, and together it would be more than 100 per cent. Correct who holds it first."
                ]
            );
        if (pass.Refusal == PassRefusal.Later)
            return Outcome<Guid>.Refused(
                "on",
                T[
                    "For days after this one it is recorded already who holds this right. Enter a later day, or correct that first."
                ]
            );
        var accepted = kept
            .Handover.Obligations.Where(one => one.Answer == ObligationAnswer.Accepted && one.PassedOn is null)
            .Select(one => one.ObligationId)
            .ToArray();
        if (form.ObligationIds.Except(accepted).Any())
            return Outcome<Guid>.Refused("obligationIds", T["You carry only what you accepted. Answer it first."]);
        var innovation = visit.InnovationId;
        return await Keeping.Several(
            visit,
            right.Id,
            writing =>
            {
                Write(writing, innovation, kept.Handover, right, pass, form.On.Value);
                foreach (var obligation in form.ObligationIds)
                    Pass(writing, innovation, kept.Handover, obligation, form.On.Value);
                return true;
            }
        );
    }

    // Sent twice, the right is taken already and nothing is done.
    private static void Write(
        IWriting writing,
        Guid innovation,
        Handover handover,
        HandoverRight right,
        Passing pass,
        DateOnly on
    )
    {
        var c = writing.Connection;
        if (
            c.Execute(
                Take,
                Keeping.With(
                    new
                    {
                        RightId = right.Id,
                        HandoverId = handover.Id,
                        On = on,
                    },
                    innovation,
                    writing
                )
            ) == 0
        )
            return;
        Apply(writing, innovation, handover, right.RightKind, pass, on);
    }

    /// <summary>Writes what a passing says.</summary>
    internal static void Apply(
        IWriting writing,
        Guid innovation,
        Handover handover,
        OwnershipRight right,
        Passing pass,
        DateOnly on
    )
    {
        var c = writing.Connection;
        foreach (var (id, lastDay) in pass.Ends)
            c.Execute(End, Keeping.With(new { Id = id, LastDay = lastDay }, innovation, writing));
        foreach (var id in pass.Replaced)
            c.Execute(Replace, Keeping.With(new { Id = id }, innovation, writing));
        foreach (var (party, share, veto) in pass.Begins)
        {
            var row = new
            {
                Id = Guid.CreateVersion7(),
                RightKind = right.ToString(),
                PartyId = party,
                Share = share,
                HasVeto = veto,
                On = on,
                Note = handover.Name,
                HandoverId = handover.Id,
            };
            c.Execute(Begin, Keeping.With(row, innovation, writing));
        }
    }

    private static void Pass(IWriting writing, Guid innovation, Handover handover, Guid obligation, DateOnly on)
    {
        var c = writing.Connection;
        var row = Keeping.With(
            new
            {
                HandoverId = handover.Id,
                ObligationId = obligation,
                handover.ReceiverId,
                NewId = Guid.CreateVersion7(),
                On = on,
                LastDay = on.AddDays(-1),
            },
            innovation,
            writing
        );
        if (c.Execute(Carry, row) == 0)
            return;
        // Whoever carried it until then lays it down the day before, and that stays in the story.
        if (c.Execute(Lay, row) == 1)
            c.Execute(PickUp, row);
        else
            c.Execute(TakeOver, row);
    }

    private static async Task<(HandoverCase Case, HandoverRight Right)?> Kept(IVisit visit) =>
        await HandoverCase.Of(visit) is { MayAnswer: true } kept
        && kept.Right(visit.RouteId("rightId")) is { HeldOn: null } right
            ? (kept, right)
            : null;

    private static async Task<Input?> Start(IVisit visit)
    {
        if (await Kept(visit) is not var (kept, _))
            return null;
        var on = visit.Clock.Today();
        return new Input(
            Input
                .Of(("on", on.Iso()))
                .Raw.Append(
                    KeyValuePair.Create<string, IReadOnlyList<string>>(
                        "obligationIds",
                        [
                            .. kept
                                .Handover.Obligations.Where(one =>
                                    one.Answer == ObligationAnswer.Accepted && one.PassedOn is null
                                )
                                .Select(one => one.ObligationId.ToString()),
                        ]
                    )
                )
        );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await Kept(visit) is not var (kept, right)
            ? null
            : visit.Page<TakeRightPage>(
                ("Input", input),
                ("InnovationId", visit.InnovationId),
                ("HandoverId", kept.Handover.Id),
                ("Right", Say.Right(right.RightKind)),
                ("Share", right.Share),
                ("KeepsVeto", right.KeepsVeto),
                ("Giver", kept.Giver.Name),
                (
                    "Obligations",
                    kept.Handover.Obligations.Where(one =>
                            one.Answer == ObligationAnswer.Accepted && one.PassedOn is null
                        )
                        .Select(one => new Choice(
                            one.ObligationId.ToString(),
                            kept.Obligation(one.ObligationId)?.What ?? ""
                        ))
                        .ToList()
                )
            );
}
