using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Handovers;

/// <summary>Which obligations are to go with a handover. The receiver answers each.</summary>
public static class PlanObligations
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required IReadOnlyList<Guid> ObligationIds { get; init; }
    }

    private const string Add = """
        insert into handover_obligation (handover_id, obligation_id, answer, reason) values (@HandoverId, @ObligationId, 'Open', '')
        on conflict do nothing
        """;

    private const string Remove = """
        delete from handover_obligation where handover_id = @HandoverId and obligation_id = @ObligationId and passed_on is null
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/obligations",
            Api = "/api" + Paths.HandoverRoute + "/obligations",
            Permission = Permissions.TakePart,
            Start = Start,
            Read = input => new() { ObligationIds = input.Ids("obligationIds", T["what goes along"]) },
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#obligations",
            Said = () => T["It is kept what goes along. Next: the receiver answers each."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (
            await HandoverCase.ToDraft(visit) is not { } kept
            || form.ObligationIds.Any(id => kept.Obligation(id) is null)
        )
            return Outcome<Guid>.Missing();
        var (innovation, handover) = (visit.InnovationId, kept.Handover);
        var before = handover.Obligations.Select(one => one.ObligationId).ToArray();
        return await Keeping.Several(
            visit,
            handover.Id,
            writing =>
            {
                var changed = 0;
                foreach (var id in form.ObligationIds.Except(before))
                    changed += writing.Connection.Execute(Add, new { HandoverId = handover.Id, ObligationId = id });
                foreach (var id in before.Except(form.ObligationIds))
                    changed += writing.Connection.Execute(Remove, new { HandoverId = handover.Id, ObligationId = id });
                if (changed > 0)
                    writing.Connection.Execute(
                        HandoverCase.NewTerms,
                        Keeping.With(new { HandoverId = handover.Id }, innovation, writing)
                    );
                return true;
            }
        );
    }

    private static async Task<Input?> Start(IVisit visit) =>
        await HandoverCase.ToDraft(visit) is not { } kept
            ? null
            : new Input([
                KeyValuePair.Create<string, IReadOnlyList<string>>(
                    "obligationIds",
                    [.. kept.Handover.Obligations.Select(one => one.ObligationId.ToString())]
                ),
            ]);

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await HandoverCase.ToDraft(visit) is not { } kept)
            return null;
        var today = visit.Clock.Today();
        return visit.Page<PlanObligationsPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("HandoverId", kept.Handover.Id),
            ("IsConfirmed", kept.Handover.IsConfirmed),
            ("MayRecord", visit.Caller.May(Permissions.Record)),
            (
                "Obligations",
                kept.Book.Obligations.Where(one =>
                        (one.PartyId != kept.Receiver.Id && (one.UntilOn is null || one.UntilOn >= today))
                        || kept.Handover.Obligations.Any(asked => asked.ObligationId == one.Id)
                    )
                    .Select(one => new Choice(
                        one.Id.ToString(),
                        one.What,
                        T[
                            "{0}; carried by {1}",
                            Say.Weight(one.Weight),
                            one.PartyId is null ? T["nobody yet"] : kept.Book.NameOf(one.PartyId)
                        ]
                    ))
                    .ToList()
            )
        );
    }
}
