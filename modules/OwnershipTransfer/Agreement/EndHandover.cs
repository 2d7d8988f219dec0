using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Figures;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Agreement;

/// <summary>
/// A side proposes how a handover ends: it is finished, or the rights go back because what was agreed for that has happened. It ends once the
/// other side, by somebody else, confirms that; what was proposed, and what was not done then, is kept as it was. On a day that both agreed on
/// for it the rights go back without asking again.
/// </summary>
public static class EndHandover
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required HandoverEnd? How { get; init; }
        public required DateOnly? On { get; init; }
        public required string Why { get; init; }
    }

    private const string Propose = """
        insert into handover_ending (id, innovation_id, handover_id, kind, on_day, why, agreed_trigger, not_done, party_id, person_id,
            proposed_by, proposed_on, answer, answered_on, recorded_at)
        select @Id, @InnovationId, @HandoverId, @Kind, @On, @Why, @Trigger, @NotDone, @PartyId, @PersonId, @ProposedBy, @Today, @Answer,
            @AnsweredOn, @Now
        from handover h where h.id = @HandoverId and h.innovation_id = @InnovationId and h.withdrawn = false and h.ended_on is null
            and not exists (select 1 from handover_ending e where e.handover_id = @HandoverId and e.answer = 'Open')
        on conflict (id) do nothing
        """;

    private const string End = """
        update handover set ended_on = @On, ended_why = @Why, has_reverted = @Reverted, version = version + 1, changed_at = @Now
        where id = @HandoverId and innovation_id = @InnovationId and withdrawn = false and ended_on is null
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/end",
            Api = "/api" + Paths.HandoverRoute + "/end",
            Permission = Permissions.TakePart,
            Start = async visit => await Kept(visit) is null ? null : Input.Of(("on", visit.Clock.Today().Iso())),
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")),
            Said = () => T["It is kept. What was agreed stays here."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            How = input.Choice<HandoverEnd>("how", T["how it ends"], required: true),
            On = input.Date("on", T["the day"], required: true),
            Why = input.Text("why", T["what happened"], max: 2000),
        };
        if (form.How == HandoverEnd.Reverted && form.Why.Length == 0)
            input.Error("why", T["Enter what happened that makes the rights go back."]);
        return form;
    }

    /// <summary>Whether the caller speaks for a side of a handover that goes on, and about whose end nobody waits for an answer.</summary>
    internal static bool MayPropose(HandoverCase kept) =>
        kept.Handover is { EndedOn: null, Proposed: null } && (kept.IsGiver || kept.IsReceiver);

    /// <summary>What waits for an answer of the caller's side; null where nothing does, or they proposed it.</summary>
    internal static Ending? Answering(HandoverCase kept)
    {
        if (kept.Handover.Proposed is not { } proposed)
            return null;
        var other = proposed.PartyId == kept.Giver.Id ? kept.Receiver : kept.Giver;
        return
            kept.Caller.SpeaksFor(other)
            && proposed.ProposedBy != kept.Caller.AccountId
            && (proposed.PersonId is null || proposed.PersonId != kept.Caller.PersonId)
            ? proposed
            : null;
    }

    private static async Task<HandoverCase?> Kept(IVisit visit) =>
        await HandoverCase.Of(visit) is { } kept && MayPropose(kept) ? kept : null;

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await Kept(visit) is not { } kept)
            return Outcome<Guid>.Missing();
        var (handover, on, today) = (kept.Handover, form.On!.Value, visit.Clock.Today());
        if (on > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        if (on < First(handover))
            return Outcome<Guid>.Refused(
                "on",
                T["It cannot end before {0}, when the last of it happened.", First(handover).Long()]
            );
        if (form.How == HandoverEnd.Reverted && Refusal(kept, on) is { } why)
            return Outcome<Guid>.Refused("how", why);
        // Both said then that it needs nobody else any more.
        var isAgreed =
            form.How == HandoverEnd.Reverted && handover.IsAgreed && handover.RevertsOn is { } stop && on >= stop;
        var ending = new Ending
        {
            Id = form.Id,
            Kind = form.How!.Value,
            OnDay = on,
            Why = form.Why,
        };
        var row = new
        {
            form.Id,
            HandoverId = handover.Id,
            Kind = form.How.Value.ToString(),
            On = on,
            form.Why,
            Trigger = isAgreed
                ? T["The rights go back on {0}, if it does not end before.", handover.RevertsOn!.Value.Long()]
                : handover.ReversionTrigger,
            NotDone = string.Join('\n', NotDone(visit, kept)),
            PartyId = kept.IsReceiver ? kept.Receiver.Id : kept.Giver.Id,
            visit.Caller.PersonId,
            ProposedBy = visit.Caller.AccountId,
            Today = today,
            Answer = (isAgreed ? EndingAnswer.Confirmed : EndingAnswer.Open).ToString(),
            AnsweredOn = isAgreed ? today : (DateOnly?)null,
        };
        var innovation = visit.InnovationId;
        return await Keeping.Several(
            visit,
            handover.Id,
            writing =>
            {
                if (writing.Connection.Execute(Propose, Keeping.With(row, innovation, writing)) == 1 && isAgreed)
                    Carry(writing, innovation, kept, ending);
                return true;
            }
        );
    }

    internal static DateOnly First(Handover handover) =>
        handover.Rights.Select(one => one.HeldOn).Append(handover.DraftedOn).Max()!.Value;

    /// <summary>Why the rights cannot go back as they stand; null where they can.</summary>
    internal static string? Refusal(HandoverCase kept, DateOnly on) =>
        Back(kept, on).Exists(one => one.Pass.Refusal != PassRefusal.None)
            ? T[
                "Somebody has recorded otherwise since then who holds one of these rights. Correct that first, then end the handover."
            ]
            : null;

    /// <summary>Ends the handover as it was proposed.</summary>
    internal static void Carry(IWriting writing, Guid innovation, HandoverCase kept, Ending ending)
    {
        var row = new
        {
            HandoverId = kept.Handover.Id,
            On = ending.OnDay,
            ending.Why,
            Reverted = ending.Kind == HandoverEnd.Reverted,
        };
        var back = ending.Kind == HandoverEnd.Reverted ? Back(kept, ending.OnDay) : [];
        if (writing.Connection.Execute(End, Keeping.With(row, innovation, writing)) == 0)
            return;
        foreach (var (right, pass) in back)
            TakeRight.Apply(writing, innovation, kept.Handover, right, pass, ending.OnDay);
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

    /// <summary>What is not done yet, in sentences: whoever calls it finished reads it first.</summary>
    internal static IReadOnlyList<string> NotDone(IVisit visit, HandoverCase kept) =>
        Sentences.NotDone(
            kept.Book,
            kept.Handover,
            OwnershipSettings.From(visit.Get<ISettings>()),
            visit.Clock.Today()
        );

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await Kept(visit) is not { } kept
            ? null
            : visit.Page<EndHandoverPage>(
                ("Input", input),
                ("InnovationId", visit.InnovationId),
                ("HandoverId", kept.Handover.Id),
                ("Name", kept.Handover.Name),
                ("Trigger", kept.Handover.ReversionTrigger),
                ("NotDone", NotDone(visit, kept)),
                ("Other", (kept.IsReceiver ? kept.Giver : kept.Receiver).Name)
            );
}
