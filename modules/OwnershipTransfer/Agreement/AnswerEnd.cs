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

/// <summary>The other side confirms that a handover ends as it was proposed, or says no and why; then it goes on.</summary>
public static class AnswerEnd
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required EndingAnswer? Answer { get; init; }
        public required string Words { get; init; }
    }

    private const string Keep = """
        update handover_ending set answer = @Answer, answer_words = @Words, answered_on = @Today, answered_person_id = @PersonId
        where id = @Id and innovation_id = @InnovationId and answer = 'Open'
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/end/answer",
            Api = "/api" + Paths.HandoverRoute + "/end/answer",
            Permission = Permissions.TakePart,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")),
            Said = () => T["Your answer is kept."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Answer = input.Choice<EndingAnswer>("answer", T["your answer"], required: true),
            Words = input.Text("words", T["why"], max: 2000),
        };
        if (form.Answer == EndingAnswer.Open)
            input.Error("answer", T["Choose yes or no."]);
        if (form.Answer == EndingAnswer.Declined && form.Words.Length == 0)
            input.Error("words", T["Enter why not, so that the other side can do something about it."]);
        return form;
    }

    private static async Task<(HandoverCase Case, Ending Ending)?> Kept(IVisit visit) =>
        await HandoverCase.Of(visit) is { } kept && EndHandover.Answering(kept) is { } ending ? (kept, ending) : null;

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await Kept(visit) is not var (kept, ending))
            return Outcome<Guid>.Missing();
        var confirms = form.Answer == EndingAnswer.Confirmed;
        if (confirms && ending.OnDay < EndHandover.First(kept.Handover))
            return Outcome<Guid>.Refused(
                "answer",
                T["A right was taken since it was proposed. Say no, and propose it anew with a later day."]
            );
        if (confirms && ending.Kind == HandoverEnd.Reverted && EndHandover.Refusal(kept, ending.OnDay) is { } why)
            return Outcome<Guid>.Refused("answer", why);
        var row = new
        {
            ending.Id,
            Answer = form.Answer!.Value.ToString(),
            form.Words,
            Today = visit.Clock.Today(),
            visit.Caller.PersonId,
        };
        var innovation = visit.InnovationId;
        return await Keeping.Several(
            visit,
            kept.Handover.Id,
            writing =>
            {
                if (writing.Connection.Execute(Keep, Keeping.With(row, innovation, writing)) == 1 && confirms)
                    EndHandover.Carry(writing, innovation, kept, ending);
                return true;
            }
        );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await Kept(visit) is not var (kept, ending)
            ? null
            : visit.Page<AnswerEndPage>(
                ("Input", input),
                ("InnovationId", visit.InnovationId),
                ("HandoverId", kept.Handover.Id),
                (
                    "What",
                    T[
                        "{0} proposed on {1} {2}, from {3} on.",
                        kept.Book.NameOf(ending.PartyId),
                        ending.ProposedOn.Long(),
                        Say.End(ending.Kind),
                        ending.OnDay.Long()
                    ]
                ),
                ("Why", ending.Why),
                ("Trigger", ending.Kind == HandoverEnd.Reverted ? ending.AgreedTrigger : null),
                ("NotDone", EndHandover.NotDone(visit, kept))
            );
}
