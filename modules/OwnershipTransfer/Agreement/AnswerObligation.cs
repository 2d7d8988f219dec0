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

/// <summary>The receiver accepts an obligation or refuses it, with a reason that both see. Nobody answers for them.</summary>
public static class AnswerObligation
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required ObligationAnswer Answer { get; init; }
        public required string Reason { get; init; }
    }

    private const string Update = """
        update handover_obligation set answer = @Answer, reason = @Reason, answered_on = @Today, answered_by = @PersonId
        where handover_id = @HandoverId and obligation_id = @ObligationId and passed_on is null
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/obligations/{obligationId:guid}/answer",
            Api = "/api" + Paths.HandoverRoute + "/obligations/{obligationId:guid}/answer",
            Permission = Permissions.TakePart,
            Start = async visit =>
                await Kept(visit) is var (_, asked)
                    ? Input.Of(
                        ("answer", asked.Answer == ObligationAnswer.Open ? null : asked.Answer.ToString()),
                        ("reason", asked.Reason)
                    )
                    : null,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#obligations",
            Said = () => T["Your answer is kept. Both see it."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Answer =
                input.Choice<ObligationAnswer>("answer", T["whether you will carry it"], required: true)
                ?? ObligationAnswer.Open,
            Reason = input.Text("reason", T["why"], max: 2000),
        };
        if (form.Answer == ObligationAnswer.Refused && form.Reason.Length == 0)
            input.Error("reason", T["Enter why not, so that the others can think of another way."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await Kept(visit) is not var (kept, asked))
            return Outcome<Guid>.Missing();
        var (innovation, today) = (visit.InnovationId, visit.Clock.Today());
        return await Keeping.Several(
            visit,
            asked.ObligationId,
            writing =>
            {
                var row = Keeping.With(
                    new
                    {
                        asked.HandoverId,
                        asked.ObligationId,
                        Answer = form.Answer.ToString(),
                        form.Reason,
                        visit.Caller.PersonId,
                        Today = today,
                    },
                    innovation,
                    writing
                );
                if (writing.Connection.Execute(Update, row) == 0)
                    return false;
                if (form.Answer != asked.Answer || form.Reason != asked.Reason)
                    writing.Connection.Execute(HandoverCase.NewTerms, row);
                return true;
            }
        );
    }

    private static async Task<(HandoverCase Case, HandoverObligation Asked)?> Kept(IVisit visit) =>
        await HandoverCase.Of(visit) is { MayAnswer: true } kept
        && kept.Handover.Obligations.FirstOrDefault(one => one.ObligationId == visit.RouteId("obligationId"))
            is { PassedOn: null } asked
            ? (kept, asked)
            : null;

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await Kept(visit) is not var (kept, asked)
            ? null
            : visit.Page<AnswerObligationPage>(
                ("Input", input),
                ("InnovationId", visit.InnovationId),
                ("HandoverId", kept.Handover.Id),
                ("IsConfirmed", kept.Handover.IsConfirmed),
                ("What", kept.Obligation(asked.ObligationId)!.What),
                ("Receiver", kept.Receiver.Name)
            );
}
