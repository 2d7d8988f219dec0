using System.Globalization;
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

/// <summary>
/// One side confirms the handover as it stands, and what it confirmed is kept word for word. It is agreed once the other side, by somebody
/// else, has confirmed the same.
/// </summary>
public static class ConfirmAgreement
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required bool Sure { get; init; }
        public required int Terms { get; init; }
    }

    private const string Insert = """
        insert into handover_confirmation (id, innovation_id, handover_id, party_id, person_id, confirmed_by, terms, words, confirmed_on,
            recorded_at)
        select @Id, @InnovationId, @HandoverId, @PartyId, @PersonId, @ConfirmedBy, @Terms, @Words, @Today, @Now
        from handover h where h.id = @HandoverId and h.innovation_id = @InnovationId and h.terms = @Terms and h.withdrawn = false
            and h.ended_on is null
        on conflict do nothing
        """;

    private const string There =
        "select count(*) from handover_confirmation where handover_id = @HandoverId and party_id = @PartyId and terms = @Terms";

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/confirm",
            Api = "/api" + Paths.HandoverRoute + "/confirm",
            Permission = Permissions.TakePart,
            Start = async visit =>
                await Kept(visit) is var (kept, _)
                    ? Input.Of(("terms", kept.Handover.Terms.ToString(CultureInfo.InvariantCulture)))
                    : null,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#agreement",
            Said = () => T["It is confirmed for your side, and what you confirmed is kept as it was."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Sure = input.Tick("sure"),
            Terms = input.Whole("terms", T["what you read"], 1, int.MaxValue, required: true) ?? 0,
        };
        if (!form.Sure)
            input.Error("sure", T["Tick the box if your side agrees to this."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await Kept(visit) is not var (kept, side))
            return Outcome<Guid>.Missing();
        if (Refusal(form, visit, kept, side) is { } why)
            return Outcome<Guid>.Refused("sure", why);
        var (innovation, today) = (visit.InnovationId, visit.Clock.Today());
        var words = string.Join('\n', AgreementText.Of(kept.Book, kept.Handover));
        var id = Guid.CreateVersion7();
        var done = await Keeping.Several(
            visit,
            id,
            writing =>
            {
                var row = Keeping.With(
                    new
                    {
                        Id = id,
                        HandoverId = kept.Handover.Id,
                        PartyId = side.Id,
                        visit.Caller.PersonId,
                        ConfirmedBy = visit.Caller.AccountId,
                        form.Terms,
                        Words = words,
                        Today = today,
                    },
                    innovation,
                    writing
                );
                writing.Connection.Execute(Insert, row);
                return writing.Connection.ExecuteScalar<long>(There, row) > 0;
            }
        );
        return done.Kind == OutcomeKind.Missing ? Outcome<Guid>.Refused("sure", Meanwhile()) : done;
    }

    private static string? Refusal(Form form, IVisit visit, HandoverCase kept, Party side)
    {
        var handover = kept.Handover;
        if (handover.Terms != form.Terms)
            return Meanwhile();
        if (handover.Rights.Count == 0)
            return T["No right passes with this draft yet, so there is nothing to confirm. Put one in first."];
        if (handover.Obligations.Any(one => one.Answer == ObligationAnswer.Open))
            return T["The receiver has not answered every obligation yet. That comes first: they may refuse each."];
        var other = side.Id == handover.GiverId ? handover.ReceiverId : handover.GiverId;
        return
            handover.ConfirmationOf(other) is { } theirs
            && (
                theirs.ConfirmedBy == visit.Caller.AccountId
                || (theirs.PersonId is { } person && person == visit.Caller.PersonId)
            )
            ? T["You confirmed it for the other side. Somebody else has to confirm it for this one."]
            : null;
    }

    private static string Meanwhile() =>
        T["It was changed since you read it. Open it again, read what is new, and confirm that."];

    // Whoever speaks for both confirms for the side that has not confirmed yet; the same person cannot do both.
    private static async Task<(HandoverCase Case, Party Side)?> Kept(IVisit visit)
    {
        if (await HandoverCase.Of(visit) is not { Handover.EndedOn: null } kept)
            return null;
        var sides = new[] { kept.Receiver, kept.Giver }.Where(visit.Caller.SpeaksFor).ToArray();
        var side = sides.FirstOrDefault(one => kept.Handover.ConfirmationOf(one.Id) is null) ?? sides.FirstOrDefault();
        return side is null ? null : (kept, side);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await Kept(visit) is not var (kept, side)
            ? null
            : visit.Page<ConfirmAgreementPage>(
                ("Input", input),
                ("InnovationId", visit.InnovationId),
                ("HandoverId", kept.Handover.Id),
                ("Side", side.Name),
                ("IsDone", kept.Handover.ConfirmationOf(side.Id) is not null),
                ("Lines", AgreementText.Of(kept.Book, kept.Handover))
            );
}
